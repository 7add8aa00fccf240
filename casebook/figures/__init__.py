"""Drawing: a table and its credit in, a `Page` (a matplotlib figure) out. Nothing here knows of cases' files.

Each function is named for what it shows, with the hyphens of the figure's name as underscores.
"""

from casebook.figures.headline import headline_check
from casebook.figures.overview import overview
from casebook.figures.reported import what_was_reported
from casebook.figures.saving import write
from casebook.figures.servers import servers_taken_down
from casebook.figures.timeline import timeline

__all__ = ["headline_check", "overview", "servers_taken_down", "timeline", "what_was_reported", "write"]
