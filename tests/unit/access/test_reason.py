"""A reason is given properly or not at all, and the refusal teaches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pole.access.reason import Reason, ReasonCode, parse_reason
from pole.errors import ReasonRequiredError

CODES = {
    code.code: code
    for code in (
        ReasonCode("CALL", "Answering a call"),
        ReasonCode("CRIME", "Investigating a crime", needs_case=True),
        ReasonCode("OTHER", "Something else", needs_words=True),
    )
}


def test_a_full_header_is_read() -> None:
    reason = parse_reason("CRIME; case=20DV/12345/24; for=4711", CODES, "statement at 14:00")
    assert reason == Reason("CRIME", "20DV/12345/24", "4711", "statement at 14:00")
    assert reason.header == "CRIME; case=20DV/12345/24; for=4711"


def test_case_and_spacing_of_the_header_do_not_matter() -> None:
    assert parse_reason("  call ;FOR = 4711 ; Case=LOG 7  ", CODES) == Reason("CALL", "LOG 7", "4711")


def test_only_what_the_code_asks_for_is_needed() -> None:
    assert parse_reason("CALL", CODES) == Reason("CALL")


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "   ",
        "BECAUSE",
        "case=1; CALL",
        "CALL case=1",
        "CALL; case=",
        "CALL; case",
        "CALL;",
        "CALL; colour=red",
        "CALL; case=1; case=2",
        "CALL; for=Jürgen",
        "CALL; case=a\nb",
        "CALL; case=" + "x" * 65,
        "CRIME",
        "OTHER",
    ],
)
def test_a_missing_malformed_or_thin_reason_names_the_valid_codes(header: str | None) -> None:
    with pytest.raises(ReasonRequiredError, match=r"CALL \(Answering a call\), CRIME \(Investigating a crime\)"):
        parse_reason(header, CODES)


def test_words_make_up_for_what_the_code_needs_and_lose_control_characters() -> None:
    assert parse_reason("OTHER", CODES, " two\nlines\x00 ").words == "two lines"
    assert len(parse_reason("OTHER", CODES, "x" * 2000).words or "") == 500


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_header_gives_a_reason_or_asks_for_one(header: str, words: str) -> None:
    try:
        reason = parse_reason(header, CODES, words)
    except ReasonRequiredError as error:
        assert len(header.strip()) < 5 or header not in str(error)
    else:
        assert parse_reason(reason.header, CODES, reason.words) == reason
