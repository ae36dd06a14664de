"""The reference page is made from the vocabulary, and its example of an extension works as written."""

from pathlib import Path

from pole.model.vocabulary import load_vocabulary, reference_page
from pole.model.vocabulary.page_words import EXTENSION, KEYS

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "vocabulary.md"


def test_the_committed_page_is_that_of_the_vocabulary() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference_page(load_vocabulary()), (
        "make it anew: python -m pole.model.vocabulary > docs/reference/vocabulary.md"
    )


def test_every_term_is_on_the_page() -> None:
    vocabulary = load_vocabulary()
    page = reference_page(vocabulary)
    for terms in (
        vocabulary.subtypes,
        vocabulary.attributes,
        vocabulary.links,
        vocabulary.warnings,
        vocabulary.schemes,
    ):
        assert [name for name in terms if f"`{name}`" not in page] == []


def test_unverified_lists_say_so_beside_their_citation() -> None:
    page = reference_page(load_vocabulary())
    assert "**Not verified**. Source: Police National Computer warning signals" in page
    assert "Verified. Source: This vocabulary." in page


def test_the_example_of_an_extension_does_what_the_page_says(tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text(EXTENSION, encoding="utf-8")
    vocabulary = load_vocabulary([file])
    assert EXTENSION in PAGE.read_text(encoding="utf-8")
    assert "shoe-size" in vocabulary.attributes_on("unidentified-person")
    assert list(vocabulary.scheme("gender").codes) == ["F", "M", "X"]


def test_the_keys_of_every_section_are_told() -> None:
    assert [section for section, _ in KEYS] == ["`subtypes`", "`attributes`", "`links`", "`warnings`", "`schemes`"]


def test_a_stroke_in_a_cell_does_not_break_the_table(tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text(
        "subtypes: {tram: {kind: OBJECT, label: Tram, plural: Trams, description: A tram | trolley.}}", encoding="utf-8"
    )
    assert r"| `tram` | Tram | A tram \| trolley. |" in reference_page(load_vocabulary([file]))
