"""Find by identifier in any spelling, and by words over names, identifiers, addresses and free text."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pole.access.session import Inquiry
from pole.errors import LimitReachedError, UsageError
from pole.graph.questions import SEARCH_CANDIDATES, SearchWhere
from pole.graph.rows import Hit
from pole.model.facts import Id
from pole.model.folding import fold
from pole.model.kind import Kind
from pole.model.values import value_type
from pole.model.values.outcome import Absent, Cleaned, Rejected
from pole.model.vocabulary import Identifier
from pole.service.answers.found import Matches, MatchView, RestrictedView
from pole.service.heads import heads
from pole.service.limits import page_size


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """Which entities count. None is any."""

    kinds: tuple[Kind, ...] | None = None
    subtypes: tuple[str, ...] | None = None
    sources: tuple[str, ...] | None = None


class Understood(NamedTuple):
    """An identifier as it was read."""

    scheme: str
    value: str

    @property
    def key(self) -> str:
        """The look-up text."""
        return f"{self.scheme}|{self.value}"


def by_identifier(inquiry: Inquiry, scheme: str, value: str, first: int = 20, after: str | None = None) -> Matches:
    """Everyone and everything held under an identifier, in any spelling; several holders are possible.

    Raises UsageError, with the reason and near misses, for a text that is no identifier of that scheme.
    """
    understood = understand(inquiry, scheme, value)
    groups = [group for _, group in inquiry.graph.by_identifier([understood.key])]
    because = (f"{_label(inquiry, understood.scheme)} {understood.value}",)
    ranked = [(1.0, group, because) for group in sorted(groups)]
    page = _matches(inquiry, f"identifier:{understood.key}", ranked, first, after)
    return Matches(page.edges, page.total, page.more, restricted(inquiry, [understood.key]), understood.value)


def identify(inquiry: Inquiry, value: str) -> list[tuple[Understood, list[Id]]]:
    """What a text of unknown scheme may be: each scheme that accepts it and the groups that hold it."""
    readings = list(dict.fromkeys(_readings(inquiry, value)))
    held = defaultdict[str, list[Id]](list)
    for key, group in inquiry.graph.by_identifier([r.key for r in readings]):
        held[key].append(group)
    return [(reading, held[reading.key]) for reading in readings]


def understand(inquiry: Inquiry, scheme: str, value: str) -> Understood:
    """An identifier normalised. A scheme that is no attribute of the vocabulary is a source's own numbering."""
    attribute = inquiry.vocabulary.attributes.get(scheme)
    if attribute is not None and attribute.identifier is Identifier.NO:
        valid = sorted(a.name for a in inquiry.vocabulary.attributes.values() if a.identifier is not Identifier.NO)
        raise UsageError(f"{scheme!r} is no identifier; use one of {', '.join(valid)}, or a source's own scheme.")
    type_ = value_type(attribute.value if attribute else "identifier")
    match type_.clean(value):
        case Cleaned(value=cleaned):
            return Understood(scheme, type_.key(cleaned))
        case Rejected(reason=reason, suggestions=suggestions):
            near = f" Did you mean {' or '.join(suggestions)}?" if suggestions else ""
            raise UsageError(f"This is no {_label(inquiry, scheme)}: {reason}.{near}")
        case Absent():
            raise UsageError(f"A {_label(inquiry, scheme)} is needed, and this says nothing.")


def restricted(inquiry: Inquiry, keys: Sequence[str]) -> tuple[RestrictedView, ...]:
    """Whom to ask, where something is held under one of these keys that may only be known to exist."""
    hinted = {c for _, vis in inquiry.existence(list(keys)) for c in inquiry.hinted.get(vis, ())}
    return tuple(RestrictedView(owner, contact) for owner, contact in sorted({(c.owner, c.contact) for c in hinted}))


