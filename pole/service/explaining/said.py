"""What records say of a thing, with its keys; and which statements a key is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pole.access.session import Inquiry
from pole.graph.questions import MENTIONS_IN_VIEW, PageRequest
from pole.graph.rows import KeySetRow, MentionRow
from pole.model.facts import Id, Join, Key, Statement
from pole.service.answers.explanation import KeyUse, KeyView
from pole.service.answers.facts import StatementView
from pole.service.attributes import kind_of_value
from pole.service.stated import Stated, stated_on, statement_view

_USES = {Join.KEY: KeyUse.TRUSTED, Join.STRONG: KeyUse.STRONG, Join.LOOK_UP: KeyUse.LOOK_UP}


class Said(NamedTuple):
    """What one row says of one thing, in all facets that this viewer sees as that thing."""

    who: str
    """Row and name of the mention: two such texts are two words about the thing."""
    row: Id
    facets: tuple[MentionRow, ...]
    stated: tuple[Stated, ...]
    keys: frozenset[Key]


class SaidOf(NamedTuple):
    """What is said of a thing, newest first, and whether there is more."""

    words: tuple[Said, ...]
    more: bool

    @property
    def rows(self) -> list[Id]:
        """The rows that say it, newest first."""
        return list(dict.fromkeys(said.row for said in self.words))

    @property
    def keys(self) -> frozenset[Key]:
        """All of its keys."""
        return frozenset[Key]().union(*(said.keys for said in self.words))


def said_of(inquiry: Inquiry, group: Id, keysets: Mapping[Id, KeySetRow]) -> SaidOf:
    """What the newest mentions of a thing say. `keysets` are its key sets, by id."""
    page = inquiry.graph.mentions(group, PageRequest(MENTIONS_IN_VIEW))
    stated: dict[str, list[Stated]] = {}
    for one in stated_on(inquiry, page.rows):
        stated.setdefault(one.on.id, []).append(one)
    facets: dict[tuple[Id, str], list[MentionRow]] = {}
    for mention in page.rows:
        facets.setdefault((mention.row, mention.name), []).append(mention)
    words = (
        Said(
            f"{row}/{name}",
            row,
            tuple(found),
            tuple(one for m in found for one in stated.get(m.id, ())),
            frozenset(key for m in found if m.keyset in keysets for key in keysets[m.keyset].keys),
        )
        for (row, name), found in facets.items()
    )
    return SaidOf(tuple(words), page.more)


def key_view(inquiry: Inquiry, key: Key, words: Iterable[Said]) -> KeyView:
    """A key, and the statements among these words that it is made of."""
    stated = statements_of(inquiry, [key], words)
    return KeyView(key.scheme, label(inquiry, key.scheme), key.value, _USES[Join(key.join)], stated)


def label(inquiry: Inquiry, scheme: str) -> str:
    """What a key scheme is called; a source's own number goes by its name."""
    attribute = inquiry.vocabulary.attributes.get(scheme)
    return attribute.label if attribute else scheme


def statements_of(inquiry: Inquiry, keys: Sequence[Key], words: Iterable[Said]) -> tuple[StatementView, ...]:
    """The statements that these keys are made of."""
    return tuple(
        statement_view(inquiry, one)
        for said in words
        for key in keys
        if key.text in {held.text for held in said.keys}
        for one in _made_of(inquiry, key, said.stated)
    )


def _made_of(inquiry: Inquiry, key: Key, stated: Iterable[Stated]) -> list[Stated]:
    """One that states the key whole; else those that state its parts, as a number and a day."""
    live = [one for one in stated if one.statement.value is not None and one.statement.former is None]
    entering = [(one, _as_key(inquiry, one.statement)) for one in live]
    whole = [one for one, value in entering if value == key.value]
    exact = [one for one in whole if key.scheme in (one.statement.scheme, one.statement.attribute)]
    if whole:
        return (exact or whole)[:1]
    parts = key.value.split("|")
    return [one for one, value in entering if value in parts]


def _as_key(inquiry: Inquiry, s: Statement) -> str:
    return kind_of_value(inquiry.vocabulary.attributes.get(s.attribute)).key(s.value or "")
