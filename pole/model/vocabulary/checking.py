"""What must hold between the terms of a vocabulary: each names only what exists and fits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from pole.model.kind import Kind
from pole.model.values import VALUE_TYPES
from pole.model.vocabulary.terms import (
    ANY_LINK,
    STANDING_LINK,
    AttributeType,
    CodeScheme,
    LinkType,
    Terms,
    WarningType,
)

Fault: TypeAlias = tuple[str, str, str]
"""Section, name of the term, what is wrong with it."""

OWN_SCHEMES = ("standing", "warning")
"""Code schemes made from the vocabulary itself; no file may write them."""
RESERVED_LINKS = ("SAME", ANY_LINK, STANDING_LINK, *Kind)
"""`SAME` ties the layers of one identity; the others stand for many things in `on`."""


def faults_in(terms: Terms) -> Iterator[Fault]:
    """Every fault, in the order of the sections."""
    for attribute in terms.attributes.values():
        yield from (("attributes", attribute.name, fault) for fault in _attribute(attribute, terms))
    for link in terms.links.values():
        yield from (("links", link.name, fault) for fault in _link(link, terms))
    for warning in terms.warnings.values():
        yield from (("warnings", warning.name, fault) for fault in _warning(warning, terms))
    for scheme in terms.schemes.values():
        yield from (("schemes", scheme.name, fault) for fault in _scheme(scheme))


def _attribute(attribute: AttributeType, terms: Terms) -> Iterator[str]:
    bearers = {*Kind, *terms.subtypes, *terms.links, ANY_LINK, STANDING_LINK}
    yield from _unknown("`on`", attribute.on, bearers, "kind, subtype or link type")
    yield from _unknown("value", [attribute.value], VALUE_TYPES, "value type")
    if attribute.scheme is not None and attribute.value != "code":
        yield f"only a coded value has a scheme, and this one is of value type {attribute.value}."
    if attribute.value == "code" and attribute.scheme is None:
        yield "a coded value needs a scheme."
    if attribute.scheme is not None:
        yield from _unknown("scheme", [attribute.scheme], {*terms.schemes, *OWN_SCHEMES}, "code scheme")


def _link(link: LinkType, terms: Terms) -> Iterator[str]:
    if link.name in RESERVED_LINKS:
        yield "the name is reserved; choose another."
    ends = {*Kind, *terms.subtypes}
    yield from _unknown("start", link.start, ends, "kind or subtype")
    yield from _unknown("end", link.end, ends, "kind or subtype")
    yield from _words(link, terms)
    if link.start_role in link.roles:
        yield f"role {link.start_role} is what the start is called anyway; leave it out of `roles`."


def _words(link: LinkType, terms: Terms) -> Iterator[str]:
    if link.borne_by and not link.standing:
        yield "`borne-by` needs `standing: yes`."
    if bool(link.borne_by) != bool(link.otherwise):
        yield "`borne-by` and `otherwise` go together."
    if bool(link.minimum_age) != bool(link.underage):
        yield "`minimum-age` and `underage` go together."
    for lender in filter(None, (link.otherwise, link.underage)):
        yield from _unknown("words of", [lender], terms.links, "link type")
    yield from _borrowed(link, terms)


def _borrowed(link: LinkType, terms: Terms) -> Iterator[str]:
    otherwise, underage = terms.links.get(link.otherwise or ""), terms.links.get(link.underage or "")
    if otherwise is not None and otherwise.borne_by:
        yield f"{otherwise.name} needs a standing for its own words, so it cannot lend them."
    if underage is not None and (underage.borne_by or underage.underage):
        yield f"{underage.name} has a condition on its own words, so it cannot lend them."


def _warning(warning: WarningType, terms: Terms) -> Iterator[str]:
    travels = warning.travels
    if travels is None:
        return
    link = terms.links.get(travels.over)
    if link is None:
        yield from _unknown("travels over", [travels.over], terms.links, "link type")
        return
    start, end = _kinds(link.start, terms), _kinds(link.end, terms)
    there = bool(start & warning.on) and travels.to in end
    back = bool(end & warning.on) and travels.to in start
    if not (there or back):
        yield f"{travels.over} does not lead from {_listed(warning.on)} to {travels.to}."


def _kinds(ends: Iterable[str], terms: Terms) -> frozenset[Kind]:
    known = {**{str(kind): kind for kind in Kind}, **{name: subtype.kind for name, subtype in terms.subtypes.items()}}
    return frozenset(known[end] for end in ends if end in known)


def _scheme(scheme: CodeScheme) -> Iterator[str]:
    if scheme.name in OWN_SCHEMES:
        yield "this list is made from the vocabulary itself; it cannot be written."
    spellings = Counter(
        spelling
        for code in scheme.codes.values()
        for spelling in {text.casefold() for text in (code.code, code.label, *code.also)}
    )
    for spelling in sorted(text for text, times in spellings.items() if times > 1):
        yield f"{spelling!r} means more than one code."
    for code in scheme.codes.values():
        if code.from_ and code.to and code.to < code.from_:
            yield f"code {code.code} ends on {code.to}, before it begins."


def _unknown(what: str, named: Iterable[str], known: Iterable[str], sort: str) -> Iterator[str]:
    known = list(known)
    for name in sorted(set(named) - set(known)):
        yield f"{what} {name} is no {sort}; there are {_listed(known)}."


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
