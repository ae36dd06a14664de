"""What a look-up and a row of a delta cost in a store of ten times as many people, in processor time.

The rival is the same question, or the same delta, on the small store in the same run: what hangs on the size of the store
shows, and what the machine does at the time does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import process_time

from bench import memory
from bench.asking import Asking
from bench.ratio import Ratio, Ratios, at_most
from pole.access.development_viewers import development_viewer
from pole.access.policy_file import Question
from pole.bootstrap import Application, compose
from pole.formats.opening import open_writer
from pole.ingest.load import Loader
from pole.ingest.mapping import load_mapping
from pole.ingest.shape import CompiledSource, compile_mapping
from pole.model.facts import Id
from pole.model.vocabulary import load_vocabulary
from pole.service.neighbours import neighbours
from pole.service.view import single_view
from pole.settings import read_settings

SIZES, SIZES_QUICK = (100_000, 1_000_000), (4_000, 40_000)
"""People; each has two rows."""
DELTA, DELTA_QUICK = 20_000, 3_000
ASKED = 300
TURNS = 3
LOOK_UPS, LOADING = at_most(1.3), at_most(1.1)
MAPPING = memory.MAPPING.replace("file: use.txt", "file: use_{extract}.txt\n    mode: delta")
COLUMNS = ("SEQ", "SEEN", "NOMINAL_NO", "FORENAME", "SURNAME", "PHONE")


@dataclass
class Costs:
    """Of one store, in seconds of processor time."""

    entities: int
    view: float
    neighbours: float
    row: float


def on_sqlite(quick: bool) -> Ratios:
    """The large store beside the small one."""
    small, large = (_costs(people, DELTA_QUICK if quick else DELTA) for people in (SIZES_QUICK if quick else SIZES))
    rival = f"the same with {small.entities:,}"
    many = f"SQLite, {large.entities:,} entities"
    yield Ratio(f"{many}: single view", "CPU-ms", large.view * 1e3, small.view * 1e3, rival, LOOK_UPS)
    yield Ratio(f"{many}: neighbours", "CPU-ms", large.neighbours * 1e3, small.neighbours * 1e3, rival, LOOK_UPS)
    yield Ratio(f"{many}: a row of a delta", "CPU-ms", large.row * 1e3, small.row * 1e3, rival, LOADING)


def _costs(people: int, delta: int) -> Costs:
    source = _source()
    with TemporaryDirectory(prefix="pole-bench-") as name:
        folder = Path(name)
        app = compose(read_settings(data=folder / "data"))
        try:
            app.store.initialise()
            _load(app, source, _written(source, folder / "use_0001.txt", people, range(2 * people)))
            deltas = [
                _written(source, folder / f"use_{number + 2:04}.txt", people, range(first, first + delta))
                for number, first in enumerate(range(2 * people, 2 * people + TURNS * delta, delta))
            ]
            row = min(_load(app, source, path) for path in deltas) / delta
            asked = Asking(app, development_viewer("open"))
            ids = _people(app, people)
            view = _each(asked, ids, Question.VIEW, single_view)
            near = _each(asked, ids, Question.NEIGHBOURS, neighbours)
            entities = sum(1 for line in app.store.dump() if line.startswith('["entity"'))
        finally:
            app.close()
    return Costs(entities, view, near, row)


def _each(asked: Asking, ids: list[Id], question: Question, service: Callable[..., object]) -> float:
    """Of one question, at its best of some turns."""

    def turn() -> float:
        began = process_time()
        for id_ in ids:
            asked.ask(question, partial(service, id_=id_))
        return (process_time() - began) / len(ids)

    return min(turn() for _ in range(TURNS))


def _people(app: Application, people: int) -> list[Id]:
    draw, reader = Random(7), app.store.reader(frozenset(app.store.visibilities()))
    keys = [f"bench-nominal|N{draw.randrange(people):07d}" for _ in range(ASKED)]
    return [entity for _, entity in reader.by_identifier(keys)]


def _load(app: Application, source: CompiledSource, path: Path) -> float:
    began = process_time()
    assert Loader(app.store).load(source, [path]).complete
    return process_time() - began


def _source() -> CompiledSource:
    vocabulary = load_vocabulary()
    return compile_mapping(load_mapping(MAPPING, vocabulary, file="bench"), vocabulary)


def _written(source: CompiledSource, path: Path, people: int, numbers: range) -> Path:
    with open_writer(source.records["use"].layout, path, COLUMNS) as writer:
        for row in _rows(people, numbers):
            writer.write(row)
    return path


def _rows(people: int, numbers: range) -> Iterator[tuple[str, ...]]:
    """Each person again and again, in an order that jumps about, with a telephone that two people share."""
    for n in numbers:
        person = n * 7919 % people
        yield (
            f"{n:08d}", f"{1 + n % 28:02d}-MAR-2024 {n % 24:02d}:{n % 60:02d}", f"N{person:07d}",
            f"GIVEN{person % 977}", f"SURNAME{person % 7727}", f"07{700_000_000 + person // 2:09d}",
        )  # fmt: skip
