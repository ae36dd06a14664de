"""What becomes of one row before it is written, as lines of the one table: `bench.values` and `bench.shaping`."""

from __future__ import annotations

import csv
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from time import process_time

from bench import shaping, values
from bench.ratio import Ratio, Ratios, at_least, at_most
from pole.ingest.mapping import load_mapping
from pole.ingest.shape import compile_mapping
from pole.model.vocabulary import load_vocabulary

ROWS, ROWS_QUICK = 50_000, 10_000
STATEMENTS_GOAL = 200_000
"""Shaped a second on one core."""


def of_values(quick: bool) -> Ratios:
    """Microseconds for one text. The rival does a part of the same work."""
    ours: list[float] = []
    for case in values.cases():
        ours.append(values.microseconds(case.clean, case.texts))
        rival = case.rival.__name__.replace("<lambda>", "strptime").replace("_", " ")
        yield Ratio(f"clean: {case.name}", "µs", ours[-1], values.microseconds(case.rival, case.texts), rival)
    yield Ratio("clean: average of these types", "µs", fmean(ours), values.GOAL, "the goal itself", at_most(1))


def of_shaping(quick: bool) -> Ratios:
    """Processor time from the file to statements."""
    rows = ROWS_QUICK if quick else ROWS
    vocabulary = load_vocabulary()
    source = compile_mapping(load_mapping(shaping.MAPPING, vocabulary, file="bench"), vocabulary)
    with TemporaryDirectory(prefix="pole-bench-") as name:
        path = Path(name) / "person.txt"
        shaping.write(path, source, rows)
        begun = process_time()
        with path.open(newline="") as file:
            read = sum(1 for _ in csv.DictReader(file, delimiter="|"))
        rival = process_time() - begun
        shaped, statements, seconds = shaping.shape(source.records["person"], path)
    assert read == shaped == rows
    yield Ratio(
        "rows shaped", "rows/CPU-s", shaped / seconds, read / rival, "csv.DictReader, which understands nothing"
    )
    yield Ratio(
        "statements shaped", "statements/CPU-s", statements / seconds, STATEMENTS_GOAL, "the goal itself", at_least(1)
    )
