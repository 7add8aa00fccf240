"""Signals that stop a build: none is lost, none leaves anything changed for whoever comes after."""

import signal
import sys
import time
import weakref

import pytest

from casebook.stops import STOPS, held, stoppable

needs_signals = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither of these signals")


class Dropped:
    pass


@needs_signals
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_that_comes_where_python_lets_no_error_out_comes_again(stop, capfd):
    with pytest.raises(KeyboardInterrupt), stoppable():
        dropped = Dropped()
        watch = weakref.ref(dropped, lambda _: signal.raise_signal(stop))
        del dropped
        assert watch() is None
        time.sleep(5)
    assert capfd.readouterr().err == ""


@needs_signals
def test_what_else_is_lost_there_is_told_as_ever(monkeypatch):
    told = []
    monkeypatch.setattr(sys, "unraisablehook", told.append)
    with stoppable():
        dropped = Dropped()
        watch = weakref.ref(dropped, lambda _: 1 / 0)
        del dropped
        assert watch() is None
    assert [one.exc_type for one in told] == [ZeroDivisionError]


@needs_signals
def test_signals_are_afterwards_as_they_were(monkeypatch):
    before = [signal.getsignal(number) for number in STOPS], sys.unraisablehook
    with pytest.raises(KeyboardInterrupt), stoppable():
        signal.raise_signal(signal.SIGTERM)
    assert ([signal.getsignal(number) for number in STOPS], sys.unraisablehook) == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


@needs_signals
def test_a_stop_that_is_held_comes_at_the_end_of_the_block():
    done = []
    with pytest.raises(KeyboardInterrupt), stoppable(), held():
        signal.raise_signal(signal.SIGTERM)
        done.append("the block")
    assert done == ["the block"]
