"""A file that leaves: for nobody else, and there under its name when it is whole and its writing is in the audit trail."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from pole.service.index_files import private_file


@contextmanager
def leaving(file: Path) -> Generator[TextIO]:
    """What is written appears as `file` when the block has ended well; else nothing stays. Open the inquiry inside the block."""
    part = file.with_name(f".{file.name}.part")
    try:
        with private_file(part) as out:
            yield out
        part.rename(file)
    finally:
        part.unlink(missing_ok=True)
