"""A reader who does what the pages say sees what they promise."""

from __future__ import annotations

import re
import shutil
import socket
from pathlib import Path

import pytest

from tests.conftest import missing
from tests.docs.doing import do
from tests.docs.pages import ROOT, blocks, documents
from tests.server.bolt import BoltServer

TUTORIAL = ROOT / "docs" / "tutorial.md"
HOW_TO = ROOT / "docs" / "how-to"
DECISIONS = ROOT / "docs" / "decisions"
NEO4J = HOW_TO / "run-on-neo4j.md"
ALONE = [
    "map-an-extract.md",
    "after-a-failed-load.md",
    "back-up-and-restore.md",
    "keep-watch-at-night.md",
    "trial-loads.md",
    "simulate-a-force.md",
    "export-the-index.md",
]
"""Pages that need nothing but the program."""
DONE = {TUTORIAL, NEO4J, *(HOW_TO / name for name in ALONE)}
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


@pytest.mark.parametrize("name", ALONE)
def test_a_how_to_runs_as_written(tmp_path: Path, name: str) -> None:
    do(HOW_TO / name, tmp_path, {}, {})


def test_the_page_on_neo4j_runs_as_written(tmp_path: Path, empty_neo4j: BoltServer) -> None:
    user, password = empty_neo4j.auth
    instead = {
        "neo4j://localhost:7687": empty_neo4j.uri,
        "POLE_NEO4J_USER=neo4j": f"POLE_NEO4J_USER={user}",
        "your-password": password,
    }
    do(NEO4J, tmp_path, {}, instead)


def test_every_page_with_commands_is_done_here() -> None:
    assert {page for page in documents() for block in blocks(page) if block.language == "console"} == DONE


def test_only_commands_of_docker_are_left_to_the_reader() -> None:
    untried = [b for page in documents() for b in blocks(page) if b.language in ("sh", "bash", "shell")]

    assert all(line.startswith(("docker ", "export ")) for block in untried for line in block.lines)


LINK = re.compile(r"\[[^\]]*\]\((?!https?://)([^)#\s]*)(?:#([^)\s]*))?\)")


@pytest.mark.parametrize("page", documents(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for name, anchor in LINK.findall(page.read_text(encoding="utf-8")):
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), name
        assert not anchor or anchor in anchors(target), f"{name}#{anchor}"


def anchors(page: Path) -> set[str]:
    """The headings of a page as links name them."""
    titles = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_the_index_names_every_page() -> None:
    index = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "docs" / "README.md", DECISIONS / "README.md"))

    pages = [page for page in (ROOT / "docs").rglob("*.md") if page.name != "README.md"]

    assert [page.name for page in pages if f"{page.name})" not in index] == []
