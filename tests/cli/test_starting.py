"""A command loads what it needs and no more, because whoever asks ten questions waits ten times."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pole.cli.commands import MODULES
from tests.cli.running import root

HEAVY = {
    "convertbng", "fastapi", "graphql", "httpx", "joserfc", "jinja2", "lxml", "neo4j", "networkx",
    "numpy", "phonenumbers", "sqlalchemy", "stdnum", "strawberry", "structlog", "uvicorn",
}  # fmt: skip
LOADED = """
import sys
from pole.cli import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    print("\\n--", end.code, *{name.partition(".")[0] for name in sys.modules}, *sys.modules)
"""


@pytest.mark.parametrize(
    ("command", "spared"),
    [
        (("--help",), HEAVY | {"pole.simulator", "pole.ingest.mapping"}),
        (("sources", "--reason", "DEMO"), HEAVY | {"pole.simulator", "pole.ingest"}),
        (("search", "smith", "--reason", "DEMO"), HEAVY | {"pole.simulator", "pole.ingest"}),
        (("mapping", "list"), HEAVY | {"pole.simulator", "pole.service"}),
        (("store", "check"), HEAVY | {"pole.simulator", "pole.ingest", "pole.service"}),
    ],
    ids=lambda part: part[0] if isinstance(part, tuple) else "",
)
def test_a_command_loads_nothing_that_others_need(
    command: tuple[str, ...], spared: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLE_DATA", str(tmp_path))
    monkeypatch.delenv("POLE_STORE", raising=False)
    subprocess.run([sys.executable, "-c", LOADED, "store", "init"], check=True, capture_output=True)
    ran = subprocess.run([sys.executable, "-c", LOADED, *command], check=True, capture_output=True, text=True)
    code, *loaded = ran.stdout.rpartition("\n-- ")[2].split()
    assert code == "0", ran.stderr
    assert spared & set(loaded) == set()


def test_every_command_says_which_module_has_it() -> None:
    assert {name for names in MODULES for name in names} == set(root().commands)
