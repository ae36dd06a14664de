"""The sets: which column of a file states what. Nothing else differs between them."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from pole.identity.person.profile import Profile, profile

_POLICE: Final = {
    "given": "forename", "middle": "middle", "surname": "surname", "birth": "dob", "sex": "sex", "pnc": "pnc_id",
    "cro": "cro", "nino": "nino", "phone": "phone", "email": "email", "address": "address", "postcode": "postcode",
}  # fmt: skip
_FEBRL: Final = {
    "given": "given_name", "surname": "surname", "house": "street_number", "street": "address_1",
    "locality": "address_2", "town": "suburb", "postcode": "postcode", "birth": "date_of_birth", "number": "soc_sec_id",
}  # fmt: skip
_FAKE: Final = {"given": "first_name", "surname": "surname", "birth": "dob", "town": "city", "email": "email"}

COLUMNS: Final[Mapping[str, Mapping[str, str]]] = {
    "febrl3": _FEBRL, "febrl4": _FEBRL, "fake_1000": _FAKE, "pole_a20k_raw": _POLICE,
}  # fmt: skip


class TruthSet(NamedTuple):
    """Records, who they truly are, and pairs of different persons who look alike, by kind."""

    profiles: dict[str, Profile]
    truth: dict[str, str]
    look_alikes: dict[str, list[tuple[str, str]]]


def read_set(path: Path, columns: Mapping[str, str]) -> TruthSet:
    """A gzipped CSV with `id` and `truth`; beside it, where there is one, `NAME.hard.csv.gz`."""
    rows = _rows(path)
    stated = {row["id"]: {what: row[column] for what, column in columns.items()} for row in rows}
    look_alikes: dict[str, list[tuple[str, str]]] = {}
    beside = path.with_name(path.name.replace(".csv.gz", ".hard.csv.gz"))
    for row in _rows(beside) if beside.exists() else []:
        look_alikes.setdefault(row["kind"], []).append((row["truth_a"], row["truth_b"]))
    return TruthSet(
        {record: profile(said) for record, said in stated.items()},
        {row["id"]: row["truth"] for row in rows},
        look_alikes,
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))
