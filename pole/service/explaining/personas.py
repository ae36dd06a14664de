"""What each record says of a person, made ready to be weighed: the person's own particulars, home, telephone and e-mail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from pole.access.session import Inquiry
from pole.graph.rows import LinkRow, MentionRow
from pole.identity.person.profile import Profile, profile
from pole.model.facts import Id, Statement, decode_statements

OWN: Final = {
    "name": "name", "alias": "name", "born": "birth", "sex": "sex", "pnc": "pnc", "cro": "cro", "nino": "nino",
}  # fmt: skip
"""Attribute of a person to what a profile understands; of two for one the first named here counts."""
TIED: Final = {"LIVES_AT": "address", "USES_PHONE": "phone", "HAS_EMAIL": "email"}
"""Link from a person to the attribute of what it leads to, which is called the same in a profile."""
OF_OTHERS: Final = frozenset({"emergency-contact", "hostel", "care-home", "prison"})
"""Roles of such links that say nothing of who somebody is: it is another's number, or a home of hundreds."""
SEXES: Final = {"1": "male", "2": "female"}


class Persona(NamedTuple):
    """A person as one record has it."""

    row: Id
    profile: Profile
    raw: Mapping[str, str]
    """As received, by what a profile understands."""


def personas(inquiry: Inquiry, mentions: Sequence[MentionRow]) -> dict[str, Persona]:
    """By row and name of the mention (`ROW/NAME`), from all of its facets among these mentions, in their order."""
    records = sorted({m.record for m in mentions})
    ends = {m.id: m for m in inquiry.graph.mentions_of(records)}
    tied: dict[Id, list[LinkRow]] = defaultdict(list)
    for link in inquiry.graph.links_of(records):
        if link.type in TIED and link.role not in OF_OTHERS:
            tied[link.start_mention].append(link)
    facets: dict[tuple[Id, str], list[MentionRow]] = {}
    for mention in mentions:
        facets.setdefault((mention.row, mention.name), []).append(mention)
    return {
        f"{row}/{name}": _persona(row, [*_own(found), *_of_ties(found, tied, ends)])
        for (row, name), found in facets.items()
    }


def _own(facets: Iterable[MentionRow]) -> Iterable[tuple[str, Statement]]:
    live = [s for m in facets for s in _live(m)]
    return ((field, s) for attribute, field in OWN.items() for s in live if s.attribute == attribute)


def _of_ties(
    facets: Iterable[MentionRow], tied: Mapping[Id, Sequence[LinkRow]], ends: Mapping[Id, MentionRow]
) -> Iterable[tuple[str, Statement]]:
    for link in (link for m in facets for link in tied.get(m.id, ()) if link.end_mention in ends):
        yield from ((s.attribute, s) for s in _live(ends[link.end_mention]) if s.attribute == TIED[link.type])


def _live(mention: MentionRow) -> list[Statement]:
    return [s for s in decode_statements(mention.body) if s.value is not None and s.former is None]


def _persona(row: Id, said: Iterable[tuple[str, Statement]]) -> Persona:
    first: dict[str, Statement] = {}
    for field, statement in said:
        first.setdefault(field, statement)
    values = {field: s.value or "" for field, s in first.items()}
    values["sex"] = SEXES.get(values.get("sex", ""), values.get("sex", ""))
    return Persona(row, profile(values), {field: s.raw for field, s in first.items()})
