"""Words that Lucene would read as its own language are only words."""

from __future__ import annotations

import pytest

from pole.graph.questions import SearchWhere
from pole.graph.words import holds, searchable_words
from pole.stores.bolt import BoltStore
from tests.stores.generate import OPEN
from tests.stores.shaping import Thing, load, row

LONG = "l" * 300
TEXTS = {
    "1": "anna AND berg",
    "2": 'a+b "quoted" (c) [d] {e} ^f ~g h:i j/k back\\slash',
    "3": "OR NOT or not && || ! ? *",
    "4": f"{LONG}a {LONG}b",
    "5": "zoë o'neil ﬁ 𝔸nna straße",
    "6": "words:anna seen:v0 u0041 \\u0041",
}
ASKED = sorted({word for text in TEXTS.values() for word in text.split()} - {"*"})


@pytest.fixture
def loaded(store: BoltStore) -> BoltStore:
    """One mention a text."""
    load(store, [row(key, {"a": Thing((f"nominal|{key}",), text=text)}) for key, text in TEXTS.items()])
    return store


def test_each_odd_word_finds_exactly_the_texts_that_hold_it(loaded: BoltStore) -> None:
    reader = loaded.reader(frozenset({OPEN}))
    for word in ASKED:
        for asked in (word, f"{word[: (len(word) + 1) // 2]}*", f"{word}*"):
            found = {hit.text for hit in reader.search(SearchWhere(((asked,),)), 100)}
            due = {f"name\t{text}" for text in TEXTS.values() if holds(set(searchable_words(f"name\t{text}")), asked)}
            assert found == due, asked


@pytest.mark.parametrize("words", [(), ("",), ("*",), ("anna", "*"), ("anna AND",), ("berg anna",)])
def test_what_no_text_can_hold_finds_nothing(loaded: BoltStore, words: tuple[str, ...]) -> None:
    assert loaded.reader(frozenset({OPEN})).search(SearchWhere(tuple((word,) for word in words)), 100) == []


def test_a_reader_of_very_many_visibilities_finds_the_same(loaded: BoltStore) -> None:
    many = frozenset({OPEN, *range(2_000)})
    asked = SearchWhere((("anna",),))
    assert loaded.reader(many).search(asked, 9) == loaded.reader(frozenset({OPEN})).search(asked, 9) != []
