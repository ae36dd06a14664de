"""What records teach without labels, and the file that keeps it."""

from __future__ import annotations

import gzip
import random
from itertools import pairwise
from pathlib import Path

import pytest

from pole.errors import UsageError
from pole.identity.person.candidates import index_of
from pole.identity.person.clustering import resolve
from pole.identity.person.comparisons import COMPARISONS
from pole.identity.person.model import Model, Thresholds, read_model, shipped_model
from pole.identity.person.profile import Profile, profile
from pole.identity.person.training import train
from pole.identity.person.truth import score
from pole.identity.person.weighing import Weigher
from pole.simulator.words import words

SURNAMES = words("""
Ackroyd Barraclough Crabtree Dewhurst Entwistle Fairclough Greenwood Hargreaves Isherwood Kershaw Lomax Murgatroyd Naylor
Openshaw Pickup Quigley Ramsbottom Sutcliffe Tattersall Unsworth Valentine Whitworth Yates
""")
GIVEN = words("John Mary Robert Susan Thomas Helen Peter Grace Arthur Emma Kevin Amy Colin Freya Dean")


def people(count: int, seed: int) -> tuple[dict[str, Profile], dict[str, int]]:
    """Two or three records each of so many persons: a slip here, a missing date there."""
    chance = random.Random(seed)
    records: dict[str, Profile] = {}
    truth: dict[str, int] = {}
    for person in range(count):
        given, surname = chance.choice(GIVEN), chance.choice(SURNAMES)
        birth = f"{chance.randint(1950, 2005)}-{chance.randint(1, 12):02d}-{chance.randint(2, 28):02d}"
        phone = f"07700 {chance.randint(900_000, 900_999)}"
        for n in range(chance.choice((1, 2, 3))):
            stated = {
                "given": given, "surname": surname[:-1] if chance.random() < 0.1 else surname,
                "birth": birth if chance.random() < 0.95 else "", "phone": phone if chance.random() < 0.8 else "",
                "sex": "MF"[GIVEN.index(given) % 2],
            }  # fmt: skip
            record = f"{chance.random():.6f}-{person}-{n}"
            records[record], truth[record] = profile(stated), person
    return records, truth


@pytest.fixture(scope="module")
def trained() -> Model:
    return train(people(400, 1)[0])


def test_a_model_learnt_from_one_force_finds_the_persons_of_another(trained: Model) -> None:
    records, truth = people(400, 2)
    weigher = Weigher(trained)
    edges = {(a, b): weigher.weigh(records[a], records[b]).weight for a, b in index_of(records).pairs()}
    found = score(truth, resolve(records, edges, Thresholds(10, 5)).reviewed)
    assert found.pairwise.precision > 0.97
    assert found.pairwise.recall > 0.8


def test_every_answer_has_a_rate_with_floors(trained: Model) -> None:
    for comparison in COMPARISONS:
        rates = trained.rates[comparison.name]
        assert len(rates) == len(comparison.levels) + 1
        assert all(rate.m >= 1e-4 and 0 < rate.u <= 1 for rate in rates)
    assert trained.rates["pnc"][0].u == 1.3e-7


def test_a_training_says_how_often_a_person_is_heard_of_and_what_disagreement_is_worth(trained: Model) -> None:
    assert 1.5 < trained.thresholds.usual < 3.5
    assert trained.thresholds.unlike["phone"] == trained.rates["phone"][-1].weight < 0


HOME = {"given": "John", "surname": "Ackroyd", "address": "2 Mill Lane, Oldwick", "postcode": "OV6 9BY"}


def test_in_one_home_a_name_tells_little_without_an_age_and_a_birth_date_without_a_forename(trained: Model) -> None:
    weigher = Weigher(trained)

    def bits(comparison: str, one: dict[str, str], other: dict[str, str]) -> float:
        parts = weigher.weigh(profile(one), profile(other)).parts
        return next(part.weight + part.rarity for part in parts if part.comparison == comparison)

    elsewhere = HOME | {"address": "9 Oak Road, Stanport", "postcode": "ST1 2AB"}
    born = HOME | {"birth": "1985-04-03"}
    assert trained.rates["forename"][0].u == trained.rates["birth"][0].u == 0.03
    assert bits("forename", HOME, HOME) == trained.rates["forename"][0].weight
    assert bits("forename", HOME, elsewhere) != bits("forename", HOME, HOME) != bits("forename", born, born)
    assert bits("birth", born, born | {"given": ""}) < bits("birth", born, born)


def test_a_model_of_another_release_is_refused() -> None:
    text = shipped_model().text().replace('"format":2', '"format":1')
    with pytest.raises(UsageError, match="train one again"):
        read_model(gzip.compress(text.encode()))


def test_a_weight_is_the_same_either_way_about(trained: Model) -> None:
    records = list(people(60, 3)[0].values())
    weigher = Weigher(trained)
    for a, b in pairwise(records):
        assert weigher.weigh(a, b).weight == pytest.approx(weigher.weigh(b, a).weight, abs=1e-9)


def test_the_same_records_make_the_same_model_and_a_file_says_which(trained: Model, tmp_path: Path) -> None:
    again = train(people(400, 1)[0])
    assert again.id == trained.id
    path = trained.save(tmp_path)
    assert path.name == f"{trained.id}.json.gz"
    assert read_model(path.read_bytes()) == trained
    assert train(people(400, 4)[0]).id != trained.id
