"""Work one step ahead: the next batch is shaped while the last one is written."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from queue import Queue
from threading import Event, Thread
from typing import TypeVar

T = TypeVar("T")
AHEAD = 1
"""Batches that may wait; each more costs a batch of memory and gains nothing."""
TURN_SECONDS = 0.0005
"""How long the maker may keep the interpreter from whoever has an answer of the server to read. By default it is ten times as
long, each time anew, and a batch asks some forty short questions."""


def ahead(items: Iterable[T]) -> Iterator[T]:
    """The items in their order, made in a thread of their own. An error of the maker is raised here, in its place."""
    waiting: Queue[tuple[T] | BaseException | None] = Queue(AHEAD)
    stopped = Event()

    def make() -> None:
        try:
            for item in items:
                waiting.put((item,))
                if stopped.is_set():
                    return
            waiting.put(None)
        except BaseException as error:
            waiting.put(error)

    maker = Thread(target=make, name="pole-shaping", daemon=True)
    with _short_turns():
        maker.start()
        try:
            while (found := waiting.get()) is not None:
                if isinstance(found, BaseException):
                    raise found
                yield found[0]
        finally:
            stopped.set()
            while maker.is_alive():
                while not waiting.empty():
                    waiting.get_nowait()
                maker.join(0.05)


@contextmanager
def _short_turns() -> Generator[None]:
    """Threads of this process give way sooner, until the block ends."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(min(before, TURN_SECONDS))
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def with_next(items: Iterable[T]) -> Iterator[tuple[T, T | None]]:
    """Each item, and the one that comes after it."""
    this: T | None = None
    for following in items:
        if this is not None:
            yield this, following
        this = following
    if this is not None:
        yield this, None
