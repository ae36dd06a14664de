"""The judge of pages is strict where a page is, and lenient where it says so."""

from __future__ import annotations

import pytest

from tests.docs.matching import compare, rewritten

SEALED = "9TlaNgPMriaZYwnCEqrOLco82shKPDqcaBEC0hgVWBYONw"


@pytest.mark.parametrize(
    ("promised", "printed", "same"),
    [
        (["one", "two"], "one\ntwo\n", True),
        (["one  two"], "one     two", True),
        (["── one ──"], "─── one ─────", True),
        (["one"], "one\ntwo\n", False),
        (["one", "…"], "one\ntwo\n", True),
        (["…", "two"], "one\ntwo\n", True),
        (["…", "one", "…", "three"], "one\ntwo\nthree", True),
        (["…", "three", "…", "one"], "one\ntwo\nthree", False),
        (["one … three"], "one two three", True),
        ([], "", True),
        ([], "one", False),
    ],
)
def test_lines_are_compared(promised: list[str], printed: str, same: bool) -> None:
    assert compare(promised, printed, {}) is same


def test_an_id_stands_for_the_one_of_this_run_from_then_on() -> None:
    known: dict[str, str] = {}

    assert compare(["id 0123456789abcdef0123"], "id fedcba98765432100123", known)
    assert compare([f"record {SEALED}"], f"record {SEALED[::-1]}", known)

    assert rewritten("pole view 0123456789abcdef0123", known) == "pole view fedcba98765432100123"
    assert rewritten(f"pole record {SEALED}", known) == f"pole record {SEALED[::-1]}"
    assert not compare(["id 0123456789abcdef0123"], "id 0000456789abcdef0123", known)
