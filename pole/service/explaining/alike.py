"""How alike two persons are, and what a model would make of it. It joins nothing: identity in the store is by keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Final, NamedTuple

from pole.access.session import Inquiry
from pole.graph.rows import MentionRow
from pole.identity.person.candidates import index_of
from pole.identity.person.clustering import Decisions, Resolution, resolve
from pole.identity.person.conflicts import conflict_of_groups
from pole.identity.person.explain import lines, why_apart
from pole.identity.person.model import Model, shipped_model
from pole.identity.person.weighing import Weighed, Weigher
from pole.model.facts import Id
from pole.service.answers.explanation import Likeness, LikenessPart, Tier
from pole.service.explaining.personas import Persona, personas
from pole.service.explaining.said import SaidOf
from pole.service.record import record_refs

RECORDS_LIMIT = 50
"""So many records of each side are compared, the newest."""
_FIELDS: Final = {
    "forename": "name", "middle name": "name", "surname": "name", "birth": "birth", "sex": "sex", "pnc": "pnc",
    "cro": "cro", "nino": "nino", "phone": "phone", "e-mail": "email", "address": "address",
}  # fmt: skip
"""By comparison: what of a persona is compared."""


class _Sides(NamedTuple):
    """Both persons as their records have them."""

    a: dict[str, Persona]
    b: dict[str, Persona]

    @property
    def all(self) -> dict[str, Persona]:
        return self.a | self.b


def likeness(inquiry: Inquiry, a: SaidOf, b: SaidOf) -> Likeness:
    """Of two persons of whom each has a record."""
    model = shipped_model()
    sides = _Sides(personas(inquiry, _mentions(a)), personas(inquiry, _mentions(b)))
    weigher = Weigher(model)
    weighed = {
        (one, other): weigher.weigh(sides.a[one].profile, sides.b[other].profile)
        for one, other in product(sides.a, sides.b)
    }
    best = max(weighed, key=lambda pair: (weighed[pair].weight, pair))
    tier, because = _tier(sides, weighed, best, model)
    against = conflict_of_groups([p.profile for p in sides.a.values()], [p.profile for p in sides.b.values()])
    one, other = sides.a[best[0]], sides.b[best[1]]
    refs = record_refs(inquiry, sorted({one.row, other.row}))
    return Likeness(
        tier=tier,
        because=because,
        weight=weighed[best].weight,
        probability=weighed[best].probability,
        parts=tuple(_parts(weighed[best], one, other)),
        against=against or None,
        record_a=refs[one.row],
        record_b=refs[other.row],
        compared=len(weighed),
        model=model.id,
    )


def _mentions(said: SaidOf) -> list[MentionRow]:
    rows = set[Id](said.rows[:RECORDS_LIMIT])
    return [m for word in said.words if word.row in rows for m in word.facets]


def _parts(weighed: Weighed, a: Persona, b: Persona) -> Sequence[LikenessPart]:
    told = lines(weighed)
    parts = [LikenessPart("prior", told[0].words, told[0].bits, "", "")]
    for line, part in zip(told[1:], weighed.parts, strict=True):
        field = _FIELDS.get(part.comparison, "")
        level = line.words.removeprefix(f"{part.comparison}: ")
        parts.append(LikenessPart(part.comparison, level, line.bits, a.raw.get(field, ""), b.raw.get(field, "")))
    return parts


def _tier(
    sides: _Sides, weighed: Mapping[tuple[str, str], Weighed], best: tuple[str, str], model: Model
) -> tuple[Tier, str]:
    """What the model makes of the records of these two alone, each held to be one person as the keys have it."""
    profiles = {who: persona.profile for who, persona in sides.all.items()}
    sought = index_of(profiles, cap=len(profiles)).pairs()
    edges = {(min(p), max(p)): one.weight for p, one in weighed.items() if (min(p), max(p)) in sought}
    same = frozenset((min(side), who) for side in (sides.a, sides.b) for who in side)
    found = resolve(profiles, edges, model.thresholds, Decisions(same=same))
    tier = _tier_of(found, best)
    if tier is Tier.APART:
        return tier, why_apart(profiles, edges, found, best, model.thresholds.review)
    return tier, "it would join them by itself" if tier is Tier.JOINED else "it would put them to a person to decide"


def _tier_of(found: Resolution, pair: tuple[str, str]) -> Tier:
    for tier, persons in ((Tier.JOINED, found.joined), (Tier.REVIEW, found.reviewed)):
        if persons[pair[0]] == persons[pair[1]]:
            return tier
    return Tier.APART
