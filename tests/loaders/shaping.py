"""Rows of a source shaped as a load would, without a store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from pole.formats.rows import RawRow
from pole.ingest.mapping import load_mapping
from pole.ingest.shape import CompiledSource, Quarantined, Refused, ShapeContext, Skipped, compile_mapping
from pole.model.facts import ShapedLink, ShapedMention, ShapedRow, Statement
from pole.model.marking import Marking
from pole.model.vocabulary import Vocabulary, load_vocabulary

LOADERS = {
    "crimes": "crimes",
    "child-protection": "child_protection",
    "custody": "custody",
    "domestic-abuse": "domestic_abuse",
    "firearms": "firearms",
    "incidents": "incidents",
    "intelligence": "intelligence",
    "manchester": "manchester",
    "police-uk": "police_uk",
}
"""Name of each source and of its folder."""

_CONTEXT = ShapeContext("file.txt", "2026-11-02T00:00:00Z")


@cache
def vocabulary() -> Vocabulary:
    """The one that comes with the product."""
    return load_vocabulary()


@cache
def compiled(source: str) -> CompiledSource:
    """A source made executable."""
    mapping = files(f"loaders.{LOADERS[source]}") / "mapping.yaml"
    return compile_mapping(load_mapping(mapping, vocabulary()), vocabulary())


def shape_file(source: str, path: Path) -> Iterator[ShapedRow | Quarantined | Refused | Skipped]:
    """Every row of a file, one record type after another."""
    found = compiled(source).records_of(path.name)
    assert found, f"no record type of {source} has files like {path.name}"
    for number, (record, _) in enumerate(found):
        for row in record.open(path, strays=number == 0).rows():
            yield record.shape(row, _CONTEXT) if isinstance(row, RawRow) else record.hold(row)


def shape_row(source: str, record: str, columns: Mapping[str, str]) -> ShapedRow:
    """One row, given by its columns; the others are blank."""
    found = shape_any_row(source, record, columns)
    assert isinstance(found, ShapedRow), found
    return found


def shape_any_row(
    source: str, record: str, columns: Mapping[str, str]
) -> ShapedRow | Quarantined | Refused | Skipped:  # fmt: skip
    """As `shape_row`, for rows that may not be taken. A column that the mapping does not know is a mistake of the test."""
    shaper = compiled(source).records[record]
    unknown = set(columns) - set(shaper.columns)
    assert not unknown, f"{record} does not use {sorted(unknown)}"
    values = [columns.get(column, "") for column in shaper.columns]
    return shaper.shape(RawRow(2, values, "|".join(values)), _CONTEXT)


class View(NamedTuple):
    """What a row says at one marking."""

    mentions: dict[str, ShapedMention]
    links: list[ShapedLink]

    def said(self, mention: str, attribute: str) -> list[Statement]:
        """What is stated of an attribute of a mention; nothing where there is no such mention."""
        found = self.mentions.get(mention)
        return [] if found is None else [one for one in found.statements if one.attribute == attribute]

    def values(self, mention: str, attribute: str) -> list[str | None]:
        """The values of an attribute of a mention."""
        return [one.value for one in self.said(mention, attribute)]

    def ties(self) -> set[tuple[str, str]]:
        """Type and role of every link."""
        return {(link.type, link.role) for link in self.links}

    def link(self, link_type: str) -> ShapedLink:
        """The one link of a type."""
        (found,) = [link for link in self.links if link.type == link_type]
        return found


def at_marking(row: ShapedRow, source: str, marking: Marking) -> View:
    """The facet of a row at exactly one marking."""
    markings = compiled(source).markings
    facets = [facet for facet in row.facets if markings[facet.vis] == marking]
    return View(
        {mention.name: mention for facet in facets for mention in facet.mentions},
        [link for facet in facets for link in facet.links],
    )
