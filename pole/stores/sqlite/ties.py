"""Links as ties: counted, paged, followed. Everything streams from `adj`, whose key is the order of ties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import LiteralString, NamedTuple

from pole.errors import LimitReachedError
from pole.graph.questions import EVENT_LINKS_LIMIT, LinkWhere, Page, PageRequest, time_position
from pole.graph.rows import LINKS_PER_TIE, Columns, CountRow, Frontier, LinkRow, TieRow
from pole.model.facts import Id
from pole.model.kind import Kind
from pole.stores.sqlite.columns import LINK
from pole.stores.sqlite.conditions import Conditions, conditions, shape_conditions
from pole.stores.sqlite.connections import Look, Row, listed

_SEEN: LiteralString = " AND a.vis IN temp.visible"
_OUTSIDE: LiteralString = " AND a.other NOT IN (SELECT value FROM json_each(:group))"


class _Tie(NamedTuple):
    """The key of a tie, in tie order."""

    type: str
    role: str
    outgoing: int
    other: Id
    entity: Id
    held: int
    link: Id
    """One of its links; where it has no other, the one to show."""


def relationship_counts(look: Look, entities: Sequence[Id], where: LinkWhere) -> list[CountRow]:
    """Sorts of ties, each other counted once. Sort by sort, because within one only the other end is to be compared."""
    asked = conditions(where)
    found: list[CountRow] = []
    for type_, role, outgoing in sorted({sort for entity in entities for sort in _sorts(look, entity, where)}):
        rows = look.rows(
            "SELECT kind, count(*), sum(held) FROM (SELECT min(a.other_kind) AS kind, count(*) AS held FROM adj AS a"
            " WHERE a.entity " + _among(entities) + " AND a.type = :type AND a.role = :role AND a.outgoing = :outgoing"
            + _SEEN + _OUTSIDE + asked.sql + " GROUP BY a.other) GROUP BY kind ORDER BY kind",
            {**_group(entities, asked), "type": type_, "role": role, "outgoing": outgoing},
        )  # fmt: skip
        found += (CountRow(type_, role, bool(outgoing), *row) for row in rows)
    return found


def tie_others(look: Look, entities: Sequence[Id], where: LinkWhere) -> list[tuple[str, str, bool, Id, str, int]]:
    """Every tie of the entities taken as one."""
    asked = conditions(where)
    rows = look.rows(
        "SELECT a.type, a.role, a.outgoing, a.other, min(a.other_kind), count(*) FROM adj AS a WHERE a.entity "
        + _among(entities) + _SEEN + _OUTSIDE + asked.sql +
        " GROUP BY a.type, a.role, a.outgoing, a.other ORDER BY a.type, a.role, a.outgoing, a.other",
        _group(entities, asked),
    )  # fmt: skip
    return [(type_, role, bool(outgoing), other, kind, held) for type_, role, outgoing, other, kind, held in rows]


def _among(entities: Sequence[Id]) -> LiteralString:
    """A single entity is named by equality, so that grouping follows the key and sorts nothing."""
    return "= :one" if len(entities) == 1 else "IN (SELECT value FROM json_each(:group))"


def _group(entities: Sequence[Id], asked: Conditions) -> dict[str, object]:
    return {**asked.values, "one": entities[0] if entities else "", "group": listed(entities)}


def neighbours(look: Look, entities: Sequence[Id], where: LinkWhere, page: PageRequest) -> Page[TieRow]:
    """A page in tie order: the first ties of each entity, merged."""
    asked = conditions(where)
    found: list[_Tie] = []
    for entity in sorted(set(entities)):
        found += _ties_after(look, entity, asked, page, listed(entities))
    found.sort()
    return Page(_rows(look, found[: page.first], asked), len(found) > page.first)


def _ties_after(look: Look, entity: Id, asked: Conditions, page: PageRequest, group: str) -> Iterator[_Tie]:
    """The first ties of one entity after the position, one more than the page holds."""
    after: LiteralString = ""
    values: dict[str, object] = {**asked.values, "entity": entity, "group": group, "limit": page.first + 1}
    if page.after is not None:
        type_, role, outgoing, other, last = page.after
        # A later entity may still have the very tie that the page ended with.
        compare: LiteralString = " >= " if entity > last else " > "
        after = " AND (a.type, a.role, a.outgoing, a.other)" + compare + "(:at_type, :at_role, :at_outgoing, :at_other)"
        values |= {"at_type": type_, "at_role": role, "at_outgoing": int(outgoing), "at_other": other}
    rows = look.rows(
        "SELECT a.type, a.role, a.outgoing, a.other, a.entity, count(*), max(a.link) FROM adj AS a WHERE a.entity = :entity"
        + after + _SEEN + _OUTSIDE + asked.sql +
        " GROUP BY a.type, a.role, a.outgoing, a.other ORDER BY a.type, a.role, a.outgoing, a.other LIMIT :limit",
        values,
    )  # fmt: skip
    return map(_Tie._make, rows)


def _rows(look: Look, ties: Sequence[_Tie], asked: Conditions) -> list[TieRow]:
    """Ties with their newest links. Most ties have one link, and those are all fetched at once."""
    single = {link.id: link for link in links_in_order(look, [tie.link for tie in ties if tie.held == 1])}
    return [
        TieRow(
            tie.entity,
            tie.type,
            tie.role,
            bool(tie.outgoing),
            tie.other,
            (single[tie.link],) if tie.held == 1 else _newest(look, tie, asked),
            tie.held,
        )
        for tie in ties
    ]


def _newest(look: Look, tie: _Tie, asked: Conditions) -> tuple[LinkRow, ...]:
    rows = look.rows(
        "SELECT " + LINK + " FROM adj AS a CROSS JOIN links AS l ON l.id = a.link"
        " WHERE a.entity = :entity AND a.type = :type AND a.role = :role AND a.outgoing = :outgoing"
        " AND a.other = :other" + _SEEN + asked.sql + " ORDER BY a.received DESC, a.link LIMIT :limit",
        {**asked.values, **tie._asdict(), "limit": LINKS_PER_TIE},
    )
    return tuple(map(LinkRow._make, rows))


def ties(look: Look, pairs: Sequence[tuple[Id, Id]], where: LinkWhere) -> list[TieRow]:
    """Every tie of each pair, by seeking each pair under each sort of tie that the first of it has."""
    asked = conditions(where)
    others: dict[Id, set[Id]] = defaultdict(set)
    for entity, other in pairs:
        if entity != other:
            others[entity].add(other)
    found: list[TieRow] = []
    for entity in sorted(others):
        for sort in _sorts(look, entity, where):
            held = list(_ties_of(look, entity, sort, others[entity], asked))
            rows = _rows(look, [tie for tie, _ in held], asked)
            found += [row._replace(low=low) for row, (_, low) in zip(rows, held, strict=True)]
    return found


def _sorts(look: Look, entity: Id, where: LinkWhere) -> Iterator[tuple[str, str, int]]:
    """Each (type, role, direction) wanted that the entity has, by leaping over the ties between: a hub costs no more."""
    sort: tuple[str, str, int] | None = ("", "", -1)
    while sort is not None:
        # SQLite seeks the place of >= and not that of >, so the next direction is asked for.
        row = look.one(
            "SELECT a.type, a.role, a.outgoing FROM adj AS a WHERE a.entity = :entity"
            " AND (a.type, a.role, a.outgoing) >= (:type, :role, :outgoing)" + _SEEN +
            " ORDER BY a.type, a.role, a.outgoing LIMIT 1",
            {"entity": entity, "type": sort[0], "role": sort[1], "outgoing": sort[2] + 1},
        )  # fmt: skip
        sort = (row[0], row[1], row[2]) if row else None
        if sort and _wanted(sort, where):
            yield sort


def _wanted(sort: tuple[str, str, int], where: LinkWhere) -> bool:
    type_, role, _ = sort
    return (where.types is None or type_ in where.types) and (where.roles is None or role in where.roles)


def _ties_of(
    look: Look, entity: Id, sort: tuple[str, str, int], others: set[Id], asked: Conditions
) -> Iterator[tuple[_Tie, int | None]]:
    """Ties of one sort, each with its earliest second."""
    type_, role, outgoing = sort
    rows = look.rows(
        "SELECT a.type, a.role, a.outgoing, a.other, a.entity, count(*), max(a.link), min(a.low) FROM adj AS a"
        " WHERE a.entity = :entity AND a.type = :type AND a.role = :role AND a.outgoing = :outgoing"
        " AND a.other IN (SELECT value FROM json_each(:others))" + _SEEN + asked.sql +
        " GROUP BY a.other ORDER BY a.other",
        {
            **asked.values, "entity": entity, "type": type_, "role": role, "outgoing": outgoing,
            "others": listed(sorted(others)),
        },
    )  # fmt: skip
    for *tie, low in rows:
        yield _Tie._make(tie), low


def events(look: Look, entities: Sequence[Id], where: LinkWhere, page: PageRequest) -> Page[TieRow]:
    """A page of ties to events, by their earliest second."""
    asked = conditions(where)
    rows = look.rows(
        "SELECT a.type, a.role, a.outgoing, a.other, a.entity, a.link, a.low FROM adj AS a"
        " WHERE a.entity IN (SELECT value FROM json_each(:group)) AND a.other_kind = :event"
        + _SEEN + _OUTSIDE + asked.sql + " LIMIT :limit",
        {**asked.values, "group": listed(entities), "event": Kind.EVENT.value, "limit": EVENT_LINKS_LIMIT + 1},
    )  # fmt: skip
    if len(rows) > EVENT_LINKS_LIMIT:
        raise LimitReachedError("The number of links in order of time", EVENT_LINKS_LIMIT, "page in order of type")
    placed = sorted((_position(tie, low), tie, low) for tie, low in _dated(rows))
    left = [(tie, low) for place, tie, low in placed if page.after is None or place > page.after]
    shown = left[: page.first]
    ties = _rows(look, [tie for tie, _ in shown], asked)
    dated = [tie._replace(low=low) for tie, (_, low) in zip(ties, shown, strict=True)]
    return Page(dated, len(left) > page.first)


def _dated(rows: Iterable[Row]) -> Iterator[tuple[_Tie, int | None]]:
    """Ties of single links, each with its earliest second."""
    links: dict[tuple[str, str, int, Id, Id], list[tuple[Id, int | None]]] = defaultdict(list)
    for type_, role, outgoing, other, entity, link, low in rows:
        links[(type_, role, outgoing, other, entity)].append((link, low))
    for key, held in links.items():
        lows = [low for _, low in held if low is not None]
        yield _Tie(*key, len(held), held[0][0]), min(lows, default=None)


def _position(tie: _Tie, low: int | None) -> tuple[str, ...]:
    return (time_position(low), tie.type, tie.role, str(tie.outgoing), tie.other, tie.entity)


def frontier(look: Look, ids: Sequence[Id], where: LinkWhere, hub: int | None) -> Frontier:
    """One step: first who is a hub, then the pairs of the others."""
    entities = sorted(set(ids))
    hubs = _hubs(look, entities, where, hub) if hub is not None else []
    expanded = [id_ for id_ in entities if id_ not in set(hubs)] if hubs else entities
    asked = conditions(where)
    pairs = look.rows(
        "SELECT DISTINCT a.entity, a.other FROM json_each(:ids) AS i CROSS JOIN adj AS a ON a.entity = i.value"
        " WHERE a.other <> a.entity" + _SEEN + asked.sql + " ORDER BY a.entity, a.other",
        {**asked.values, "ids": listed(expanded)},
    )
    return Frontier([of for of, _ in pairs], [other for _, other in pairs], hubs)


def _hubs(look: Look, entities: Sequence[Id], where: LinkWhere, hub: int) -> list[Id]:
    """Those with more distinct others than `hub`, counted no further than needed."""
    asked = shape_conditions(where)
    rows = look.rows(
        "SELECT i.value FROM json_each(:ids) AS i WHERE (SELECT count(*) FROM (SELECT DISTINCT a.other FROM adj AS a"
        " WHERE a.entity = i.value AND a.other <> a.entity" + _SEEN + asked.sql + " LIMIT :hub + 1)) > :hub",
        {**asked.values, "ids": listed(entities), "hub": hub},
    )
    return [id_ for (id_,) in rows]


def links_between(
    look: Look, ends: tuple[Sequence[Id], Sequence[Id]], sort: tuple[str, str, int], page: PageRequest
) -> Page[LinkRow]:
    """A page of the links of one tie between two groups, newest first."""
    keys: list[tuple[str, str]] = []
    for entity in sorted(set(ends[0])):
        for other in sorted(set(ends[1])):
            keys += _link_keys(look, {"entity": entity, "other": other}, sort, page)
    keys.sort(key=lambda key: key[1])
    keys.sort(key=lambda key: key[0], reverse=True)
    shown = links_in_order(look, [id_ for _, id_ in keys[: page.first]])
    return Page(shown, len(keys) > page.first)


def _link_keys(
    look: Look, ends: dict[str, object], sort: tuple[str, str, int], page: PageRequest
) -> list[tuple[str, str]]:
    """(received, id) of the first links of one tie after the position: the rest of that receipt, then what is older."""
    values = {**ends, "type": sort[0], "role": sort[1], "outgoing": sort[2], "limit": page.first + 1}
    tie: LiteralString = (
        "SELECT a.received, a.link FROM adj AS a WHERE a.entity = :entity AND a.type = :type AND a.role = :role"
        " AND a.outgoing = :outgoing AND a.other = :other"
    )
    order: LiteralString = _SEEN + " ORDER BY a.received DESC, a.link LIMIT :limit"
    if page.after is None:
        rows = look.rows(tie + order, values)
    else:
        values |= {"at": page.after[0], "id": page.after[1]}
        rows = look.rows(tie + " AND a.received = :at AND a.link > :id" + order, values)
        rows += look.rows(tie + " AND a.received < :at" + order, values)
    return [(received, link) for received, link in rows]


def links_in_order(look: Look, ids: Sequence[Id]) -> list[LinkRow]:
    """Links in the order of `ids`."""
    rows = look.rows(
        "SELECT " + LINK + " FROM json_each(:ids) AS i CROSS JOIN links AS l ON l.id = i.value"
        " WHERE l.vis IN temp.visible ORDER BY i.key",
        {"ids": listed(ids)},
    )
    return list(map(LinkRow._make, rows))


def projection(look: Look, where: LinkWhere) -> Columns:
    """Whole columns. Conditions on kinds and subtypes hold for both ends."""
    asked = conditions(where._replace(outgoing=None))
    both: LiteralString = ""
    if where.kinds is not None:
        both += " AND l.start_kind IN (SELECT value FROM json_each(:kinds))"
    if where.subtypes is not None:
        both += " AND l.start_subtype IN (SELECT value FROM json_each(:subtypes))"
    join: LiteralString = " CROSS JOIN links AS l ON l.id = a.link" if both else ""
    columns = Columns([], [], [], [])
    rows = look.each(
        "SELECT a.entity, a.other, a.type, a.role FROM adj AS a" + join + " WHERE a.outgoing = 1" + _SEEN + asked.sql
        + both + " ORDER BY a.entity, a.other, a.type, a.role, a.link",
        asked.values,
    )  # fmt: skip
    for row in rows:
        for column, value in zip(columns, row, strict=True):
            column.append(value)
    return columns
