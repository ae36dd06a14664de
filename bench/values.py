"""Microseconds to clean a plain text, by value type, beside what a rival takes for a part of the same work.

Rivals: `datetime.strptime` for dates, `phonenumbers` for phone numbers, `uk_postcodes_parsing` for postcodes (its shape
check only), `python-stdnum` for NHS numbers and IMEIs; elsewhere stripping and capitals, which understand nothing.
The best of several rounds is taken, because other work on the machine only ever adds. Nothing is cached between calls.

    python -m bench.values
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from statistics import fmean
from time import process_time
from typing import Final, NamedTuple

import phonenumbers
from stdnum import imei
from stdnum.gb import nhs
from uk_postcodes_parsing import postcode_utils  # type: ignore[import-untyped]  # it ships no type marker

from pole.model.values import CodeEntry, ValueType, value_type
from pole.model.values.person_name import name_from_parts

ROUNDS: Final = 7
CALLS: Final = 4_000
GOAL: Final = 3.0
"""Microseconds on average over the types below, as a load of police records meets them."""


class Case(NamedTuple):
    """What is cleaned, and against what."""

    name: str
    clean: Callable[[str], object]
    texts: tuple[str, ...]
    rival: Callable[[str], object]


def strip_and_capitals(text: str) -> str:
    return text.strip().upper()


def library_phone(text: str) -> str:
    number = phonenumbers.parse(text, "GB")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def strptime(fmt: str) -> Callable[[str], object]:
    return lambda text: datetime.strptime(text, fmt)


def typed(name: str, *texts: str, rival: Callable[[str], object] = strip_and_capitals, fmt: str | None = None) -> Case:
    return Case(f"{name} {fmt or ''}".strip(), value_type(name, fmt).clean, texts, rival)


def sex() -> ValueType:
    return value_type("code", scheme={"1": CodeEntry("Male", also=("M",)), "2": CodeEntry("Female", also=("F",))})


def cases() -> list[Case]:
    return [
        typed("pnc", "1979/0163001B", "2002/0073319Z"),
        typed("cro", "065656/91H", "SF05/482703J"),
        typed("vrm", "AB12 CDE", "AB12CDE", "A123 BCD"),
        typed("phone", "07700900123", "0161 496 0000", rival=library_phone),
        typed("postcode", "M1 1AE", "SW1A 1AA", rival=postcode_utils.to_normalised),
        typed("nhs", "9434765919", "943 476 5919", rival=nhs.is_valid),
        typed("imei", "352099001761481", rival=imei.is_valid),
        typed("nino", "AB123456C"),
        typed("email", "jo.bloggs@example.org"),
        typed(
            "date",
            "16-FEB-2021 21:48",
            "16-JUL-2021 21:48",
            rival=strptime("%d-%b-%Y %H:%M"),
            fmt="DD-MON-YYYY HH24:MI",
        ),
        typed("date", "16/02/2021", "05/11/2019", rival=strptime("%d/%m/%Y"), fmt="DD/MM/YYYY"),
        typed("birth-date", "16/02/1985", "05/11/1979", rival=strptime("%d/%m/%Y"), fmt="DD/MM/YYYY"),
        typed("name", "John Smith", "SMITH, John"),
        Case(
            "name in parts",
            lambda text: name_from_parts("Mr", "John", "", text),
            ("Smith", "O'Brien"),
            strip_and_capitals,
        ),
        Case("code", sex().clean, ("1", "M"), strip_and_capitals),
        typed("text", "scar on left cheek", "dark blue hooded top"),
        typed("identifier", "CR/0012345/21"),
        typed("address", "12 High Street, Leeds, LS1 4AB", "|12|High Street||Leeds|LS1 4AB"),
    ]


def microseconds(work: Callable[[str], object], texts: tuple[str, ...]) -> float:
    """The best of several rounds, for one call."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = process_time()
        for _ in range(CALLS):
            for text in texts:
                work(text)
        best = min(best, process_time() - start)
    return best / CALLS / len(texts) * 1e6


def main() -> None:
    print(f"{'type':<28}{'µs':>8}{'rival µs':>10}{'ratio':>8}")
    measured: list[float] = []
    for case in cases():
        ours, theirs = microseconds(case.clean, case.texts), microseconds(case.rival, case.texts)
        measured.append(ours)
        print(f"{case.name:<28}{ours:>8.2f}{theirs:>10.2f}{ours / theirs:>8.2f}")
    print(f"{'average':<28}{fmean(measured):>8.2f}   (goal {GOAL})")


if __name__ == "__main__":
    main()
