"""The vocabulary as everything else uses it: look-ups by name, and what may stand on what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pole.errors import VocabularyError
from pole.model.kind import Kind
from pole.model.standing import Standing
from pole.model.vocabulary.reading import Draft
from pole.model.vocabulary.terms import (
    ANY_LINK,
    STANDING_LINK,
    AttributeType,
    Code,
    CodeScheme,
    Connects,
    LinkType,
    Subtype,
    Terms,
    WarningType,
)

_Term = TypeVar("_Term")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Subtypes, attributes, link types, warnings and code schemes; read-only, in the order of the files.

    The mappings answer `in` and iteration; the methods answer with a term, or raise VocabularyError that lists what
    there is. Two schemes are made here: `warning` (every warning type) and `standing`.
    """

    subtypes: Mapping[str, Subtype]
    attributes: Mapping[str, AttributeType]
    links: Mapping[str, LinkType]
    warnings: Mapping[str, WarningType]
    schemes: Mapping[str, CodeScheme]
    _terms: Terms = field(repr=False, compare=False)
    _borne: Mapping[str, Mapping[str, AttributeType]] = field(repr=False, compare=False)
    _places: Mapping[str, int] = field(repr=False, compare=False)

    @classmethod
    def of(cls, terms: Terms) -> Vocabulary:
        """From terms that have been checked."""
        return cls(
            subtypes=MappingProxyType(dict(terms.subtypes)),
            attributes=MappingProxyType(dict(terms.attributes)),
            links=MappingProxyType(dict(terms.links)),
            warnings=MappingProxyType(dict(terms.warnings)),
            schemes=MappingProxyType(
                {**terms.schemes, "warning": _warning_scheme(terms), "standing": _standing_scheme()}
            ),
            _terms=terms,
            _borne=MappingProxyType(_borne_by_each(terms)),
            _places=MappingProxyType({name: place for place, name in enumerate(terms.attributes)}),
        )

    def extended_by(self, path: Path) -> Vocabulary:
        """With the terms of one more file (a local attribute, subtype, warning or code list).

        Raises VocabularyError, with file and line, for every mistake in it. What is stored needs no reloading.
        """
        draft = Draft(self._terms)
        draft.add(path.read_text(encoding="utf-8"), path.name)
        return Vocabulary.of(draft.checked())

    def subtype(self, name: str) -> Subtype:
        return _named(self.subtypes, name, "subtype")

    def attribute(self, name: str) -> AttributeType:
        return _named(self.attributes, name, "attribute")

    def link(self, name: str) -> LinkType:
        return _named(self.links, name, "link type")

    def warning(self, name: str) -> WarningType:
        return _named(self.warnings, name, "warning")

    def scheme(self, name: str) -> CodeScheme:
        return _named(self.schemes, name, "code scheme")

    def kind_of(self, subtype: str) -> Kind:
        """The kind a subtype is of. Raises VocabularyError for one that does not exist."""
        return self.subtype(subtype).kind

    def attributes_on(self, name: str) -> Mapping[str, AttributeType]:
        """What may be stated of things of a subtype, or of links of a type, by attribute name."""
        return _named(self._borne, name, "subtype or link type")

    def in_order(self, attributes: Iterable[str]) -> list[str]:
        """Names of attributes in the order of the vocabulary; those that it does not know come last, by name."""
        last = len(self._places)
        return sorted(attributes, key=lambda name: (self._places.get(name, last), name))

    def connecting_types(self) -> frozenset[str]:
        """Link types that connect: those that paths and networks follow unless more is asked for."""
        return frozenset(link.name for link in self.links.values() if link.connects is Connects.YES)

    def fits(self, link: str, start: str, end: str) -> bool:
        """Whether a link of that type may lead from a thing of one subtype to a thing of another."""
        found = self.link(link)
        return self._is_among(start, found.start) and self._is_among(end, found.end)

    def words_of(self, link: str, standing: Standing, age: int | None = None) -> LinkType:
        """The link type whose words may be shown of somebody of that standing and age (years) at the event.

        "Offender" needs a standing that bears it, and nobody below the age of criminal responsibility (ten: Children
        and Young Persons Act 1933, section 50) is called suspect or offender. An unknown age changes nothing.
        """
        found = self.link(link)
        if found.underage is not None and age is not None and age < found.minimum_age:
            return self.link(found.underage)
        if found.otherwise is not None and standing not in found.borne_by:
            return self.words_of(found.otherwise, standing, age)
        return found

    def minds_age(self, link: str) -> bool:
        """Whether the words of a link type can depend on age at the event."""
        found = self.link(link)
        return found.underage is not None or (found.otherwise is not None and self.minds_age(found.otherwise))

    def _is_among(self, subtype: str, ends: frozenset[str]) -> bool:
        return subtype in ends or self.kind_of(subtype) in ends


def _named(terms: Mapping[str, _Term], name: str, sort: str) -> _Term:
    found = terms.get(name)
    if found is None:
        raise VocabularyError(f"{name!r} is no {sort}; there are {', '.join(sorted(terms))}.")
    return found


def _borne_by_each(terms: Terms) -> dict[str, Mapping[str, AttributeType]]:
    marks: dict[str, set[str]] = {name: {name, subtype.kind} for name, subtype in terms.subtypes.items()}
    for name, link in terms.links.items():
        marks[name] = {name, ANY_LINK} | ({STANDING_LINK} if link.standing else set())
    return {bearer: MappingProxyType(_on_any(terms, names)) for bearer, names in marks.items()}


def _on_any(terms: Terms, names: set[str]) -> dict[str, AttributeType]:
    return {name: attribute for name, attribute in terms.attributes.items() if attribute.on & names}


def _warning_scheme(terms: Terms) -> CodeScheme:
    return _own_scheme(
        "warning", "Warnings", "Every warning of the vocabulary.", {w.name: w.label for w in terms.warnings.values()}
    )


def _standing_scheme() -> CodeScheme:
    words = "What the criminal process says of a person in an event."
    return _own_scheme("standing", "Standing", words, {standing.value: standing.label for standing in Standing})


def _own_scheme(name: str, label: str, description: str, labels: Mapping[str, str]) -> CodeScheme:
    codes = {code: Code(code, words, (), None, None) for code, words in labels.items()}
    return CodeScheme(name, label, description, "This vocabulary.", True, MappingProxyType(codes))
