"""A model: how likely each answer is, of records of one person (m) and of two (u), and what follows from it.

A model is a file that never changes: its name is the hash of its content. A new training makes a new model.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from math import log2
from pathlib import Path
from typing import Any, Final, NamedTuple

from pole.errors import UsageError

FORMAT: Final = 2
SHIPPED: Final = "synthetic.json.gz"


class Rate(NamedTuple):
    """Of one answer: how often records of one person give it, and how often those of two."""

    m: float
    u: float

    @property
    def weight(self) -> float:
        """Bits of evidence for one person; negative against."""
        return log2(self.m / self.u)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Weights, in bits, from which something follows, and what besides counts for a group of records."""

    join: float = 11.0
    """An edge of at least so much joins by itself."""
    review: float = 4.5
    """An edge of at least so much is put to a person; less is apart."""
    usual: float = 0.0
    """Records of the person whom a record taken at random is of, on average; 0 where it is not known and says nothing."""
    unlike: Mapping[str, float] = field(default_factory=dict[str, float])
    """Bits by comparison, negative, where nothing that two groups of records say agrees."""


@dataclass(frozen=True)
class Model:
    """Immutable. `rates` holds, by comparison, one rate for each level and a last one for no agreement."""

    prior: float
    """Log2 of the odds that two records taken at random are one person."""
    rates: Mapping[str, tuple[Rate, ...]]
    frequencies: Mapping[str, Mapping[str, float]]
    """By field and value: share of the persons who state the field that state this value."""
    rarest: Mapping[str, float]
    """By field: the share that a value in no table is given."""
    thresholds: Thresholds = Thresholds()
    report: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """On what and how it was trained. Counts only."""

    def frequency(self, of: str, value: str) -> float:
        """How common a value is."""
        return self.frequencies[of].get(value, self.rarest[of])

    @cached_property
    def id(self) -> str:
        """The hash of all that the model holds."""
        return hashlib.sha256(self.text().encode()).hexdigest()[:16]

    def text(self) -> str:
        """As JSON, always the same for the same model."""
        return json.dumps({"format": FORMAT, **asdict(self)}, sort_keys=True, separators=(",", ":"))

    def save(self, folder: Path) -> Path:
        """Write the model under its own name; a file that is there already holds the same."""
        path = folder / f"{self.id}.json.gz"
        path.write_bytes(gzip.compress(self.text().encode(), mtime=0))
        return path


def read_model(packed: bytes) -> Model:
    """A model from the bytes of its file. Raises UsageError where it is of another release."""
    held = json.loads(gzip.decompress(packed))
    if held.pop("format") != FORMAT:
        raise UsageError("This model was trained for other comparisons than this release makes: train one again.")
    held["rates"] = {name: tuple(Rate(*rate) for rate in rates) for name, rates in held["rates"].items()}
    return Model(**held | {"thresholds": Thresholds(**held["thresholds"])})


@cache
def shipped_model() -> Model:
    """The one that comes with the package, trained on invented people; its report says which."""
    return read_model((files("pole.identity.person") / SHIPPED).read_bytes())
