"""Training without labels: what a force's own records teach of how names, dates and numbers vary.

u and the frequencies are counted among persons, not among records, since a man with sixty records would otherwise make
his own name common. m is found by expectation and maximisation over all pairs of records, of which those that are no
candidates count as two persons: as nearly all true pairs are candidates, nothing need be corrected for blocking.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import log2
from operator import attrgetter

from pole.identity.person.asking import Question
from pole.identity.person.candidates import Pair, index_of
from pole.identity.person.clustering import components, resolve
from pole.identity.person.comparisons import COMPARISONS, FREQUENCIES, Comparison
from pole.identity.person.model import Model, Rate, Thresholds
from pole.identity.person.profile import IDENTIFIERS, Profile
from pole.identity.person.weighing import Weigher

Answers = tuple[int | None, ...]
"""What the comparisons answer of a pair, in their order."""

SAMPLE, EACH = 200_000, 40
"""Random pairs of persons from which u is counted: so many at most, and so many for each person."""
ROUNDS = 30
AGAIN = 1
"""How often persons are found anew by what has been learnt."""
DEFAULT = Thresholds()
SURELY = Thresholds(join=10.0, review=10.0)
"""Who counts as one person for u and frequencies."""
LEAST_M = 1e-4
"""No answer is so unlikely among records of one person that a keying error could veto a match."""
NUMBERS_AT_RANDOM = 1.3e-7
"""u of a shared person number: what the Ministry of Justice publishes for the PNC ID (hmpps-person-match, 2026)."""
A_SLIP_AT_RANDOM = 1e-5
LEAST_U = 1e-7
BELIEVED = 20.0
"""Weight of the published priors, in pairs."""


def train(profiles: Mapping[str, Profile], thresholds: Thresholds = DEFAULT, seed: int = 1) -> Model:
    """A model of a force's own records, without labels. The same records and seed give the same model."""
    answers = {(a, b): _answers(profiles[a], profiles[b]) for a, b in sorted(index_of(profiles).pairs())}
    persons = _persons_by_rules(profiles)
    model = estimate(profiles, answers, persons, seed)
    for _ in range(AGAIN):
        persons = _persons_by(model, profiles, answers)
        model = estimate(profiles, answers, persons, seed)
    report = {"records": len(profiles), "candidates": len(answers), "persons": len(set(persons.values())), "seed": seed}
    return replace(model, thresholds=_for_groups(thresholds, model, len(profiles)), report=report)


def _for_groups(thresholds: Thresholds, model: Model, records: int) -> Thresholds:
    unlike = {name: min(rates[-1].weight, 0.0) for name, rates in model.rates.items()}
    return replace(thresholds, usual=1 + (records - 1) * 2**model.prior, unlike=unlike)


def _persons_by_rules(profiles: Mapping[str, Profile]) -> dict[str, str]:
    """Who is whom to begin with: a shared number, or both names and the birth date."""
    first: dict[tuple[str, ...], str] = {}
    pairs = [(first.setdefault(key, record), record) for record in sorted(profiles) for key in _sure(profiles[record])]
    return {record: record for record in profiles} | components(pairs)


def _persons_by(model: Model, profiles: Mapping[str, Profile], pairs: Iterable[Pair]) -> dict[str, str]:
    weigher = Weigher(model)
    return resolve(profiles, {(a, b): weigher.weigh(profiles[a], profiles[b]).weight for a, b in pairs}, SURELY).joined


def _sure(p: Profile) -> Iterator[tuple[str, ...]]:
    yield from ((field, getattr(p, field)) for field in IDENTIFIERS if getattr(p, field))
    if p.forename and p.surname and p.birth:
        yield p.forename_sound, p.surname_sound, p.birth


def estimate(
    profiles: Mapping[str, Profile], answers: Mapping[Pair, Answers], persons: Mapping[str, str], seed: int = 1
) -> Model:
    """A model from records, the answers of their candidates, and who is provisionally whom (record to person)."""
    chance = random.Random(seed)
    frequencies = {field: _shares(field, profiles, persons) for field in FREQUENCIES}
    rarest = {field: 1 / (2 * max(len(set(persons.values())), 2)) for field in FREQUENCIES}
    flat = Model(0.0, {}, frequencies, rarest)
    sample = _pairs_of_persons(profiles, persons, chance)
    neighbours = [(profiles[a], profiles[b]) for a, b in _one_each(answers, persons)]
    u = [_u(comparison, sample, neighbours, flat) for comparison in COMPARISONS]
    patterns = Counter(
        (found, _bits_of_u((profiles[a], profiles[b]), found, u, flat)) for (a, b), found in answers.items()
    )
    prior, m = _maximise(patterns, len(profiles) * (len(profiles) - 1) / 2)
    rates = {
        c.name: tuple(Rate(one, other) for one, other in zip(m[n], u[n], strict=True))
        for n, c in enumerate(COMPARISONS)
    }
    return Model(prior, rates, frequencies, rarest)


def _answers(a: Profile, b: Profile) -> Answers:
    return tuple(comparison.answer(a, b) for comparison in COMPARISONS)


