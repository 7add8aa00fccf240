"""Being stopped: SIGINT and SIGTERM, and when they count."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

AGAIN = getattr(signal, "SIGALRM", None)  # a stop that was lost at first; Windows has none
STOPS = tuple(filter(None, (signal.SIGINT, signal.SIGTERM, AGAIN)))


@contextmanager
def stoppable() -> Iterator[None]:
    """In the block SIGTERM stops as SIGINT does, by KeyboardInterrupt, whatever the program is at."""
    before, hook = {number: signal.getsignal(number) for number in STOPS}, sys.unraisablehook

    def lost(what) -> None:
        """A stop where Python lets no error out, as when it drops a module's lock, comes again a moment later."""
        if AGAIN and what.exc_type is KeyboardInterrupt:
            signal.setitimer(signal.ITIMER_REAL, 0.01)
        else:
            hook(what)

    for number in STOPS[1:]:
        signal.signal(number, signal.default_int_handler)
    sys.unraisablehook = lost
    try:
        yield
    finally:
        if AGAIN:
            signal.setitimer(signal.ITIMER_REAL, 0)
        sys.unraisablehook = hook
        for number, handler in before.items():
            signal.signal(number, handler)


def pass_over() -> None:
    """From here on it is too late to stop."""
    for number in STOPS:
        signal.signal(number, signal.SIG_IGN)


@contextmanager
def held() -> Iterator[None]:
    """Stops wait until the end of the block."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
