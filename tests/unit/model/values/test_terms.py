"""What a search asks of a value, beside its words."""

from __future__ import annotations

import pytest

from pole.model.values import Cleaned, is_sought, value_type
from pole.model.values.age_band import years_in


def terms(kind: str, raw: str) -> list[str]:
    """The terms of a text as the index has them; those without a name of their own begin with the sign."""
    type_ = value_type(kind)
    outcome = type_.clean(raw)
    assert isinstance(outcome, Cleaned) and is_sought(type_)
    return [f"{name}={word}" for name, word in type_.sought_by(outcome.value)]


@pytest.mark.parametrize(
    ("kind", "raw", "found"),
    [
        ("name", "Anna Maria Berg", ["surname=berg", "forename=anna", "forename=maria"]),
        ("name", "O Brien, Seán", ["surname=o", "surname=brien", "surname=obrien", "forename=sean"]),
        ("name", "O'Brien", ["surname=obrien"]),
        ("birth-date", "1/1/1980", ["=1980xxxx"]),
        ("birth-date", "16/02/1980", ["=19800216"]),
        ("vrm", "AB12 CDE", [f"plate={part}" for part in ("a812cde", "812cde", "12cde", "2cde", "cde", "de")]),
        ("postcode", "SW1A 1AA", ["postcode=sw1a:1aa"]),
        (
            "address",
            "Flat 3, 12a High St, Leeds, LS1 4AP",
            ["premises=3", "premises=12a", "street=high", "street=street", "town=leeds", "postcode=ls1:4ap"],
        ),
        ("quantity", "30 years", ["=30"]),
        ("grid", "1,0", [f"={'0' * 20}1"]),
        ("age-band", "29-31", ["age=29", "age=30", "age=31"]),
        ("age-band", "middle aged", []),
    ],
)
def test_a_value_is_asked_for_by_its_parts(kind: str, raw: str, found: list[str]) -> None:
    assert terms(kind, raw) == found


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("18-24", (18, 24)),
        ("10 to 17", (10, 17)),
        ("ABOUT 30", (25, 35)),
        ("30s", (30, 39)),
        ("Late 20's", (26, 29)),
        ("over 34", (34, 110)),
        ("65+", (65, 110)),
        ("under 10", (0, 10)),
        ("aged 7", (7, 7)),
        ("24-18", None),
        ("elderly", None),
        ("about 400", None),
    ],
)
def test_a_band_of_ages_is_understood_as_people_write_it(words: str, years: tuple[int, int] | None) -> None:
    assert years_in(words) == years
