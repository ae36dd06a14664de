"""The same comparisons and rates, asked of Splink on DuckDB: an oracle for our weights."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from pole.identity.person.comparisons import COMPARISONS
from pole.identity.person.model import Model, shipped_model
from pole.identity.person.profile import Profile, profile
from pole.identity.person.specification import frequencies, row, settings
from pole.identity.person.weighing import Weigher
from pole.simulator.words import words

GIVEN = words(
    "John Jack David Davo Jon Mary Maria Robert Bob Mohammed Muhammad Catherine Kathryn J Anne Wu Rorbet Hall Kershaw"
)
SURNAMES = words("Smith Smyth Smith-Hall Hall Ali Kershaw Kersaw John O'Brien Obrien MacDonald McDonald")
STATED = {
    "given": GIVEN,
    "middle": ("", *GIVEN),
    "surname": SURNAMES,
    "birth": words("1985-04-03 1985-03-04 1985-04-08 1985-04-18 1986 1985 1975-04-03 1955-12-24 2005-11-14"),
    "sex": words("M F"),
    "pnc": words("81/34U 2003/259141V 1998/0038609G"),
    "cro": words("352813/24Y 144216/25U"),
    "nino": words("AB123456C AB123457C CE987654A"),
    "number": words("1804974 1804975 99"),
    "phone": ("07700 900123", "07700 900124", "07700 911999"),
    "email": words("j.smith@example.org j.smyth@example.org k@example.org"),
    "address": (
        "2 Mill Lane, Oldwick",
        "Flat 2, 2 Mill Ln, Oldwick",
        "2 Mil Lane, Oldwick",
        "9 Mill Lane, Stanport",
        "4 Oak Road, Oldwick",
        "NFA",
    ),
    "postcode": ("OV6 9BY", "OV6 9BX", ""),
}


def people(count: int) -> dict[str, Profile]:
    """Everything that comparisons tell apart, thrown together by chance."""
    chance = Random(7)
    drawn = (
        {what: chance.choice(values) for what, values in STATED.items() if chance.random() < 0.75} for _ in range(count)
    )
    return {f"{n:04}": profile(said) for n, said in enumerate(drawn)}


def test_every_comparison_and_rate_is_in_the_specification() -> None:
    model = shipped_model()
    specified = settings(model)["comparisons"]
    assert len(specified) == len(COMPARISONS)
    for one, comparison in zip(specified, COMPARISONS, strict=True):
        rates = [(level["m_probability"], level["u_probability"]) for level in one["comparison_levels"][1:]]
        assert rates == [tuple(rate) for rate in model.rates[comparison.name]]


@pytest.mark.slow
def test_our_weight_is_that_of_splink_on_fifty_thousand_pairs() -> None:
    records, model = people(450), shipped_model()
    seen: set[tuple[str, int]] = set()
    scored = _scored_by_splink(records, model)
    weigher = Weigher(model)
    for one in scored:
        weighed = weigher.weigh(records[one["record_l"]], records[one["record_r"]])
        assert weighed.weight == pytest.approx(one["match_weight"], abs=1e-9)
        seen |= {(part.comparison, part.answer) for part in weighed.parts}
    assert len(scored) > 50_000
    assert seen == {(one.name, answer) for one in COMPARISONS for answer in range(len(one.levels) + 1)}


def _scored_by_splink(records: dict[str, Profile], model: Model) -> list[dict[str, Any]]:
    """Every other record against every other."""
    splink, backend, arrow = (
        pytest.importorskip(name, reason="install the extra 'train'")
        for name in ("splink", "splink.backends.duckdb", "pyarrow")
    )
    database = backend.DuckDBAPI()
    tables = dict(frequencies(model, records))

    def registered(rows: list[dict[str, Any]], name: str) -> Any:
        return database.register(arrow.Table.from_pylist(rows), table_name=name)

    def rows(names: list[str]) -> list[dict[str, Any]]:
        shares = {field: {line[field]: line[f"tf_{field}"] for line in table} for field, table in tables.items()}
        return [
            row(name, records[name])
            | {f"tf_{field}": share.get(getattr(records[name], field)) for field, share in shares.items()}
            for name in names
        ]

    names = sorted(records)
    linker = splink.Linker(registered(rows(names), "people"), settings(model))
    for field, table in tables.items():
        linker.table_management.register_term_frequency_lookup(registered(table, f"frequency_{field}"), field)
    scored = linker.inference.score_pairs(
        registered(rows(names[::2]), "one_half"), registered(rows(names[1::2]), "other_half")
    )
    found: list[dict[str, Any]] = scored.as_record_list()
    return found
