"""Being asked to stop."""

from __future__ import annotations

import signal
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from threading import Event, current_thread, main_thread
from types import FrameType


@contextmanager
def asked_to_stop(signals: Sequence[signal.Signals] = (signal.SIGTERM,)) -> Generator[Event]:
    """An event that is set when one of these comes: whoever works looks at it where stopping does no harm.

    Only the main thread is told of signals; elsewhere the event is never set.
    """
    stop = Event()

    def ask(number: int, frame: FrameType | None) -> None:
        stop.set()

    if current_thread() is not main_thread():
        yield stop
        return
    before = {number: signal.signal(number, ask) for number in signals}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
