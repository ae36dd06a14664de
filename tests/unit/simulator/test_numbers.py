"""Numbers pass the checks that loading makes, and belong to nobody."""

from __future__ import annotations

from datetime import date

import pytest

from pole.model.values import value_type
from pole.model.values.outcome import Cleaned
from pole.simulator.chance import Chance
from pole.simulator.world.numbers import Numbers


@pytest.fixture
def numbers() -> Numbers:
    return Numbers(Chance(1))


def _accepted(kind: str, text: str) -> bool:
    return isinstance(value_type(kind).clean(text), Cleaned)


def test_every_number_passes_its_check(numbers: Numbers) -> None:
    for year in range(1965, 2026):
        drawn = {
            "pnc": numbers.pnc(year),
            "cro": numbers.cro(year),
            "nhs": numbers.nhs(),
            "imei": numbers.imei(),
            "vin": numbers.vin(),
            "vrm": numbers.plate(date(2001 + year % 24, 1 + year % 12, 1)),
        }
        assert {kind: text for kind, text in drawn.items() if not _accepted(kind, text)} == {}


def test_no_number_is_given_twice(numbers: Numbers) -> None:
    drawn = [
        draw() for _ in range(500) for draw in (numbers.mobile, numbers.vin, numbers.imei, lambda: numbers.pnc(1999))
    ]
    assert len(set(drawn)) == len(drawn)


def test_telephone_numbers_are_those_kept_for_drama_and_then_none(numbers: Numbers) -> None:
    given = [numbers.mobile() for _ in range(17_000)]
    fixed = {number[:8] for number in given[1000:]}
    assert all(number.startswith("07700900") for number in given[:1000])
    assert {area for area in fixed if not area.endswith("4960")} == {
        "01914980", "02079460", "02896496", "02920180", "01632960",
    }  # fmt: skip
    assert len(set(given)) == 17_000
    assert numbers.mobile() == ""


def test_plates_begin_with_letters_that_are_not_issued(numbers: Numbers) -> None:
    assert {numbers.plate(date(2015, 6, 1))[0] for _ in range(60)} == {"J", "T", "U"}
