"""What a full index extract and its deltas come to is the new full extract, whatever came and went between."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pole.errors import ExtractError, UsageError
from pole.service.index_extract import Pointer
from pole.service.index_files import IndexFolder, Line, delta_lines, full_lines, state

PEOPLE, SYSTEMS, RECEIPTS = ("a1", "b2", "c3", "d4"), ("crimes", "custody", "firearms"), ("2024-01-01", "2024-02-01")
STATES = st.lists(
    st.dictionaries(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(SYSTEMS)), st.sampled_from(RECEIPTS)),
    min_size=1,
    max_size=5,
)
ANNA, BEN = Pointer("a1", "crimes", "2024-01-01"), Pointer("b2", "custody", "2024-01-01")


def ordered(held: dict[tuple[str, str], str]) -> list[Pointer]:
    return [Pointer(*of, received) for of, received in sorted(held.items())]


@given(STATES)
def test_a_full_extract_and_its_deltas_are_the_new_full_one(states: list[dict[tuple[str, str], str]]) -> None:
    days = [ordered(held) for held in states]
    with TemporaryDirectory() as name:
        folder = IndexFolder(Path(name))
        folder.finish(folder.write("full", full_lines(days[0]), "then", "eyes"))
        for day in days[1:]:
            before = state([folder.read(manifest) for manifest in folder.line_of_last()])
            folder.finish(folder.write("delta", delta_lines(before, day), "then", "eyes"))
        line = folder.line_of_last()
        assert list(state([folder.read(manifest) for manifest in line])) == days[-1]
        assert [manifest.number for manifest in line] == list(range(1, len(days) + 1))


def test_a_delta_has_what_is_new_what_is_newer_and_what_is_gone() -> None:
    newer = ANNA._replace(last_received="2024-02-01")
    assert list(delta_lines([ANNA, BEN], [newer, BEN._replace(person="c3")])) == [
        Line("put", newer),
        Line("remove", BEN),
        Line("put", BEN._replace(person="c3")),
    ]
    assert list(delta_lines([ANNA, BEN], [ANNA, BEN])) == []


def test_the_manifest_says_what_is_in_the_file(tmp_path: Path) -> None:
    folder = IndexFolder(tmp_path)
    made = folder.write("full", full_lines([ANNA, BEN]), "2026-11-27T06:00:00+00:00", "eyes")
    assert folder.manifests() == []
    path = folder.finish(made)
    told = json.loads(path.read_text(encoding="utf-8"))
    assert (told["rows"], told["actions"], told["systems"]) == (2, {"put": 2}, {"crimes": 1, "custody": 1})
    assert (tmp_path / told["file"]).read_text(encoding="utf-8") == (
        "action,person,system,last_received\nput,a1,crimes,2024-01-01\nput,b2,custody,2024-01-01\n"
    )
    assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}


def test_a_delta_needs_a_full_extract_that_is_what_its_manifest_says(tmp_path: Path) -> None:
    folder = IndexFolder(tmp_path)
    with pytest.raises(UsageError, match="full"):
        folder.line_of_last()
    made = folder.write("full", full_lines([ANNA]), "then", "eyes")
    folder.finish(made)
    with (tmp_path / made.file).open("a", encoding="utf-8") as file:
        file.write("put,z9,crimes,2024-01-01\n")
    with pytest.raises(ExtractError, match="manifest"):
        folder.read(made)


def test_an_extract_that_was_not_finished_is_written_again(tmp_path: Path) -> None:
    folder = IndexFolder(tmp_path)
    first = folder.write("full", full_lines([ANNA]), "then", "eyes")
    second = folder.write("full", full_lines([ANNA, BEN]), "later", "eyes")
    assert (first.number, second.number, first.file) == (1, 1, second.file)
