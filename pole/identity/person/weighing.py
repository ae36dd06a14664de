"""The weight of a pair: a sum of parts, one for each comparison that has an answer, and the prior."""

from __future__ import annotations

from collections.abc import Callable
from math import log2
from operator import attrgetter
from typing import NamedTuple

from pole.identity.person.comparisons import COMPARISONS, Comparison
from pole.identity.person.model import Model
from pole.identity.person.profile import Profile


class Part(NamedTuple):
    """What one comparison contributes."""

    comparison: str
    answer: int
    """Its level; one more than the last level for no agreement."""
    weight: float
    """Bits, `rarity` not counted."""
    rarity: float
    """Bits more for a value that is rarer than most, fewer for a common one."""


class Weighed(NamedTuple):
    """Parts in the order of the comparisons."""

    parts: tuple[Part, ...]
    prior: float

    @property
    def weight(self) -> float:
        """Log2 of the odds that both are one person."""
        return self.prior + sum(part.weight + part.rarity for part in self.parts)

    @property
    def probability(self) -> float:
        """Between 0 and 1."""
        return 1 / (1 + 2**-self.weight)


class Weigher:
    """Weighs pairs by one model."""

    def __init__(self, model: Model) -> None:
        self._prior = model.prior
        self._weights = [tuple(rate.weight for rate in model.rates[one.name]) for one in COMPARISONS]
        self._rarity = [_rarities(model, one) for one in COMPARISONS]

    def weigh(self, a: Profile, b: Profile) -> Weighed:
        """Symmetric."""
        parts: list[Part] = []
        for place, comparison in enumerate(COMPARISONS):
            answer = comparison.answer(a, b)
            if answer is not None:
                rarity = self._rarity[place].get(answer)
                parts.append(
                    Part(comparison.name, answer, self._weights[place][answer], rarity(a, b) if rarity else 0.0)
                )
        return Weighed(tuple(parts), self._prior)


def _rarities(model: Model, comparison: Comparison) -> dict[int, Callable[[Profile, Profile], float]]:
    """By answer: how much rarer the value that both share is than values of its field are."""
    rates = model.rates[comparison.name]
    return {
        answer: _rarity(model, level.frequency, rates[answer].u)
        for answer, level in enumerate(comparison.levels)
        if level.frequency
    }


def _rarity(model: Model, field: str, u: float) -> Callable[[Profile, Profile], float]:
    get: Callable[[Profile], str] = attrgetter(field)
    bits = {value: log2(u / share) for value, share in model.frequencies[field].items()}
    unseen = log2(u / model.rarest[field])
    return lambda a, b: min(bits.get(get(a), unseen), bits.get(get(b), unseen))
