"""Rows written as their owner sends them, loaded into a real store and asked about by real viewers."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pole.access.audit import Target
from pole.access.development_viewers import development_viewer
from pole.access.session import Inquiry
from pole.bootstrap import Application, compose
from pole.formats.describing import own_columns
from pole.formats.opening import open_writer
from pole.ingest.balance import Account, BalanceSheet
from pole.model.facts import Id
from pole.service.answers.facts import AttributeView
from pole.service.answers.tie import LinkView, RelationshipView
from pole.service.answers.view import EntityView
from pole.service.answers.warning import WarningView
from pole.service.briefing import Target as About
from pole.service.briefing import briefing
from pole.service.filters import LinkFilter
from pole.service.find import by_identifier
from pole.service.neighbours import neighbours
from pole.service.paths import Ask, find_paths
from pole.service.search import search
from pole.service.view import single_view
from pole.settings import read_settings
from tests.loaders.shaping import compiled

NOW = datetime(2026, 11, 3, 8, 0, tzinfo=UTC)


class Held:
    """A store of its own, and what is asked of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.app: Application = compose(read_settings(data=folder / "data"), clock=lambda: NOW)
        self.app.store.initialise()

    def close(self) -> None:
        """Let go of the store."""
        self.app.close()

    def file(self, source: str, record: str, *rows: Mapping[str, str], **names: str) -> Path:
        """A file as the owner writes it, `names` being the parts of its name; a column that the mapping does not use is a
        mistake of the test."""
        shaper = compiled(source).records[record]
        columns = shaper.declared_columns or [name for name in shaper.columns if not name.startswith("{")]
        strange = {name for row in rows for name in row} - set(columns)
        assert not strange, f"{record} has no column {sorted(strange)}"
        name = shaper.pattern.replace("*", "-".join(names.values()))
        for part, text in {"mode": "delta", "extract": "1", **names}.items():
            name = name.replace(f"{{{part}}}", text)
        folder = self.folder / "extracts" / source
        folder.mkdir(parents=True, exist_ok=True)
        with open_writer(shaper.layout, folder / name, columns) as writer:
            for row in rows:
                writer.write([row.get(column, "") for column in columns])
        return folder / name

    def spool(
        self, source: str, *lines: tuple[str, Mapping[str, str]], extract: str = "1", mode: str = "delta"
    ) -> Path:
        """A file of lines of several types, each with what it says, in the order in which they stand."""
        shaper = next(iter(compiled(source).records.values()))
        name = shaper.pattern.replace("{mode}", mode).replace("{extract}", extract)
        folder = self.folder / "extracts" / source
        folder.mkdir(parents=True, exist_ok=True)
        said_of: dict[str, dict[str, None]] = {}
        for type_, said in lines:
            said_of.setdefault(type_, {}).update(dict.fromkeys(said))
        of_types = {type_: own_columns(shaper.layout, type_) or tuple(said) for type_, said in said_of.items()}
        with open_writer(shaper.layout, folder / name, of_types=of_types) as writer:
            for type_, said in lines:
                columns = of_types[type_]
                assert said.keys() <= set(columns), f"{type_} has no column {sorted(said.keys() - set(columns))}"
                writer.write([said.get(column, "") for column in columns], type_)
        return folder / name

    def take_spool(self, source: str, *lines: tuple[str, Mapping[str, str]], extract: str = "1") -> BalanceSheet:
        """Write and load such a file, every line of which must be taken and every value understood."""
        sheet = self.load(source, self.spool(source, *lines, extract=extract))
        assert sheet.quarantined == 0, [(q.type, q.reason) for q in self.app.store.quarantine(source)]
        strange = [
            (a.type, f)
            for a in sheet.accounts
            for f, c in a.fields.items()
            if c.keys() & {"rejected", "unmapped", "unfit"}
        ]
        assert strange == []
        return sheet

    def load(self, source: str, *files: Path, retire_limit: float | None = None) -> BalanceSheet:
        """Load them; rows in quarantine and fields that were not understood are in the sheet."""
        return replace(self.app.loader(), retire_limit=retire_limit).load(compiled(source), files)

    def take(self, source: str, record: str, *rows: Mapping[str, str], extract: str = "1") -> Account:
        """Write and load rows of one record type, every one of which must be taken."""
        sheet = self.load(source, self.file(source, record, *rows, extract=extract))
        assert sheet.quarantined == 0, [q.reason for q in self.app.store.quarantine(source)]
        return next(account for account in sheet.accounts if account.type == record)

    @contextmanager
    def asking(self, viewer: str = "open") -> Generator[Inquiry]:
        """An open inquiry of a development viewer."""
        with self.app.session(development_viewer(viewer), "DEMO").ask(None, Target("test")) as inquiry:
            yield inquiry

    def find(self, words: str) -> Id:
        """The one thing that has these words."""
        with self.asking() as inquiry:
            (found,) = search(inquiry, words).edges
            return found.head.id

    def related(self, id_: Id, link_type: str) -> int:
        """How many relationships of a type there are."""
        with self.asking() as inquiry:
            return neighbours(inquiry, id_, LinkFilter(types=(link_type,), administrative=True), first=1).total

    def ids(self, scheme: str, value: str, viewer: str = "open") -> list[Id]:
        """Whoever or whatever is held under a number."""
        with self.asking(viewer) as inquiry:
            return [edge.head.id for edge in by_identifier(inquiry, scheme, value).edges]

    def one(self, scheme: str, value: str, viewer: str = "open") -> Id:
        """The one that is held under a number."""
        (found,) = self.ids(scheme, value, viewer)
        return found

    def view(self, id_: Id, viewer: str = "open") -> Seen:
        """The single view, with every relationship."""
        with self.asking(viewer) as inquiry:
            found = single_view(inquiry, id_)
            assert isinstance(found, EntityView)
            page = neighbours(inquiry, id_, LinkFilter(administrative=True), first=100)
            return Seen(found, [relationship for _, relationship in page.edges])

    def warned(self, viewer: str = "open", **about: str) -> list[tuple[str, str]]:
        """Type and words of the warnings in a briefing, subject by subject."""
        with self.asking(viewer) as inquiry:
            subjects = briefing(inquiry, About(**about)).subjects
            return [(w.type, w.text) for subject in subjects for w in subject.warnings]

    def events(self, **about: str) -> list[str]:
        """The last events in a briefing, latest first."""
        with self.asking() as inquiry:
            subjects = briefing(inquiry, About(**about)).subjects
            return [event.other.caption for subject in subjects for event in subject.events]

    def paths(self, start: Id, end: Id) -> int:
        """In how many ways two are connected by ties that connect."""
        with self.asking() as inquiry:
            return len(find_paths(inquiry, Ask((start,), (end,), max_length=6, first=3)).paths)


