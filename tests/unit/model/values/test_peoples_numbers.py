"""NHS and National Insurance numbers."""

from __future__ import annotations

import pytest

from pole.model.values import Agreement, value_type
from tests.unit.model.values.claims import PLACEHOLDER, agree, reason, suggestions, value

NHS = value_type("nhs")
NINO = value_type("nino")


def test_an_nhs_number_is_ten_digits_with_a_check_digit() -> None:
    assert value(NHS.clean("943 476 5919")) == "9434765919"
    assert NHS.format("9434765919") == "943 476 5919"
    assert reason(NHS.clean("943 476 5918")) == "check digit"
    assert "9434765919" in suggestions(NHS.clean("943 476 9519"))
    assert suggestions(NHS.clean("943 476 S919")) == ("9434765919",)


@pytest.mark.parametrize("raw", ["000 000 0000", "9999999999", "1111111111"])
def test_an_nhs_number_of_one_digit_is_a_placeholder(raw: str) -> None:
    assert NHS.clean(raw) == PLACEHOLDER


def test_an_nhs_number_of_another_length_is_rejected() -> None:
    assert reason(NHS.clean("117-66-8129")) == "shape: expected 10 digits"


def test_the_suffix_of_a_nino_is_often_left_out_and_tells_nobody_apart() -> None:
    assert value(NINO.clean("ab 12 34 56 c")) == "AB123456C"
    assert NINO.format("AB123456C") == "AB 12 34 56 C"
    assert agree(NINO, "AB123456C", "AB123456")
    assert NINO.compare("AB123456", "AB123456C") is Agreement.COMPATIBLE
    assert NINO.compare("AB123456D", "AB123456C") is Agreement.NEAR
    assert NINO.compare("AB123465C", "AB123456C") is Agreement.NEAR


@pytest.mark.parametrize("raw", ["QQ123456C", "GB123456A", "ZZ123456A", "AO123456A", "AB123456E", "AB12345C"])
def test_a_nino_of_letters_that_are_never_given_out_is_rejected(raw: str) -> None:
    assert reason(NINO.clean(raw)).startswith("shape: ")


def test_a_temporary_nino_identifies_nobody() -> None:
    assert reason(NINO.clean("TN010190M")).startswith("temporary: ")


def test_a_nino_with_digits_and_letters_confused_is_suggested() -> None:
    assert suggestions(NINO.clean("A8 I2 34 56 C")) == ("AB123456C",)
