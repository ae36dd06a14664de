"""The model that comes with the package, made anew: `python -m bench.identity.shipping`.

Its rates are learnt without labels from the records of a simulated force, loaded as any; its frequencies are those of the
names of more people, among whom two records are one person's so much less often. The same release gives the same bytes.
"""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from math import log2
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pole.identity.person.model
from bench import force
from pole.access.audit import Target
from pole.access.development_viewers import development_viewer
from pole.bootstrap import compose
from pole.identity.person.comparisons import FREQUENCIES
from pole.identity.person.model import SHIPPED, Model, Rate
from pole.identity.person.profile import Profile, profile
from pole.identity.person.training import train
from pole.service.identity_training import named_profiles
from pole.settings import read_settings
from pole.simulator import simulate
from pole.simulator.simulate import START
from pole.simulator.world.world import World

PEOPLE, SEED = 9_000, 3
"""Of the force whose records teach the rates."""
NAMED, NAMES_SEED = 20_000, 1
"""People whose names teach the frequencies."""
DIGITS: Final = 9


def main() -> None:
    """Write the model into the package and say what it is."""
    with TemporaryDirectory() as folder:
        learnt = learn(Path(folder))
    model = shipped(learnt, names())
    path = Path(pole.identity.person.model.__file__).with_name(SHIPPED)
    path.write_bytes(gzip.compress(model.text().encode(), mtime=0))
    print(f"{path}: {model.id}, {path.stat().st_size} bytes, {dict(model.report)}")


def learn(folder: Path) -> Model:
    """What the records of a simulated force teach, seen by a supervisor of all of it."""
    simulate(folder / "extracts", PEOPLE, SEED, force.DAYS)
    app = compose(read_settings(data=folder / "data"))
    try:
        app.store.initialise()
        force.load(app.store, folder / "extracts")
        with app.session(development_viewer("both"), "DEMO").ask(None, Target()) as inquiry:
            return train(_by_content(named_profiles(inquiry).values()))
    finally:
        app.close()


def _by_content(profiles: Iterable[Profile]) -> dict[str, Profile]:
    """In an order of their own, since the ids of a load are random."""
    return {f"{place:06}": one for place, one in enumerate(sorted(profiles))}


def names() -> list[Profile]:
    """Of invented people, what they are called."""
    people = World(NAMED, NAMES_SEED, START).ground.population.people
    return [
        profile({"given": one.name.given, "middle": one.name.middle, "surname": one.name.surname}) for one in people
    ]


def shipped(learnt: Model, people: Collection[Profile]) -> Model:
    """The rates of a training, the frequencies of names: rounded, as no more digits mean anything."""
    return Model(
        prior=round(learnt.prior - log2(len(people) / learnt.report["persons"]), DIGITS),
        rates={name: tuple(map(_rounded, rates)) for name, rates in learnt.rates.items()},
        frequencies={field: _shares(field, people) for field in FREQUENCIES},
        rarest=dict.fromkeys(FREQUENCIES, 1 / (2 * len(people))),
        thresholds=replace(
            learnt.thresholds,
            usual=round(learnt.thresholds.usual, DIGITS),
            unlike={name: round(bits, DIGITS) for name, bits in learnt.thresholds.unlike.items()},
        ),
        report={
            "rates": {**learnt.report, "people": PEOPLE, "simulated with seed": SEED},
            "frequencies": {"people": len(people), "simulated with seed": NAMES_SEED},
        },
    )


def _rounded(rate: Rate) -> Rate:
    return Rate(round(rate.m, DIGITS), round(rate.u, DIGITS))


def _shares(field: str, people: Collection[Profile]) -> Mapping[str, float]:
    held = Counter(map(attrgetter(field), people))
    return {value: round(times / len(people), DIGITS) for value, times in sorted(held.items()) if value}


if __name__ == "__main__":
    main()
