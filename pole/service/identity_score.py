"""How right identity is, held against a truth: of the words that both know, which are of one person."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from pole.errors import UsageError
from pole.identity.person.truth import Score, score
from pole.service.identity_extract import Word

NEEDED = ("source", "record", "key", "mention", "truth")
Place = tuple[str, str, str, str]
"""Source, record type, key and mention."""


class Scored(NamedTuple):
    """Shares between 0 and 1, of the words that are held and that the truth tells of."""

    words: int
    persons: int
    """Real ones."""
    held_only: int
    """Words about persons of which the truth says nothing."""
    precision: float
    recall: float
    f1: float
    b_cubed_f1: float
    mixed: int
    """Persons here that hold several real ones."""
    split: int
    """Real persons that are several here."""


def read_truth(path: Path) -> dict[Place, str]:
    """Who is truly meant, by what record says it; a later line about the same counts. Raises UsageError."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            missing = [name for name in NEEDED if name not in (rows.fieldnames or ())]
            if missing:
                raise UsageError(f"{path} has no column {', '.join(missing)}: a truth has {', '.join(NEEDED)}.")
            return {(r["source"], r["record"], r["key"], r["mention"]): r["truth"] for r in rows if r["truth"]}
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from None
    except (UnicodeDecodeError, csv.Error):
        raise UsageError(f"{path} is no CSV in UTF-8.") from None


def scored(words: Iterable[Word], truth: Mapping[Place, str]) -> Scored:
    """Held against the truth. Raises UsageError where the two have nothing in common."""
    held = {(w.source, w.record, w.key, w.mention): w.entity for w in words}
    known = {"|".join(place): truth[place] for place in held if place in truth}
    if not known:
        raise UsageError("The truth tells of no record that is held of a person: see source, record, key and mention.")
    found: Score = score(known, {"|".join(place): entity for place, entity in held.items()})
    return Scored(
        len(known), len(set(known.values())), len(held) - len(known), found.pairwise.precision, found.pairwise.recall,
        found.pairwise.f1, found.b_cubed.f1, found.mixed, found.split,
    )  # fmt: skip
