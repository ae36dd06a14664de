"""A reader who does what the pages say sees what they promise."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

import pytest

from tests.conftest import missing
from tests.docs.doing import do
from tests.docs.pages import ROOT, blocks, documents

TUTORIAL = ROOT / "docs" / "tutorial.md"
HOW_TO = ROOT / "docs" / "how-to"
DONE = {TUTORIAL}
"""The pages that are done below."""


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def test_the_tutorial_runs_as_written(tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        missing("no curl, which the tutorial asks by")
    port = free_port()

    do(TUTORIAL, tmp_path, {"POLE_PORT": str(port)}, {"127.0.0.1:8000": f"127.0.0.1:{port}"})


def test_every_page_with_commands_is_done_here() -> None:
    assert {page for page in documents() for block in blocks(page) if block.language == "console"} == DONE