def _shares(field: str, profiles: Mapping[str, Profile], persons: Mapping[str, str]) -> dict[str, float]:
    """How many of the persons who state a field state each value."""
    get = attrgetter(field)
    stated = {(persons[record], get(profile)) for record, profile in profiles.items() if get(profile)}
    held = Counter(value for _, value in stated)
    stating = len({person for person, _ in stated})
    return {value: count / stating for value, count in sorted(held.items())}


def _pairs_of_persons(
    profiles: Mapping[str, Profile], persons: Mapping[str, str], chance: random.Random
) -> list[tuple[Profile, Profile]]:
    """Random pairs of persons, each by one of his records."""
    held: dict[str, list[str]] = defaultdict(list)
    for record in sorted(profiles):
        held[persons[record]].append(record)
    one_each = [profiles[chance.choice(held[person])] for person in sorted(held)]
    if len(one_each) < 2:
        return []
    drawn = [chance.sample(one_each, 2) for _ in range(min(SAMPLE, EACH * len(one_each)))]
    return [(a, b) for a, b in drawn]


def _one_each(pairs: Iterable[Pair], persons: Mapping[str, str]) -> list[Pair]:
    """Of the pairs between every two persons, one."""
    found: dict[tuple[str, str], Pair] = {}
    for a, b in sorted(pairs):
        if persons[a] != persons[b]:
            one, other = sorted((persons[a], persons[b]))
            found.setdefault((one, other), (a, b))
    return list(found.values())


def _u(
    comparison: Comparison,
    sample: Sequence[tuple[Profile, Profile]],
    neighbours: Sequence[tuple[Profile, Profile]],
    flat: Model,
) -> list[float]:
    """How often two persons give each answer."""
    answers = Counter(comparison.answer(a, b) for a, b in sample)
    del answers[None]
    total = answers.total() + 1
    found = [(answers[n] + 0.5) / total for n in range(len(comparison.levels) + 1)]
    for n, level in enumerate(comparison.levels):
        if level.frequency:
            found[n] = max(sum(share * share for share in flat.frequencies[level.frequency].values()), LEAST_U)
        elif level.given:
            found[n] = level.published or _share_given(comparison, n, level.given, neighbours)
    return _published(found) if comparison.name in IDENTIFIERS else found


def _share_given(
    comparison: Comparison, answer: int, given: Question, pairs: Sequence[tuple[Profile, Profile]]
) -> float:
    found = [comparison.answer(a, b) for a, b in pairs if given.holds(a, b)]
    stated = [one for one in found if one is not None]
    return (stated.count(answer) + 1) / (len(stated) + 2)


def _published(u: list[float]) -> list[float]:
    slips = [min(share, A_SLIP_AT_RANDOM) for share in u[1:-1]]
    return [NUMBERS_AT_RANDOM, *slips, 1 - NUMBERS_AT_RANDOM - sum(slips)]


def _bits_of_u(pair: tuple[Profile, Profile], answers: Answers, u: list[list[float]], flat: Model) -> float:
    """What u and frequencies give to a pair's weight, in quarters of a bit: then patterns are few."""
    bits = 0.0
    for n, answer in enumerate(answers):
        if answer is not None:
            levels = COMPARISONS[n].levels
            field = levels[answer].frequency if answer < len(levels) else ""
            bits -= log2(max(flat.frequency(field, getattr(one, field)) for one in pair) if field else u[n][answer])
    return round(bits * 4) / 4


def _maximise(patterns: Mapping[tuple[Answers, float], int], all_pairs: float) -> tuple[float, list[list[float]]]:
    """The prior in bits and m by comparison and answer, from patterns and how many pairs show each."""
    m = [_believed(comparison) for comparison in COMPARISONS]
    prior = log2(max(len(patterns), 1) / all_pairs)
    for _ in range(ROUNDS):
        bits = [[log2(share) for share in shares] for shares in m]
        seen = [[BELIEVED * share for share in _believed(comparison)] for comparison in COMPARISONS]
        matches = 0.0
        for (answers, fixed), count in patterns.items():
            weight = prior + fixed + sum(bits[n][a] for n, a in enumerate(answers) if a is not None)
            likely = count / (1 + 2**-weight)
            matches += likely
            for n, answer in enumerate(answers):
                if answer is not None:
                    seen[n][answer] += likely
        m = [_floored(_pooled(comparison, counts)) for comparison, counts in zip(COMPARISONS, seen, strict=True)]
        prior = log2(max(matches, 1.0) / all_pairs)
    return prior, m


def _believed(comparison: Comparison) -> list[float]:
    """m before anything is known: nine in ten agree wholly; person numbers differ in one of a thousand pairs."""
    weaker = len(comparison.levels)
    whole = 0.998 if comparison.name in IDENTIFIERS else 0.9
    return [whole] + [(1 - whole) / weaker] * weaker


def _pooled(comparison: Comparison, counts: list[float]) -> list[float]:
    """Shares of the answers; of what is asked twice, once given something, both times the whole."""
    total = sum(counts)
    shares = [count / total for count in counts]
    for n, level in enumerate(comparison.levels):
        if level.given:
            shares[n] = shares[n + 1] = shares[n] + shares[n + 1]
    return shares


def _floored(shares: list[float]) -> list[float]:
    return [max(share, LEAST_M) for share in shares]
