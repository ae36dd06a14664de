"""The contract: the schema and the saved operations, as text. In the tree they stand at the top, in a wheel beside this."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

SCHEMA = "schema.graphql"
OPERATIONS = "operations"


def folder() -> Traversable:
    """Where the contract is."""
    packed = files("pole.api") / "contract"
    return packed if packed.is_dir() else Path(__file__).resolve().parents[2] / "graphql"


@cache
def schema_text() -> str:
    """What the service promises."""
    return (folder() / SCHEMA).read_text(encoding="utf-8")


@cache
def operations() -> Mapping[str, str]:
    """The saved questions, by file name without its ending."""
    found = sorted(folder().joinpath(OPERATIONS).iterdir(), key=lambda entry: entry.name)
    return {
        entry.name.removesuffix(".graphql"): entry.read_text(encoding="utf-8")
        for entry in found
        if entry.name.endswith(".graphql")
    }
