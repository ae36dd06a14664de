"""The demo: invent a force, load what its systems send, answer three questions, serve the next one."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from time import monotonic

import networkx as nx
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from pole import logs
from pole.access.audit import Target as Written
from pole.access.development import DevelopmentIssuer
from pole.access.development_viewers import development_viewer
from pole.access.policy_file import Question
from pole.access.session import Session
from pole.bootstrap import Application, compose
from pole.cli import show
from pole.cli.loading import load_sources, print_balance
from pole.cli.terminal import OUT
from pole.errors import NotVisibleError
from pole.model.facts import Id
from pole.service.answers.briefing import BriefingView
from pole.service.answers.path import Paths
from pole.service.answers.tie import RelationshipPage
from pole.service.answers.view import EntityView
from pole.service.briefing import Target, briefing
from pole.service.filters import LinkFilter, where_of_paths
from pole.service.find import by_identifier
from pole.service.neighbours import neighbours
from pole.service.paths import HUB, Ask, find_paths
from pole.service.view import single_view
from pole.settings import Settings, read_settings
from pole.simulator import Manifest, simulate
from pole.simulator.cast import Someone

DAYS = 5
REASON = "DEMO"
VIEWERS = ("open", "child-protection", "domestic-abuse", "intelligence")
NOMINAL = "crimes-nominal"


class Demo:
    """One run of the demo, with a folder of its own for each day. Run again that day, it finds everything loaded.

    What is loaded lies in a folder named by what was simulated: another version of this program, whose force is another,
    starts with nothing.
    """

    def __init__(self, folder: Path, people: int, seed: int) -> None:
        self.start = date.today() - timedelta(days=DAYS - 1)
        self.folder = folder / f"{people}-{seed}-{self.start.isoformat()}"
        self.people = people
        self.seed = seed

    def run(self, *, once: bool) -> None:
        """Simulate, load, answer; then serve until stopped, unless `once`."""
        began = monotonic()
        OUT.print("Everybody and everything in this demo is invented.")
        extracts = self.folder / "extracts"
        shutil.rmtree(extracts, ignore_errors=True)
        manifest = simulate(extracts, self.people, self.seed, DAYS, start=self.start)
        settings = read_settings(data=self.folder / f"data-{manifest.digest[:8]}")
        OUT.print(f"Simulated a force of {self.people} people: {len(manifest.files)} extract files in {extracts}.")
        app = compose(settings)
        try:
            self._load(app, extracts)
            self._answer(app, manifest)
            OUT.print(f"\nFrom nothing to three answers in {monotonic() - began:.0f} seconds.")
            if not once:
                self._serve(app, settings)
        finally:
            app.close()

    def _load(self, app: Application, extracts: Path) -> None:
        app.store.initialise()
        sheets, refusals = load_sources(app, app.loader(), None, [extracts])
        for sheet in sheets:
            print_balance(sheet)
        for refusal in refusals:
            raise refusal

    def _answer(self, app: Application, manifest: Manifest) -> None:
        open_, children, homes, secret = (app.session(development_viewer(name), REASON) for name in VIEWERS)
        cast = manifest.cast
        OUT.rule("1. A call comes in from an address: what must the crew know?")
        OUT.print(show.briefing(_briefing(open_, cast.address.text)))
        OUT.rule("2. One man, seen by two viewers: everybody, and child protection")
        for session in (open_, children):
            OUT.print(Panel(show.entity(_view(session, cast.man)), title=Text(f"as seen by: {session.viewer.name}")))
        OUT.print("\nOne number. Who says that it is his, to those who may see it?")
        OUT.print(_who_says((open_, children, homes, secret), cast.man))
        OUT.print("\nWhat he is alleged to have done at home, as seen by: " + homes.viewer.name)
        show.relationships(_alleged(homes, cast.man))
        OUT.rule("3. How is this suspect connected to this victim?")
        asked = cast.connection
        paths = _paths(open_, asked.suspect, asked.victim)
        show.paths(paths)
        OUT.print(_recomputed(open_, asked.suspect, asked.victim, paths))

    def _serve(self, app: Application, settings: Settings) -> None:
        from pole.api.serve import serve  # the web libraries are loaded only to serve

        token = DevelopmentIssuer(settings.data, settings.audience).issue("child-protection")
        url = f"http://{settings.host}:{settings.port}"
        body = '{"query": "{ viewer { name } sources { id title lastLoad records } }"}'
        ask = shlex.join(
            ["curl", "-s", f"{url}/graphql", "-H", f"Authorization: Bearer {token}", "-H", f"Pole-Reason: {REASON}",
             "-H", "Content-Type: application/json", "-d", body]
        )  # fmt: skip
        OUT.print(f"\nServing GraphQL at {url}/graphql and GraphiQL at {url}/graphiql. Stop with Ctrl-C.")
        OUT.print("This is a development issuer: its tokens are for demonstration on invented people.")
        OUT.print(f"A token to paste:\n{token}", soft_wrap=True)
        OUT.print(f"A query to try:\n{ask}", soft_wrap=True)
        logs.configure("WARNING")
        serve(app)


def _briefing(session: Session, address: str) -> BriefingView:
    with session.ask(Question.BRIEFING, Written("demo briefing", None, {"address": address})) as inquiry:
        return briefing(inquiry, Target(address=address))


def _find(session: Session, someone: Someone) -> Id:
    """Whoever is held under the crime system's number."""
    with session.ask(Question.FIND, Written("demo find", None, {"nominal": someone.nominal})) as inquiry:
        found = by_identifier(inquiry, NOMINAL, someone.nominal)
    if not found.edges:
        raise NotVisibleError()
    return found.edges[0].head.id


