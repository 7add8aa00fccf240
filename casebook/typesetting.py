"""Typst, and whether this process has used it: its threads stay, and a fork, which has none of them, would wait for
them for ever when it uses Typst itself."""

from __future__ import annotations

import typst

used = False


def typeset(*source, **options) -> bytes:
    """What `typst.compile` makes of it. Raises typst.TypstError."""
    global used
    used = True
    return typst.compile(*source, **options)
