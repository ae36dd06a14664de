"""What is nobody's mistake: a fault of the program, a reader who goes away, an interruption."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer

from pole.cli.program import program, run
from tests.cli.conftest import Force

POLE = [sys.executable, "-c", "from pole.cli import main; main()"]


class Mine(Exception):
    """A fault that nobody thought of, with a name in it."""


def broken() -> None:
    """Fails as no command should."""
    raise Mine("Ada Quill, born 1990-01-01")


@pytest.fixture
def app() -> typer.Typer:
    """The program with a broken command more."""
    app = program()
    app.command("broken")(broken)
    return app


def test_a_fault_of_the_program_is_one_line_without_personal_data(
    app: typer.Typer, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(app, ["broken"])

    told = capsys.readouterr().err
    assert code == 1
    assert told.startswith("Unexpected: ")
    assert "[unexpected]" in told
    assert "--traceback" in told
    assert "Quill" not in told
    assert len(told.splitlines()) == 1


def test_on_request_it_shows_where(app: typer.Typer, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(app, ["--traceback", "broken"]) == 1
    assert "Traceback (most recent call last)" in capsys.readouterr().err


def test_a_reader_who_has_seen_enough_is_no_failure(force: Force) -> None:
    command = subprocess.Popen(
        [*POLE, "store", "dump"],
        env=os.environ | {"POLE_DATA": str(force.folder / "data")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert command.stdout is not None
    assert command.stderr is not None
    command.stdout.readline()
    command.stdout.close()
    told = command.stderr.read()
    command.stderr.close()

    assert (command.wait(60), told) == (0, b"")


def test_a_server_that_is_away_is_told_in_one_line_without_what_the_driver_logs(tmp_path: Path) -> None:
    settings = {"POLE_DATA": str(tmp_path), "POLE_STORE": "neo4j://127.0.0.1:1"}
    ran = subprocess.run(
        [*POLE, "store", "init"], env=os.environ | settings, capture_output=True, text=True, check=False
    )

    assert ran.returncode == 5
    assert ran.stderr.endswith("[store-away]\n")
    assert len(ran.stderr.splitlines()) == 1


def test_an_interruption_is_told_in_one_line(tmp_path: Path) -> None:
    folder = tmp_path / "extracts"
    heard = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "  # as a run in the background is not
    )
    program = [sys.executable, "-c", heard + POLE[-1]]
    command = subprocess.Popen([*program, "simulate", str(folder), "--people", "500000"], stderr=subprocess.PIPE)
    for _ in range(600):
        if folder.exists():
            break
        time.sleep(0.05)
    command.send_signal(signal.SIGINT)
    _, told = command.communicate(timeout=60)

    assert command.returncode == 130
    assert told.decode().startswith("Stopped.")
    assert len(told.splitlines()) == 1