class Seen:
    """The single view of an entity and what it is tied to."""

    def __init__(self, view: EntityView, relationships: Iterable[RelationshipView]) -> None:
        self.view = view
        self.relationships = list(relationships)

    @property
    def warnings(self) -> tuple[WarningView, ...]:
        """Current ones first."""
        return self.view.warnings

    def attribute(self, name: str) -> AttributeView:
        """All that is said of one attribute."""
        return next(attribute for attribute in self.view.attributes if attribute.name == name)

    def values(self, name: str) -> list[str]:
        """The values of an attribute, as they are ordered; none where nothing is said of it."""
        return [
            value.value for attribute in self.view.attributes if attribute.name == name for value in attribute.values
        ]

    def unusable(self, name: str) -> list[tuple[str, str | None]]:
        """What was said of an attribute and is no value, with the reason."""
        found = [attribute.unusable for attribute in self.view.attributes if attribute.name == name]
        return [(one.raw, one.rejected) for unusable in found for one in unusable]

    def ties(self, link_type: str) -> list[RelationshipView]:
        """The relationships of one type."""
        return [one for one in self.relationships if one.type == link_type]

    def tied(self, link_type: str) -> list[tuple[str | None, str]]:
        """Role at the start and caption of the other end, for the relationships of one type."""
        return sorted((one.start_role, one.other.caption) for one in self.ties(link_type))

    def other(self, link_type: str) -> Id:
        """The one other end of a type."""
        (tie,) = self.ties(link_type)
        return tie.other.id

    def link(self, link_type: str) -> LinkView:
        """The one assertion of a type."""
        (tie,) = self.ties(link_type)
        (link,) = tie.links
        return link
