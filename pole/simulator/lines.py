"""One line of an extract before it is written: its columns, its key, and whom its mentions truly are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from pole.simulator.world.course import on_the_clock

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


class Line(NamedTuple):
    """A row of one record type."""

    record: str
    key: tuple[str, ...]
    values: Mapping[str, str]
    """Column to text; a column that is not named is blank."""
    truth: Mapping[str, str]
    """Mention to true id."""


def oracle_day(day: date | None) -> str:
    """`09-MAR-2026`; blank for none."""
    return f"{day.day:02}-{_MONTHS[day.month - 1]}-{day.year}" if day else ""


def oracle_moment(moment: datetime) -> str:
    """`09-MAR-2026 14:05`."""
    moment = on_the_clock(moment)
    return f"{oracle_day(moment)} {moment.hour:02}:{moment.minute:02}"


def british_day(day: date | None) -> str:
    """`09/03/2026`; blank for none."""
    return f"{day.day:02}/{day.month:02}/{day.year}" if day else ""


def iso_moment(moment: datetime) -> str:
    """`2026-03-09 14:05`."""
    moment = on_the_clock(moment)
    return f"{moment.year}-{moment.month:02}-{moment.day:02} {moment.hour:02}:{moment.minute:02}"


def short_pnc(pnc: str) -> str:
    """`98/34567X`: the year in two digits and the serial without its zeros, as many systems write it."""
    return f"{pnc[2:4]}/{pnc[5:12].lstrip('0')}{pnc[12:]}" if pnc else ""


def spaced(phone: str) -> str:
    """`07700 900123`, `020 7946 0123`, `0161 496 0123`."""
    if phone.startswith(("07", "01632")):
        return f"{phone[:5]} {phone[5:]}"
    if phone.startswith("02"):
        return f"{phone[:3]} {phone[3:7]} {phone[7:]}"
    return f"{phone[:4]} {phone[4:7]} {phone[7:]}" if phone else ""


def columns(names: str) -> tuple[str, ...]:
    """Names of columns, written as words."""
    return tuple(names.split())
