"""A page of documentation as something to be done: files to write and commands to run, with what they must print.

A block ```` ```console ```` holds commands (``$ ``, going on with ``> ``) and under each what it prints. A line ``…`` stands
for any lines, ``…`` inside a line for any text. An id or token that differs from run to run is whatever the program prints
in its place, there and wherever the page names it again. A block ```` ```yaml FILE ```` (of any language) is a file to write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TypeAlias

ROOT = Path(__file__).parents[2]
_FENCE = re.compile(r"^```(\S*) *(.*)$")


class Command(NamedTuple):
    """What is typed, and the lines it must print."""

    line: int
    text: str
    printed: tuple[str, ...]


class File(NamedTuple):
    """A file that the reader writes."""

    line: int
    path: str
    text: str


Step: TypeAlias = Command | File


class Block(NamedTuple):
    """A fenced block of a page."""

    line: int
    language: str
    title: str
    lines: tuple[str, ...]


def documents() -> list[Path]:
    """Every page of documentation."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "loaders").rglob("*.md"))]


def blocks(page: Path) -> Iterator[Block]:
    """The fenced blocks of a page."""
    opened: tuple[int, str, str] | None = None
    inside: list[str] = []
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        fence = _FENCE.match(line)
        if opened is None and fence:
            opened, inside = (number, fence[1], fence[2]), []
        elif opened is not None and line == "```":
            yield Block(*opened, tuple(inside))
            opened = None
        else:
            inside.append(line)


def steps(page: Path) -> list[Step]:
    """What a reader of the page does, in order."""
    return [step for block in blocks(page) for step in _steps(block)]


def _steps(block: Block) -> Iterator[Step]:
    if block.language == "console":
        yield from _commands(block)
    elif block.title:
        yield File(block.line, block.title, "\n".join(block.lines) + "\n")


def _commands(block: Block) -> Iterator[Command]:
    started: tuple[int, list[str], list[str]] | None = None
    for number, line in enumerate(block.lines, block.line + 1):
        if line.startswith("$ "):
            if started is not None:
                yield _command(*started)
            started = (number, [line[2:]], [])
        elif started is None:
            raise AssertionError(f"line {number}: output without a command")
        elif line.startswith("> ") and not started[2]:
            started[1].append(line[2:])
        else:
            started[2].append(line)
    if started is not None:
        yield _command(*started)


def _command(line: int, text: list[str], printed: list[str]) -> Command:
    return Command(line, "\n".join(text), tuple(printed))
