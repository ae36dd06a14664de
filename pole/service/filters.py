"""What a question says of links, turned with the vocabulary into conditions a store understands."""

from __future__ import annotations

from dataclasses import dataclass

from pole.errors import UsageError
from pole.graph.questions import LinkWhere
from pole.model.kind import Kind
from pole.model.moment import Moment
from pole.model.period import seconds_of
from pole.model.standing import Standing
from pole.model.vocabulary import Connects, Vocabulary
from pole.service.grades import accepted_grades


@dataclass(frozen=True, slots=True)
class Period:
    """When it was true: at a moment, or between two; `undated` says whether links without dates are in."""

    at: str | None = None
    begins: str | None = None
    ends: str | None = None
    undated: bool = True


@dataclass(frozen=True, slots=True)
class GradeFilter:
    """Codes that are accepted: the scales are no ladders. None accepts every code."""

    sources: tuple[int, ...] | None = None
    assessments: tuple[str, ...] | None = None
    ungraded: bool = True
    historic: bool = True
    suspected_false: bool = False


@dataclass(frozen=True, slots=True)
class LinkFilter:
    """Which links count. None is any."""

    types: tuple[str, ...] | None = None
    roles: tuple[str, ...] | None = None
    kinds: tuple[Kind, ...] | None = None
    """Of the other end; of a path, of what lies between its ends. So are the subtypes."""
    subtypes: tuple[str, ...] | None = None
    sources: tuple[str, ...] | None = None
    standings: tuple[Standing, ...] | None = None
    during: Period | None = None
    grades: GradeFilter | None = None
    administrative: bool = False
    """For paths: ties of duty and containment too. Single views always have them."""


def where_of(vocabulary: Vocabulary, asked: LinkFilter | None) -> LinkWhere:
    """Conditions for a view or a list. Raises VocabularyError or UsageError for a name or moment that is none."""
    asked = asked or LinkFilter()
    for name in asked.types or ():
        vocabulary.link(name)
    for name in asked.subtypes or ():
        vocabulary.subtype(name)
    low, high = _seconds(asked.during)
    return LinkWhere(
        types=asked.types,
        roles=asked.roles,
        kinds=tuple(k.value for k in asked.kinds) if asked.kinds is not None else None,
        subtypes=asked.subtypes,
        sources=asked.sources,
        standings=_standings(asked.standings),
        grades=_grades(asked.grades),
        low=low,
        high=high,
        undated=asked.during.undated if asked.during else True,
    )


def where_of_paths(vocabulary: Vocabulary, asked: LinkFilter | None) -> LinkWhere:
    """Conditions for paths: only ties that connect unless others are asked for by name or as a class, nobody who was
    eliminated or acquitted, and nothing assessed as suspected to be false unless asked."""
    asked = asked or LinkFilter()
    where = where_of(vocabulary, asked)
    types = asked.types
    if types is None and not asked.administrative:
        types = tuple(sorted(vocabulary.connecting_types()))
    standings = where.standings or ("", *(s.value for s in Standing if s.connects))
    return where._replace(types=types, standings=standings, grades=where.grades or _grades(GradeFilter()))


def left_out(vocabulary: Vocabulary, asked: LinkFilter | None) -> tuple[str, ...]:
    """What `where_of_paths` leaves out though nobody asked it to, in words."""
    asked = asked or LinkFilter()
    words: list[str] = []
    if asked.types is None and not asked.administrative:
        sorts = {t.connects for t in vocabulary.links.values()}
        if Connects.ADMINISTRATIVE in sorts:
            words.append("ties of duty (officer in case, recorder, social worker)")
        if Connects.CONTAINMENT in sorts:
            words.append("containment (postcode, area, building)")
    if asked.standings is None:
        words.append("persons eliminated or acquitted")
    if asked.grades is None or not asked.grades.suspected_false:
        words.append("intelligence suspected to be false")
    return tuple(words)


def _standings(asked: tuple[Standing, ...] | None) -> tuple[str, ...] | None:
    if asked is None:
        return None
    unstated = [""] if Standing.UNKNOWN in asked or Standing.NOT_APPLICABLE in asked else []
    return (*unstated, *(s.value for s in asked))


def _grades(asked: GradeFilter | None) -> tuple[str, ...] | None:
    if asked is None:
        return None
    return accepted_grades(asked.sources, asked.assessments, asked.suspected_false, asked.ungraded, asked.historic)


def _seconds(during: Period | None) -> tuple[int | None, int | None]:
    if during is None:
        return None, None
    begins, ends = (during.at, during.at) if during.at else (during.begins, during.ends)
    for text in (begins, ends):
        _moment(text)
    return seconds_of(begins, ends)


def _moment(text: str | None) -> None:
    if text is not None:
        try:
            Moment(text)
        except ValueError as error:
            raise UsageError(f"{text!r} is {error}.") from error
