"""The published graph, loaded and asked on both stores. What is expected is worked out from the files, not written here.

Slow, because it loads 167,361 rows into each store.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import networkx as nx
import pytest

from pole.access.audit import Target
from pole.access.development_viewers import development_viewer
from pole.access.session import Inquiry
from pole.bootstrap import Application, compose
from pole.ingest.balance import BalanceSheet
from pole.model.facts import Id
from pole.service.filters import LinkFilter
from pole.service.find import by_identifier
from pole.service.neighbours import neighbours
from pole.service.paths import Ask, find_paths
from pole.settings import read_settings
from tests.conftest import missing, own_server
from tests.server.bolt import BoltServer
from tests.server.jvm import Shape

pytestmark = pytest.mark.timeout(3600)

NODES = 61_521
RELATIONSHIPS = 105_840
SCHEME = "manchester-id"
KNOWING = ("KNOWS", "KNOWS_LW", "KNOWS_SN", "FAMILY_REL", "KNOWS_PHONE")


class Files:
    """The relationships as the files have them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def pairs(self, name: str) -> Iterator[tuple[str, str]]:
        """Start and end of every relationship of one file."""
        with (self.folder / f"crime-investigation.relationships.{name}.csv").open(encoding="utf-8", newline="") as text:
            for row in csv.DictReader(text):
                yield row[":START_ID"], row[":END_ID"]

    def acquaintance(self) -> nx.Graph[str]:
        """People by how they know each other."""
        return nx.Graph(pair for name in KNOWING for pair in self.pairs(name))


@pytest.fixture(scope="module")
def manchester(shared_data: Path) -> Files:
    folder = shared_data / "pole-manchester"
    if not folder.is_dir():
        missing(f"no Manchester graph in {folder}; name the folder of data sets in POLE_TEST_DATA")
    return Files(folder)


class Loaded:
    """The graph in a store, and its balance sheet."""

    def __init__(self, app: Application, sheet: BalanceSheet) -> None:
        self.app = app
        self.sheet = sheet

    @contextmanager
    def asking(self) -> Generator[Inquiry]:
        viewer = development_viewer("open")
        with self.app.session(viewer, "DEMO").ask(None, Target("test")) as inquiry:
            yield inquiry

    def entity(self, inquiry: Inquiry, id_: str) -> Id:
        """The one entity of a node of the files."""
        (edge,) = by_identifier(inquiry, SCHEME, id_).edges
        return edge.head.id

    def around(self, id_: str, type_: str) -> int:
        """How many relationships of a type a node of the files has."""
        with self.asking() as inquiry:
            return neighbours(inquiry, self.entity(inquiry, id_), LinkFilter(types=(type_,)), first=1).total


@pytest.fixture(scope="module")
def roomy_neo4j() -> Generator[BoltServer]:
    """A server of its own, which runs as in production: so large a graph is much for one that tests share, even to empty."""
    server = own_server(Shape(heap="1g", page_cache="512m", steady=True))
    yield server
    server.discard()


@pytest.fixture(
    scope="module",
    params=[
        pytest.param("sqlite", marks=pytest.mark.slow),
        pytest.param("neo4j", marks=[pytest.mark.neo4j, pytest.mark.slow]),
    ],
)
def loaded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, manchester: Files
) -> Generator[Loaded]:
    given: dict[str, object] = {"data": tmp_path_factory.mktemp("manchester")}
    if request.param == "neo4j":
        server: BoltServer = request.getfixturevalue("roomy_neo4j")
        user, password = server.auth
        given |= {"store": server.uri, "neo4j_user": user, "neo4j_password": password}
    app = compose(read_settings(**given))
    app.store.initialise()
    yield Loaded(app, app.loader().load(app.sources()["manchester"], [manchester.folder]))
    app.close()


def test_every_node_and_relationship_is_accounted_for(loaded: Loaded) -> None:
    assert sum(a.read for a in loaded.sheet.accounts) == NODES + RELATIONSHIPS
    assert all(a.unaccounted == 0 and set(a.outcomes) == {"new"} for a in loaded.sheet.accounts)
    assert loaded.app.store.check() == []


def test_twenty_nine_people_are_party_to_a_crime(loaded: Loaded, manchester: Files) -> None:
    party = {start for start, _ in manchester.pairs("PARTY_TO")}
    assert len(party) == 29
    assert all(loaded.around(id_, "PARTY_TO") > 0 for id_ in party)


def test_the_place_with_most_crimes_has_a_hundred_and_sixty_six(loaded: Loaded, manchester: Files) -> None:
    (place, most), *_ = Counter(end for _, end in manchester.pairs("OCCURRED_AT")).most_common(1)
    assert most == 166
    assert loaded.around(place, "OCCURRED_AT") == most


def test_an_officer_has_every_crime_that_the_files_give(loaded: Loaded, manchester: Files) -> None:
    cases = Counter(end for _, end in manchester.pairs("INVESTIGATED_BY"))
    for officer in sorted(cases)[:5]:
        assert loaded.around(officer, "INVESTIGATES") == cases[officer]


def test_people_are_as_far_apart_as_in_the_files(loaded: Loaded, manchester: Files) -> None:
    graph = manchester.acquaintance()
    people = sorted(graph)
    asked = LinkFilter(types=("KNOWS", "FAMILY_OF", "PARENT_OF"))
    found = Counter[int]()
    with loaded.asking() as inquiry:
        for a, b in zip(people[:25], people[40:65], strict=True):
            ends = loaded.entity(inquiry, a), loaded.entity(inquiry, b)
            paths = find_paths(inquiry, Ask((ends[0],), (ends[1],), max_length=6, first=1, filter=asked))
            links = int(nx.shortest_path_length(graph, a, b)) if nx.has_path(graph, a, b) else 99
            assert [p.length for p in paths.paths] == ([links] if links <= 6 else [])
            found[links] += 1
    assert found[3] > 0
