"""The vocabulary as a page for people: `docs/reference/vocabulary.md` is exactly this."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pole.model.kind import Kind
from pole.model.vocabulary import page_words
from pole.model.vocabulary.catalogue import Vocabulary
from pole.model.vocabulary.terms import (
    AttributeType,
    CodeScheme,
    Former,
    Identifier,
    LinkType,
    Travel,
    WarningType,
)


def reference_page(vocabulary: Vocabulary) -> str:
    """Markdown with every subtype, attribute, link type, warning and code list, in the order of the files."""
    sections = (
        [page_words.INTRODUCTION],
        _subtypes(vocabulary),
        _attributes(vocabulary),
        _links(vocabulary),
        _warnings(vocabulary),
        _schemes(vocabulary),
        [page_words.EXTENDING, _table(("Section", "Keys of an entry"), page_words.KEYS)],
    )
    return "\n".join(part for section in sections for part in section)


def _subtypes(vocabulary: Vocabulary) -> Iterator[str]:
    yield "## Subtypes\n\nWhat sort of thing it is within its kind; a mapping writes `is: event/crime`.\n"
    for kind in Kind:
        rows = [(f"`{s.name}`", s.label, s.description) for s in vocabulary.subtypes.values() if s.kind is kind]
        yield f"### {kind.capitalize()}\n"
        yield _table(("Subtype", "Label", "What it is"), rows)


def _attributes(vocabulary: Vocabulary) -> Iterator[str]:
    yield page_words.ATTRIBUTES
    headings = ("People", "Objects", "Locations", "Events", "Links", "Several kinds")
    for heading in headings:
        found = [a for a in vocabulary.attributes.values() if _heading(a, vocabulary) == heading]
        yield f"### {heading}: attributes\n"
        columns = ("Attribute", "Label", "Value", "On", "Identifier", "Changed", "", "What it states")
        yield _table(columns, [_attribute_row(attribute) for attribute in found])


def _heading(attribute: AttributeType, vocabulary: Vocabulary) -> str:
    of = {Kind.PERSON: "People", Kind.OBJECT: "Objects", Kind.LOCATION: "Locations", Kind.EVENT: "Events"}
    headings = {
        of[vocabulary.kind_of(name)]
        if name in vocabulary.subtypes
        else of[Kind(name)]
        if name in set(Kind)
        else "Links"
        for name in attribute.on
    }
    return headings.pop() if len(headings) == 1 else "Several kinds"


def _attribute_row(attribute: AttributeType) -> tuple[str, ...]:
    return (
        f"`{attribute.name}`",
        attribute.label,
        f"`{attribute.scheme}` codes" if attribute.scheme else attribute.value,
        _names(attribute.on),
        "" if attribute.identifier is Identifier.NO else attribute.identifier.value,
        "" if attribute.former is Former.HISTORY else attribute.former.value,
        ("1" if attribute.single else "")
        + ("s" if attribute.searchable else "")
        + ("c" if attribute.criterion else ""),
        attribute.description,
    )


def _links(vocabulary: Vocabulary) -> Iterator[str]:
    yield page_words.LINKS
    columns = ("Type", "Reads", "From", "To", "Connects", "Standing", "What it means")
    yield _table(columns, [_link_row(link) for link in vocabulary.links.values()])
    yield "### Words that depend on standing or age\n"
    conditions = [row for link in vocabulary.links.values() for row in _conditions(link, vocabulary)]
    yield _table(("Type", "Where", "It reads"), conditions)
    yield "### Roles that a mapping may give\n"
    rows = [
        (f"`{link.name}`", f"`{role.name}`", role.other or link.end_role or "", role.description)
        for link in vocabulary.links.values()
        for role in link.roles.values()
    ]
    yield _table(("Type", "Role of the start", "Role of the end", "The start"), rows)


def _link_row(link: LinkType) -> tuple[str, ...]:
    return (
        f"`{link.name}`",
        f"{link.label} / {link.inverse}",
        _end(link.start, link.start_role),
        _end(link.end, link.end_role),
        link.connects.value,
        "yes" if link.standing else "",
        link.description,
    )


def _end(names: Iterable[str], role: str | None) -> str:
    return f"{_names(names)} *as {role}*" if role else _names(names)


def _conditions(link: LinkType, vocabulary: Vocabulary) -> Iterator[tuple[str, str, str]]:
    if link.otherwise is not None:
        bearing = " or ".join(sorted(standing.label for standing in link.borne_by))
        yield f"`{link.name}`", f"the standing is not {bearing}", vocabulary.link(link.otherwise).label
    if link.underage is not None:
        underage = vocabulary.link(link.underage).label
        yield f"`{link.name}`", f"the person was under {link.minimum_age} at the event", underage


def _warnings(vocabulary: Vocabulary) -> Iterator[str]:
    yield page_words.WARNINGS
    columns = ("Urgency", "Warning", "Label", "Class", "On", "Travels", "What it tells")
    ranked = sorted(vocabulary.warnings.values(), key=lambda warning: warning.rank)
    yield _table(columns, [_warning_row(warning) for warning in ranked])


def _warning_row(warning: WarningType) -> tuple[str, ...]:
    return (
        str(warning.urgency),
        f"`{warning.name}`",
        warning.label,
        warning.class_.value.replace("_", " ").lower(),
        _names(warning.on),
        _way(warning.travels) if warning.travels else "",
        warning.description,
    )


def _way(travels: Travel) -> str:
    return f"over {'current ' if travels.while_current else ''}`{travels.over}` to {travels.to.lower()}"


def _schemes(vocabulary: Vocabulary) -> Iterator[str]:
    yield page_words.SCHEMES
    for scheme in vocabulary.schemes.values():
        if scheme.name not in ("warning", "standing"):
            yield f"### `{scheme.name}`: {scheme.label}\n"
            yield f"{scheme.description}\n"
            yield f"{'Verified' if scheme.verified else '**Not verified**'}. Source: {scheme.citation}.\n"
            yield _table(("Code", "Label", "Also", "In use"), _code_rows(scheme))


def _code_rows(scheme: CodeScheme) -> list[tuple[str, ...]]:
    return [
        (f"`{code.code}`", code.label, ", ".join(code.also), _use(code.from_, code.to))
        for code in scheme.codes.values()
    ]


def _use(begins: str | None, ends: str | None) -> str:
    return " ".join(([f"from {begins}"] if begins else []) + ([f"to {ends}"] if ends else []))


def _names(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _table(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    body = "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |\n" for row in rows)
    return f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}\n{body}"
