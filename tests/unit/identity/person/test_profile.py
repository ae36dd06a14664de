"""What a record says of a person, made ready to compare."""

from __future__ import annotations

import pytest

from pole.identity.person.names import EnglishNicknames, sound
from pole.identity.person.profile import profile


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mohammed", "muhammad"), ("catherine", "kathryn"), ("stephen", "steven"), ("smith", "smyth"),
        ("macdonald", "mcdonald"), ("philip", "phillip"), ("geoffrey", "jeffrey"), ("akhtar", "akther"),
        ("o brien", "obrien"),
    ],
)  # fmt: skip
def test_spellings_of_one_name_sound_the_same(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(("one", "other"), [("smith", "jones"), ("anne", "hannah"), ("mark", "martin"), ("ali", "la")])
def test_different_names_sound_different(one: str, other: str) -> None:
    assert sound(one) != sound(other)


def test_short_forms_meet_in_the_name_that_they_are_short_for() -> None:
    called = EnglishNicknames().called
    assert {"bob", "robert"} <= set(called("bob"))
    assert not set(called("bob")).isdisjoint(called("robert"))
    assert set(called("bob")).isdisjoint(called("thomas"))
    assert called("") == ()


def test_a_name_in_one_text_or_in_parts_is_the_same_profile() -> None:
    whole = profile({"name": "Dr Jane Mary Smith-Hall"})
    assert whole == profile({"given": "JANE", "middle": "Mary", "surname": "SMITH-HALL"})
    assert (whole.forename, whole.middle, whole.surname) == ("jane", "mary", "smithhall")
    assert whole.surname_words == ("hall", "smith")


def test_what_its_value_type_rejects_is_no_evidence() -> None:
    stated = {"pnc": "1981/0000034A", "cro": "rubbish", "phone": "n/k", "birth": "1985-02-30", "surname": "Unknown"}
    assert profile(stated) == profile({})


def test_a_number_is_the_same_in_all_its_spellings() -> None:
    assert profile({"pnc": "81/34U"}).pnc == profile({"pnc": "1981/0000034U"}).pnc == "1981/0000034U"
    assert profile({"phone": "07700 900123"}).phone == profile({"phone": "+44 (0)7700 900123"}).phone


def test_a_year_alone_is_no_day() -> None:
    estimated, entered = profile({"birth": "1985"}), profile({"birth": "1985-01-01"})
    assert (estimated.birth, estimated.born) == ("", "1985")
    assert entered == estimated


def test_an_address_is_its_door_whoever_wrote_it() -> None:
    one = profile({"address": "Flat 2, 11 Station Rd, Oldwick", "postcode": "OV6 9BY"})
    other = profile({"flat": "2", "house": "11", "street": "STATION ROAD", "town": "Oldwick", "postcode": "ov69by"})
    assert one == other
    assert (one.door, one.house, one.street, one.postcode) == ("2/11", "11", "STATION ROAD", "OV6 9BY")


def test_no_fixed_abode_is_no_place_to_share() -> None:
    assert profile({"address": "NFA"}) == profile({})
