"""Search finds a value whatever case, accents, spaces and strokes it is typed with."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pole.model.folding import fold, fold_together, fold_whole_too


@given(st.text(max_size=30))
def test_folding_folded_text_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold_whole_too(text).split()[: len(fold(text).split())] == fold(text).split()


@given(st.text(st.characters(max_codepoint=127), max_size=30))
def test_ascii_folds_as_it_does_beside_other_letters(text: str) -> None:
    assert fold(f"{text} ж") == f"{fold(text)} ж".strip()


def test_names_fold_to_the_words_people_type() -> None:
    assert fold("O’Brien-Łukasz, José") == "obrien lukasz jose"


def test_a_number_is_found_in_parts_and_as_a_whole() -> None:
    assert fold_whole_too("AB12 CDE").split() == ["ab12", "cde", "ab12cde"]
    assert fold_whole_too("20AB/123/24").split()[-1] == fold_together("20ab 123-24")
    assert fold_whole_too("N123") == "n123"
