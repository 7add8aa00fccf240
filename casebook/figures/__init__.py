"""Drawing: a table and its credit in, a `Page` (a matplotlib figure) out. Nothing here knows of cases' files.

Each function is named for what it shows, with the hyphens of the figure's name as underscores.
"""

from casebook.figures.agreeing import agreement
from casebook.figures.cooperating import cooperation
from casebook.figures.countries import countries_by_action
from casebook.figures.headline import headline_check
from casebook.figures.maps import countries_map
from casebook.figures.overview import overview
from casebook.figures.profiles import profile
from casebook.figures.reported import what_was_reported
from casebook.figures.saving import write
from casebook.figures.servers import servers_taken_down
from casebook.figures.shared import shared_countries
from casebook.figures.sources import sources_compared
from casebook.figures.theme import Look
from casebook.figures.timeline import timeline
from casebook.figures.waiting import time_to_action
from casebook.figures.warming import warm

__all__ = [
    "Look",
    "agreement",
    "cooperation",
    "countries_by_action",
    "countries_map",
    "headline_check",
    "overview",
    "profile",
    "servers_taken_down",
    "shared_countries",
    "sources_compared",
    "time_to_action",
    "timeline",
    "warm",
    "what_was_reported",
    "write",
]
