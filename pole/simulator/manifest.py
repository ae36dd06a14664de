"""What a simulation wrote: its seed, its files with their digests, and the people of the demo."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from pole.errors import UsageError
from pole.simulator.cast import Cast, CastJson
from pole.simulator.extracts import Written

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything about a simulation that is not in its extracts."""

    directory: Path
    people: int
    seed: int
    days: int
    start: str
    """The day of the full extracts, ISO 8601."""
    files: tuple[Written, ...]
    truth: str
    """Name of the truth file: which mention is whom."""
    cast: Cast

    @property
    def digest(self) -> str:
        """One for all that its files hold: two simulations that differ in a byte differ in it."""
        return hashlib.sha256("\n".join(f"{file.path} {file.sha256}" for file in self.files).encode()).hexdigest()

    def of_source(self, source: str) -> list[Path]:
        """The extract files of one source, in the order in which they must be loaded."""
        return [self.directory / file.path for file in self.files if file.source == source]

    def save(self) -> None:
        """Write it into its directory."""
        told = {
            "people": self.people,
            "seed": self.seed,
            "days": self.days,
            "start": self.start,
            "truth": self.truth,
            "cast": self.cast.as_json(),
            "files": [file._asdict() for file in self.files],
        }
        text = json.dumps(told, indent=1, ensure_ascii=False) + "\n"
        (self.directory / NAME).write_bytes(text.encode("utf-8"))


def read_manifest(directory: Path) -> Manifest:
    """The manifest of a simulated directory. Raises UsageError when there is none."""
    path = directory / NAME
    if not path.is_file():
        raise UsageError(f"{directory} holds no simulation: run `pole simulate {directory}` first.")
    told = json.loads(path.read_bytes())
    return Manifest(
        directory,
        told["people"],
        told["seed"],
        told["days"],
        told["start"],
        tuple(Written(**file) for file in told["files"]),
        told["truth"],
        Cast.from_json(cast("CastJson", told["cast"])),
    )


def demo_cast(simulation: Manifest | Path) -> Cast:
    """Whom and what the demo asks about, in a simulation or the directory of one."""
    return (simulation if isinstance(simulation, Manifest) else read_manifest(simulation)).cast
