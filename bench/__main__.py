"""``python -m bench [NAME...] [--quick] [--json]``: measure against named rivals, as ratios in one run."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping

from rich.console import Console

from bench import bulk, growth, loading, memory, questions, rows, sources
from bench.ratio import Finding, Ratios, findings, table
from tests.server.errors import NoServerError, ServerFailedError

BENCHES: Mapping[str, tuple[Callable[[bool], Ratios], str]] = {
    "values": (rows.of_values, "cleaning one plain text, by value type"),
    "shaping": (rows.of_shaping, "rows of an extract to statements"),
    "sources": (sources.on_sqlite, "rows of each source to a sound store, on SQLite"),
    "loading-sqlite": (loading.on_sqlite, "files to a sound store, on SQLite"),
    "loading-neo4j": (loading.on_neo4j, "files to a sound store, on a warm Neo4j server"),
    "bulk-neo4j": (bulk.on_neo4j, "files to a sound store through neo4j-admin database import"),
    "memory": (memory.ratios, "peak memory of a load, small and ten times as large"),
    "growth": (growth.on_sqlite, "look-ups and rows of a delta in a store ten times as large"),
    "questions-neo4j": (questions.on_neo4j, "single view, neighbours and path on Neo4j"),
    "questions-sqlite": (questions.on_sqlite, "the same on SQLite, for information"),
}


def main() -> int:
    """Run what was asked for; 1 when a goal was missed, 5 when there is no way to a server."""
    asked = _asked()
    found: list[Finding] = []
    progress = Console(stderr=True)
    try:
        for name in asked.names or BENCHES:
            progress.print(f"{name}: {BENCHES[name][1]} …")
            found += findings(name, BENCHES[name][0](asked.quick))
    except (NoServerError, ServerFailedError) as error:
        progress.print(f"No Neo4j server: {error}")
        return 5
    finally:
        _show(found, asked.json)
    return int(any(one.line.verdict == "MISSED" for one in found))


def _show(found: list[Finding], as_json: bool) -> None:
    if as_json:
        print(json.dumps([one.as_json() for one in found], indent=1, ensure_ascii=False))
    else:
        Console(width=None if sys.stdout.isatty() else 160).print(table(found))


def _asked() -> argparse.Namespace:
    listed = "\n".join(f"  {name:<18}{words}" for name, (_, words) in BENCHES.items())
    parser = argparse.ArgumentParser(
        prog="python -m bench", description=__doc__, epilog=f"benches:\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*BENCHES, []], help="left out, all of them")
    parser.add_argument("--quick", action="store_true", help="small: minutes instead of an hour")
    parser.add_argument("--json", action="store_true", help="for machines")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
