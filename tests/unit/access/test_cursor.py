"""What leaves sealed comes back only to those it was made for."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pole.access.cursor import Binding, SealedId, Sealer
from pole.errors import CursorError, SettingsError

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))
RECORD = "0123456789abcdef0123"
MINE = Binding("anna @ local", "scope-1", "neighbours:01ab")

sealer = Sealer(KEY)


@given(st.text(st.characters(exclude_characters="\0"), max_size=12), st.text(max_size=40))
def test_a_sealed_id_opens_to_what_was_sealed(kind: str, raw: str) -> None:
    assert sealer.open_id(sealer.seal_id(kind, raw)) == SealedId(kind, raw)


@given(st.binary(max_size=20))
def test_content_made_ids_come_back_unchanged(content: bytes) -> None:
    assert sealer.open_id(sealer.seal_id("link", content.hex())) == SealedId("link", content.hex())


def test_an_id_has_one_text_for_one_key() -> None:
    assert sealer.seal_id("record", RECORD) == Sealer(KEY).seal_id("record", RECORD)
    assert sealer.seal_id("record", RECORD) != sealer.seal_id("link", RECORD)
    assert sealer.seal_id("record", RECORD) != Sealer(OTHER_KEY).seal_id("record", RECORD)


def test_the_text_of_an_id_never_changes_between_versions_of_this_program() -> None:
    assert sealer.seal_id("record", RECORD) == "1w1CVKy1K9JLDdo5FNZ09wgjAR_z3_BxkCGzWqSsD3Ck4g"


def test_a_sealed_id_is_short_safe_in_a_url_and_shows_nothing() -> None:
    text = sealer.seal_id("record", RECORD)
    assert re.fullmatch(r"[A-Za-z0-9._]{46}", text)


def test_no_id_or_cursor_reads_as_an_option_of_a_command() -> None:
    assert not any(sealer.seal_id("record", f"{n:020x}").startswith("-") for n in range(300))
    assert not any(sealer.seal_cursor((str(n),), MINE).startswith("-") for n in range(300))


@given(st.text(max_size=80))
def test_foreign_text_opens_to_nothing(text: str) -> None:
    assert sealer.open_id(text) is None


def test_an_id_sealed_with_another_key_opens_to_nothing() -> None:
    assert sealer.open_id(Sealer(OTHER_KEY).seal_id("record", RECORD)) is None


@given(st.integers(0, 45), st.sampled_from("AbZ9-._=+ é"))
def test_a_changed_letter_makes_an_id_unknown(at: int, letter: str) -> None:
    text = sealer.seal_id("record", RECORD)
    changed = text[:at] + letter + text[at + 1 :]
    assert changed == text or sealer.open_id(changed) is None


def test_an_id_has_no_second_spelling() -> None:
    text = sealer.seal_id("record", RECORD)
    assert [sealer.open_id(other) for other in (text + "=", text + "==", text + "A", " " + text, text + "\n")] == [
        None
    ] * 5


@given(st.lists(st.text(max_size=10), max_size=5))
def test_a_cursor_opens_to_its_position_for_the_same_question(position: list[str]) -> None:
    assert sealer.open_cursor(sealer.seal_cursor(tuple(position), MINE), MINE) == tuple(position)


@pytest.mark.parametrize(
    "bound",
    [
        MINE._replace(viewer="bob @ local"),
        MINE._replace(scope="scope-2"),
        MINE._replace(question="neighbours:02ab"),
        Binding("anna @ local", "scope-1neighbours", ":01ab"),
    ],
)
def test_a_cursor_of_another_viewer_scope_or_question_is_refused(bound: Binding) -> None:
    with pytest.raises(CursorError, match="first page again"):
        sealer.open_cursor(sealer.seal_cursor(("2024", "a"), bound), MINE)


@given(st.text(max_size=80))
def test_foreign_cursors_are_refused_in_the_same_words(text: str) -> None:
    with pytest.raises(CursorError, match="first page again"):
        sealer.open_cursor(text, MINE)


def test_an_id_is_no_cursor_and_a_cursor_no_id() -> None:
    with pytest.raises(CursorError):
        sealer.open_cursor(sealer.seal_id("record", RECORD), MINE)
    assert sealer.open_id(sealer.seal_cursor((RECORD,), MINE)) is None


def test_two_cursors_of_one_position_differ() -> None:
    assert sealer.seal_cursor(("a",), MINE) != sealer.seal_cursor(("a",), MINE)


def test_a_short_key_is_refused() -> None:
    with pytest.raises(SettingsError, match="32"):
        Sealer(b"short")