def _view(session: Session, someone: Someone) -> EntityView:
    id_ = _find(session, someone)
    with session.ask(Question.VIEW, Written("demo view", None, {"id": id_})) as inquiry:
        view = single_view(inquiry, id_)
    assert isinstance(view, EntityView)
    return view


def _who_says(sessions: Sequence[Session], man: Someone) -> Table:
    """For each viewer, which systems hold the man under his PNC ID."""
    rows = show.table("viewer", "PNC ID", "said by", title=None)
    for session in sessions:
        numbers = (one for one in _view(session, man).attributes if one.name == "pnc")
        for value in (value for number in numbers for value in number.values):
            rows.add_row(session.viewer.name, value.display, show.agreement(value))
    return rows


def _alleged(session: Session, man: Someone) -> RelationshipPage:
    """The assessments in which the man is the alleged perpetrator."""
    id_ = _find(session, man)
    with session.ask(Question.NEIGHBOURS, Written("demo neighbours", None, {"id": id_})) as inquiry:
        return neighbours(inquiry, id_, LinkFilter(types=("ALLEGED_PERPETRATOR_IN",)))


def _paths(session: Session, a: Someone, b: Someone) -> Paths:
    ends = _find(session, a), _find(session, b)
    with session.ask(Question.PATHS, Written("demo paths", None, {"ends": ends})) as inquiry:
        return find_paths(inquiry, Ask((ends[0],), (ends[1],), max_length=6))


def _recomputed(session: Session, a: Someone, b: Someone, paths: Paths) -> str:
    """The same distance, worked out by another program on the whole visible graph."""
    ends = _find(session, a), _find(session, b)
    columns = session.reader.projection(where_of_paths(session.vocabulary, None))
    graph = nx.Graph(zip(columns.start, columns.end, strict=True))
    hubs = [n for n, degree in graph.degree() if degree > HUB and n not in ends]
    graph.remove_nodes_from(hubs)
    links = len(nx.bidirectional_shortest_path(graph, *ends)) - 1
    agrees = bool(paths.paths) and paths.paths[0].length == links
    return f"networkx, on all {graph.number_of_edges()} visible ties: {links} links. The two {'agree' if agrees else 'DIFFER'}."
