"""A vocabulary file read and joined to what is known already; every mistake is told with its line, all at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import TypeVar

from pydantic import ValidationError

from pole.errors import VocabularyError
from pole.model.sheet import Place, Sheet, read_sheet
from pole.model.vocabulary.checking import faults_in
from pole.model.vocabulary.entries import FileEntry
from pole.model.vocabulary.terms import Terms

_Term = TypeVar("_Term")

NOTHING = Terms({}, {}, {}, {}, {})
_SECTIONS = tuple(section.name for section in fields(Terms))


class Draft:
    """Terms gathered from one file after the other, with the place of each for whoever wrote a mistake."""

    def __init__(self, known: Terms = NOTHING) -> None:
        self.terms = known
        self._sheets: dict[tuple[str, str], Sheet] = {}

    def add(self, text: str, file: str) -> None:
        """Take a file in. Raises VocabularyError for wrong YAML, a wrong shape, or a name that is taken."""
        sheet = read_sheet(text, file)
        entry = _shaped(sheet)
        added = entry.terms()
        _refuse(sheet, self._taken(added, entry.replaced()))
        self._sheets |= {(section, name): sheet for section in _SECTIONS for name in _section(added, section)}
        self.terms = _joined(self.terms, added)

    def checked(self) -> Terms:
        """All terms. Raises VocabularyError where one names another that does not exist or does not fit."""
        faults = [self._located(section, name, fault) for section, name, fault in faults_in(self.terms)]
        if faults:
            raise VocabularyError("\n".join(faults))
        return self.terms

    def _taken(self, added: Terms, replaced: frozenset[tuple[str, str]]) -> list[tuple[Place, str]]:
        faults: list[tuple[Place, str]] = []
        for section in _SECTIONS:
            for name in _section(added, section):
                known, replaces = name in _section(self.terms, section), (section, name) in replaced
                if known and not replaces:
                    faults.append(((section, name), _taken_text(section)))
                if replaces and not known:
                    faults.append(((section, name), "it replaces nothing: there is no such entry before it."))
        return faults

    def _located(self, section: str, name: str, fault: str) -> str:
        sheet = self._sheets.get((section, name))
        return f"{sheet.where((section, name)) if sheet else section}: {name}: {fault}"


def _taken_text(section: str) -> str:
    may_replace = section in ("warnings", "schemes")
    return "the name is taken; choose another" + (", or say `replaces: yes`." if may_replace else ".")


def _shaped(sheet: Sheet) -> FileEntry:
    if sheet.faults:
        raise VocabularyError(sheet.told_faults())
    try:
        return FileEntry.model_validate({} if sheet.tree is None else sheet.tree)
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False, include_input=False)
        raise VocabularyError("\n".join(_told(sheet, detail["loc"], detail["msg"]) for detail in details)) from error


def _refuse(sheet: Sheet, faults: list[tuple[Place, str]]) -> None:
    if faults:
        raise VocabularyError("\n".join(_told(sheet, place, fault) for place, fault in faults))


def _told(sheet: Sheet, place: Place, fault: str) -> str:
    names = " → ".join(str(part) for part in place if part != "[key]")
    return f"{sheet.where(place)}: {names}: {fault}"


def _section(terms: Terms, section: str) -> Mapping[str, object]:
    found: Mapping[str, object] = getattr(terms, section)
    return found


def _joined(known: Terms, added: Terms) -> Terms:
    return Terms(
        subtypes=_over(known.subtypes, added.subtypes),
        attributes=_over(known.attributes, added.attributes),
        links=_over(known.links, added.links),
        warnings=_over(known.warnings, added.warnings),
        schemes=_over(known.schemes, added.schemes),
    )


def _over(known: Mapping[str, _Term], added: Mapping[str, _Term]) -> dict[str, _Term]:
    return {**known, **added}
