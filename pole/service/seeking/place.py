"""A place by the parts of its address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pole.errors import UsageError
from pole.model.values import Cleaned, value_type
from pole.model.values.address import premises_words, street_words
from pole.model.values.postcode import postcode_word
from pole.model.vocabulary import Vocabulary
from pole.service.seeking.asked import PlaceCriteria
from pole.service.seeking.conditions import BEGUN, Condition, sought
from pole.service.seeking.words import folded, named

_DISTRICT: Final = re.compile(r"([A-Z]{1,2}[0-9][0-9A-Z]?)(?: ([0-9]))?")
_AREA: Final = re.compile(r"[A-Z]{1,2}")


def of_place(vocabulary: Vocabulary, asked: PlaceCriteria) -> Iterator[Condition]:
    """What a text must say of it. Raises UsageError for what cannot be understood."""
    for name, text in (("premises", asked.premises), ("street", asked.street), ("town", asked.town)):
        yield from (named(vocabulary, name, word) for word in _parted(name, text)) if text else ()
    if asked.postcode:
        yield _postcode(asked.postcode)
    if asked.uprn:
        yield _uprn(vocabulary, asked.uprn)


def _parted(name: str, text: str) -> list[str]:
    """The words of a part of an address, written as those of an address are: `High St` is `high street`."""
    words = {"premises": premises_words, "street": street_words}.get(name)
    return words(text) if words and folded(name, text) else folded(name, text)


def _postcode(text: str) -> Condition:
    """A whole postcode, a sector (`SW1A 1`), a district (`SW1A`) or an area (`SW`)."""
    word = _postcode_word(" ".join(text.upper().split()))

    because = "Postcode begins so" if word.endswith("*") else "Postcode matches"
    return sought(
        "postcode", (word,), lambda _line, _word: because, lambda _line, found: 1.0 if found == word else BEGUN
    )


def _postcode_word(text: str) -> str:
    outcome = value_type("postcode").clean(text)
    if isinstance(outcome, Cleaned):
        return postcode_word(outcome.value)
    if found := _DISTRICT.fullmatch(text):
        return f"{found[1].lower()}:{found[2] or ''}*"
    if _AREA.fullmatch(text):
        return f"{text.lower()}*"
    raise UsageError(f"{text!r} is no postcode and no part of one, such as SW1A 1 or SW1A.")


def _uprn(vocabulary: Vocabulary, text: str) -> Condition:
    outcome = value_type("uprn").clean(text)
    if not isinstance(outcome, Cleaned):
        raise UsageError("A UPRN has up to 12 digits.")
    return named(vocabulary, "uprn", outcome.value)
