"""The published graph, whole: every node and relationship accounted for. Read from where it lies, never copied here."""

from __future__ import annotations

import csv
import gc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from pole.model.facts import Join, ShapedLink, ShapedMention, ShapedRow
from tests.conftest import missing
from tests.loaders.shaping import compiled, shape_file

NODES = 61_521
RELATIONSHIPS = 105_840


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    """The 28 files."""
    found = shared_data / "pole-manchester"
    if not found.is_dir():
        missing(f"no Manchester graph in {found}; name the folder of data sets in POLE_TEST_DATA")
    return found


class Graph:
    """All mentions and links of the source, and which mentions are one by their keys."""

    def __init__(self, folder: Path) -> None:
        self.rows: list[object] = []
        self.mentions: list[ShapedMention] = []
        self.links: list[ShapedLink] = []
        self._one: dict[str, str] = {}
        for path in sorted(folder.glob("*.csv")):
            for row in shape_file("manchester", path):
                self._take(row)

    def entity(self, mention: str) -> str:
        """The entity of a mention: any of its mentions or keys stands for it."""
        while (other := self._one.setdefault(mention, mention)) != mention:
            self._one[mention] = mention = self._one[other]
        return mention

    def entities(self) -> dict[str, ShapedMention]:
        """Each entity by its mention that says most."""
        best: dict[str, ShapedMention] = {}
        for mention in self.mentions:
            entity = self.entity(mention.id)
            if entity not in best or mention.rank > best[entity].rank:
                best[entity] = mention
        return best

    def pairs(self, link_type: str, role: str = "") -> Iterator[tuple[str, str]]:
        """Start and end of every link of a type."""
        for link in self.links:
            if (link.type, link.role) == (link_type, role):
                yield self.entity(link.start), self.entity(link.end)

    def _take(self, row: object) -> None:
        self.rows.append(type(row).__name__)
        if not isinstance(row, ShapedRow):
            return
        for facet in row.facets:
            self.links += facet.links
            for mention in facet.mentions:
                self.mentions.append(mention)
                for key in mention.keys:
                    if key.join != Join.LOOK_UP:
                        self._one[self.entity(key.text)] = self.entity(mention.id)


@pytest.fixture(scope="module")
def graph(folder: Path) -> Iterator[Graph]:
    """The whole of it; the collector rests meanwhile, as in a load."""
    gc.disable()
    yield Graph(folder)
    gc.enable()


def test_every_row_is_mapped(graph: Graph) -> None:
    assert Counter(graph.rows) == {"ShapedRow": NODES + RELATIONSHIPS}


def test_every_node_is_one_entity_and_no_two_are_one(graph: Graph) -> None:
    subtypes = Counter(mention.subtype for mention in graph.entities().values())
    assert subtypes == {
        "crime": 28_762,
        "address": 13_935,
        "place": 969,
        "postcode": 14_196,
        "post-holder": 1_000,
        "vehicle": 1_000,
        "call": 534,
        "person": 369,
        "phone-number": 328,
        "email": 328,
        "area": 93,
        "property-item": 7,
    }
    assert sum(subtypes.values()) == NODES


def test_every_relationship_is_one_link(graph: Graph) -> None:
    counted = Counter((link.type, link.role) for link in graph.links)
    assert counted == {
        ("OCCURRED_AT", ""): 28_762,
        ("INVESTIGATES", ""): 28_762,
        ("IN_POSTCODE", ""): 14_904,
        ("IN_AREA", ""): 14_904 + 14_196,
        ("INVOLVED_IN", ""): 985,
        ("KNOWS", ""): 586,
        ("KNOWS", "social-network"): 241,
        ("KNOWS", "phone"): 118,
        ("KNOWS", "lives-with"): 80,
        ("PARENT_OF", ""): 103,
        ("FAMILY_OF", "sibling"): 52,
        ("CALLER_IN", ""): 534,
        ("CALLED_IN", ""): 534,
        ("LIVES_AT", ""): 368,
        ("USES_PHONE", ""): 328,
        ("HAS_EMAIL", ""): 328,
        ("PARTY_TO", ""): 55,
    }
    assert counted.total() == RELATIONSHIPS


def test_twenty_nine_people_are_party_to_a_crime(graph: Graph) -> None:
    assert len({person for person, _ in graph.pairs("PARTY_TO")}) == 29


def test_the_place_with_most_crimes_has_a_hundred_and_sixty_six(graph: Graph) -> None:
    ((place, crimes),) = Counter(place for _, place in graph.pairs("OCCURRED_AT")).most_common(1)
    assert (crimes, graph.entities()[place].subtype) == (166, "place")


def test_an_officer_is_found_by_badge_with_all_cases(graph: Graph) -> None:
    badge = "26-5234182"
    (officer,) = [
        entity
        for entity, mention in graph.entities().items()
        if any(key.text == f"collar-number|{badge}" for key in mention.keys)
    ]
    assert sum(start == officer for start, _ in graph.pairs("INVESTIGATES")) == 37


def test_people_of_one_name_stay_apart(graph: Graph) -> None:
    people = Counter(mention.caption for mention in graph.entities().values() if mention.subtype == "person")
    assert sorted(count for count in people.values() if count > 1) == [2, 2]


def test_unpadded_dates_are_days_and_none_is_lost(graph: Graph, folder: Path) -> None:
    with (folder / "crime-investigation.nodes.Crime.csv").open(encoding="utf-8", newline="") as file:
        unpadded = sum(len(row["date"]) < len("01/08/2017") for row in csv.DictReader(file))
    days = [
        one
        for mention in graph.mentions
        if mention.kind == "EVENT" and mention.subtype == "crime"
        for one in mention.statements
        if one.attribute == "occurred"
    ]
    assert unpadded == 8_272
    assert len(days) == 28_762
    assert {(one.precision, (one.value or "")[:7]) for one in days} == {("day", "2017-08")}


def test_numbers_of_another_country_are_rejected_and_kept(graph: Graph) -> None:
    numbers = [one for mention in graph.mentions for one in mention.statements if one.attribute == "nhs"]
    assert len(numbers) == 368
    assert all(one.value is None and one.raw and (one.problem or "").startswith("rejected: ") for one in numbers)


def test_no_column_of_a_node_goes_nowhere_but_its_label(folder: Path) -> None:
    for path in sorted(folder.glob("*.nodes.*.csv")):
        ((record, _),) = compiled("manchester").records_of(path.name)
        assert set(record.open(path).columns) - set(record.columns) == {":LABEL"}
