"""Phone numbers, e-mail addresses, handsets and accounts."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pole.model.values import Agreement, Cleaned, value_type
from tests.unit.model.values.claims import PLACEHOLDER, agree, reason, suggestions, value

PHONE = value_type("phone")
EMAIL = value_type("email")
IMEI = value_type("imei")
ACCOUNT = value_type("account")
HANDLE = value_type("handle")


@pytest.mark.parametrize(
    ("raw", "e164", "shown"),
    [
        ("07700900123", "+447700900123", "07700 900123"),
        ("07700 900 123", "+447700900123", "07700 900123"),
        ("+44 7700 900123", "+447700900123", "07700 900123"),
        ("447700900123", "+447700900123", "07700 900123"),
        ("+44 (0)161 496-0000", "+441614960000", "0161 496 0000"),
        ("0044 161 496 0000", "+441614960000", "0161 496 0000"),
        ("020 7946 0000", "+442079460000", "020 7946 0000"),
        ("(0116) 496.0000", "+441164960000", "0116 496 0000"),
        ("01632 960123", "+441632960123", "01632 960123"),
        ("0800 1111", "+448001111", "0800 1111"),
        ("07700 900123 ext 4", "+447700900123", "07700 900123"),
        ("00 353 1 234 5678", "+35312345678", "+353 1 234 5678"),
        ("+1 (202) 555-0123", "+12025550123", "+1 202-555-0123"),
    ],
)
def test_a_phone_number_is_kept_as_e164_and_shown_with_its_code_apart(raw: str, e164: str, shown: str) -> None:
    assert value(PHONE.clean(raw)) == e164
    assert PHONE.format(e164) == shown


@settings(max_examples=300, deadline=None)
@given(st.from_regex(r"0(7[1-9][0-9]{8}|1[1-9][0-9]{8}|2[0389][0-9]{8}|80[08][0-9]{7})", fullmatch=True))
def test_the_fast_path_says_what_the_library_says(raw: str) -> None:
    number = phonenumbers.parse(raw, "GB")
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    assert PHONE.clean(raw) in (Cleaned(e164), PLACEHOLDER)


@pytest.mark.parametrize("raw", ["07000000000", "00000", "0 1111111111"])
def test_one_digit_repeated_is_a_placeholder(raw: str) -> None:
    assert PHONE.clean(raw) == PLACEHOLDER


@pytest.mark.parametrize("raw", ["999", "0770", "07700 9001234", "ask his mum", "+999 123456"])
def test_what_is_no_phone_number_is_rejected(raw: str) -> None:
    assert reason(PHONE.clean(raw))


def test_a_phone_number_with_letters_for_digits_or_a_nought_too_many_is_suggested() -> None:
    assert suggestions(PHONE.clean("O77OO 9OO123")) == ("+447700900123",)
    assert suggestions(PHONE.clean("007700900123")) == ("+447700900123",)


def test_phone_numbers_one_slip_apart_are_near() -> None:
    assert PHONE.compare("+447700900123", "+447700900132") is Agreement.NEAR


def test_an_email_address_keeps_the_case_of_its_first_part_and_agrees_in_any() -> None:
    assert value(EMAIL.clean(" Jo.Bloggs@Example.ORG ")) == "Jo.Bloggs@example.org"
    assert value(EMAIL.clean("Jo Bloggs<jo@example.org>".removeprefix("Jo Bloggs"))) == "jo@example.org"
    assert value(EMAIL.clean("mailto:jo@example.org")) == "jo@example.org"
    assert agree(EMAIL, "JO@example.org", "jo@EXAMPLE.org")


def test_an_email_address_that_is_none_is_a_placeholder_or_rejected_with_what_was_meant() -> None:
    assert EMAIL.clean("none@none.com") == PLACEHOLDER
    assert EMAIL.clean("noemail@example.org") == PLACEHOLDER
    assert suggestions(EMAIL.clean("jo@example,org")) == ("jo@example.org",)
    assert suggestions(EMAIL.clean("jo @example.org")) == ("jo@example.org",)
    assert reason(EMAIL.clean("jo at example")).startswith("shape: ")


def test_the_first_fourteen_digits_of_an_imei_name_the_handset() -> None:
    assert value(IMEI.clean("35-209900-176148-1")) == "352099001761481"
    assert agree(IMEI, "352099001761481", "35209900176148")
    assert agree(IMEI, "352099001761481", "3520990017614823")
    assert IMEI.format("352099001761481") == "35-209900-176148-1"


def test_a_network_that_reports_0_for_the_check_digit_of_an_imei_is_understood() -> None:
    assert value(IMEI.clean("352099001761480")) == "35209900176148"


def test_a_wrong_check_digit_of_an_imei_is_rejected_with_transposed_digits_suggested() -> None:
    outcome = IMEI.clean("352099001716481")
    assert reason(outcome) == "check digit"
    assert "352099001761481" in suggestions(outcome)
    assert IMEI.clean("000000000000000") == PLACEHOLDER


def test_a_bank_account_agrees_with_its_iban() -> None:
    assert value(ACCOUNT.clean("601613 31926819")) == "60-16-13 31926819"
    assert agree(ACCOUNT, "60-16-13 31926819", "GB29 NWBK 6016 1331 9268 19")
    assert reason(ACCOUNT.clean("GB29 NWBK 6016 1331 9268 18")).startswith("check digits: ")
    assert ACCOUNT.clean("00-00-00 00000000") == PLACEHOLDER


def test_the_name_of_an_online_account_agrees_in_any_case_with_or_without_its_sign() -> None:
    assert value(HANDLE.clean("@Jo_Bloggs")) == "Jo_Bloggs"
    assert agree(HANDLE, "@Jo_Bloggs", "jo_bloggs")