def search(
    inquiry: Inquiry, text: str, asked: SearchFilter | None = None, first: int = 20, after: str | None = None
) -> Matches:
    """Entities of which one record holds every word, best first; a word ending in `*` matches longer ones.

    The score uses the words and the visible text alone. Raises LimitReachedError when the words fit too much.
    """
    asked = asked or SearchFilter()
    words = search_words(text)
    where = SearchWhere(
        words, tuple(k.value for k in asked.kinds) if asked.kinds else None, asked.subtypes, asked.sources
    )
    hits = inquiry.graph.search(where, SEARCH_CANDIDATES + 1)
    if len(hits) > SEARCH_CANDIDATES:
        raise LimitReachedError("records found", SEARCH_CANDIDATES, "add a word or a filter")
    ranked = _rank(inquiry, words, hits)
    return _matches(inquiry, f"search:{json.dumps(where)}", ranked, first, after)


def search_words(text: str) -> tuple[str, ...]:
    """The folded words of a question, each once, in order. Raises UsageError when there are none."""
    words: list[str] = []
    for part in text.split():
        folded = fold(part).split()
        words += folded
        if part.endswith("*") and folded:
            words[-1] += "*"
    if not words:
        raise UsageError("Give at least one word with a letter or digit in it.")
    return tuple(dict.fromkeys(words))


def _readings(inquiry: Inquiry, value: str) -> Iterable[Understood]:
    for attribute in inquiry.vocabulary.attributes.values():
        if attribute.identifier is not Identifier.NO:
            type_ = value_type(attribute.value)
            outcome = type_.clean(value)
            if isinstance(outcome, Cleaned):
                yield Understood(attribute.name, type_.key(outcome.value))


def _label(inquiry: Inquiry, scheme: str) -> str:
    attribute = inquiry.vocabulary.attributes.get(scheme)
    return attribute.label if attribute else scheme


Ranked = tuple[float, Id, tuple[str, ...]]


def _rank(inquiry: Inquiry, words: Sequence[str], hits: Sequence[Hit]) -> list[Ranked]:
    best: dict[Id, tuple[float, tuple[str, ...]]] = {}
    for hit in hits:
        score, lines = _score(inquiry, words, hit.text)
        if hit.entity not in best or score > best[hit.entity][0]:
            best[hit.entity] = (score, lines)
    return sorted(((score, id_, lines) for id_, (score, lines) in best.items()), key=lambda r: (-r[0], r[1]))


def _score(inquiry: Inquiry, words: Sequence[str], text: str) -> tuple[float, tuple[str, ...]]:
    """From 0 to 1: how telling the attributes are that hold the words, and how much of each they fill."""
    total, because = 0.0, dict[str, None]()
    lines = [line.partition("\t")[::2] for line in text.split("\n") if line]
    for word in words:
        weight, line = max(
            ((_weight(inquiry, name, content, word), name) for name, content in lines), default=(0.0, "")
        )
        total += weight
        if weight:
            because[_label(inquiry, line)] = None
    return round(total / len(words), 6), tuple(f"{label} matches" for label in because)


def _weight(inquiry: Inquiry, name: str, content: str, word: str) -> float:
    parts = content.split()
    stem = word.rstrip("*")
    whole = stem in parts
    if not whole and not (word.endswith("*") and any(p.startswith(stem) for p in parts)):
        return 0.0
    attribute = inquiry.vocabulary.attributes.get(name)
    telling = 0.5 if attribute is None else min(1.0, 0.5 + attribute.caption / 200)
    if attribute is not None and attribute.identifier is not Identifier.NO:
        telling = 1.0
    return telling * (1.0 if whole else 0.8) * (0.7 + 0.3 / len(parts))


def _matches(inquiry: Inquiry, question: str, ranked: Sequence[Ranked], first: int, after: str | None) -> Matches:
    """A page by (score, id). A cursor is a position in that order, so what is added later neither shifts nor repeats."""
    size = page_size(first)
    position = inquiry.open_cursor(question, after)
    if position is not None:
        passed = (-float(position[0]), position[1])
        ranked_after = [r for r in ranked if (-r[0], r[1]) > passed]
    else:
        ranked_after = list(ranked)
    page = ranked_after[:size]
    named = heads(inquiry, [id_ for _, id_, _ in page])
    edges = tuple(
        MatchView(named[id_], score, because, inquiry.seal_cursor(question, (repr(score), id_)))
        for score, id_, because in page
        if id_ in named
    )
    return Matches(edges, len(ranked), len(ranked_after) > size)
