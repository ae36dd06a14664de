"""Days as words: how a date stands in the index of words, and which words a span of days asks for.

A day is eight digits (``19800216``); what is not known of it is written ``x`` (``198002xx``, ``1980xxxx``). So a span of
days is a few words and beginnings of words, and a date that is known to the month is met by each day in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from pole.model.moment import Moment

_DAY: Final = timedelta(days=1)


def day_word(moment: str) -> str:
    """The word of a moment, given as its text; a time counts for its day in London."""
    text = moment if len(moment) <= 10 else Moment(moment).first_day().isoformat()
    return text.replace("-", "").ljust(8, "x")


def day_words(first: date | None, last: date | None) -> tuple[str, ...]:
    """The words of every date that can lie between two days, both included; open at None. A trailing ``*`` begins one.

    At least one of the ends must be given.
    """
    low = _opening(first) if first else "00000000"
    high = _closing(last) if last else "99999999"
    begins = tuple(_beginnings(low, high))
    days = [day.isoformat().replace("-", "") for day in (first, last) if day is not None]
    vague = {word for day in days for word in (f"{day[:4]}xxxx", f"{day[:6]}xx")}
    return (*begins, *sorted(word for word in vague if not word.startswith(tuple(b.rstrip("*") for b in begins))))


def _opening(first: date) -> str:
    """The lowest text of a day from then on: a month or year that is whole begins before its first day."""
    text = first.isoformat().replace("-", "")
    return text.removesuffix("0101").removesuffix("01").ljust(8, "0")


def _closing(last: date) -> str:
    """The highest text of a day until then."""
    text = last.isoformat().replace("-", "")
    month_ends = last == date.max or (last + _DAY).day == 1
    return (text[: 4 if month_ends and last.month == 12 else 6 if month_ends else 8]).ljust(8, "9")


def _beginnings(low: str, high: str, known: str = "") -> Iterator[str]:
    """The shortest beginnings of all texts of eight digits from `low` to `high`."""
    if known.ljust(8, "9") < low or known.ljust(8, "0") > high:
        return
    if len(known) == 8:
        yield known
    elif known and low <= known.ljust(8, "0") and known.ljust(8, "9") <= high:
        yield f"{known}*"
    else:
        for digit in "0123456789":
            yield from _beginnings(low, high, known + digit)
