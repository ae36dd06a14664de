"""Links as ties: counted, paged, told by time.

An entity with few links is read whole and folded here. A hub is read along the tie index of each of its link types,
type by type, until the page is full, so that its first page costs no more than another's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import LiteralString, NamedTuple

from pole.errors import LimitReachedError
from pole.graph.questions import EVENT_LINKS_LIMIT, LinkWhere, Page, PageRequest, time_position
from pole.graph.rows import LINKS_PER_TIE, CountRow, LinkRow, TieRow
from pole.model.facts import Id
from pole.model.kind import Kind
from pole.stores.bolt.clauses import AT_END, AT_START, EITHER, Far, admits_none, conditions, values
from pole.stores.bolt.names import any_of, is_link_type, link_type
from pole.stores.bolt.shapes import SEPARATOR, link_of, newest, tie_text
from pole.stores.bolt.sight import Sight, in_order
from pole.stores.bolt.wire import Row

FEW = 250
"""Links that are sooner read whole than sought."""


class Tie(NamedTuple):
    """The name of a tie, in tie order."""

    type: str
    role: str
    outgoing: bool
    other: Id
    entity: Id


def group(where: LinkWhere) -> LiteralString:
    """Every visible link `r` from an entity `n` of the group to an entity `o` outside it."""
    return (
        "MATCH (e:Entity) WHERE e.id IN $entities AND e.vis IN $vis WITH collect(e) AS group UNWIND group AS n"
        f" MATCH (n)-[r{any_of(where.types)}]-(o:Entity)"
        " WHERE r.vis IN $vis AND o.vis IN $vis AND NOT o IN group" + conditions(where)
    )


def relationship_counts(sight: Sight, entities: Sequence[Id], where: LinkWhere) -> list[CountRow]:
    """Sorts of ties, each other counted once."""
    if admits_none(where):
        return []
    rows = sight.rows(
        group(where) + " RETURN type(r), r.role, startNode(r) = n, " + EITHER.kind + ", count(DISTINCT o), count(*)",
        entities=list(entities),
        **values(where),
    )
    return sorted(CountRow(*row) for row in rows)


def tie_others(sight: Sight, entities: Sequence[Id], where: LinkWhere) -> list[tuple[str, str, bool, Id, str, int]]:
    """Every tie of the entities taken as one."""
    if admits_none(where):
        return []
    (found,) = sight.one(
        group(where) + " WITH type(r) AS type, r.role AS role, startNode(r) = n AS outgoing, o.id AS other,"
        f" min({EITHER.kind}) AS kind, count(*) AS links RETURN collect([type, role, outgoing, other, kind, links])",
        entities=list(entities),
        **values(where),
    )
    return sorted((t, role, outgoing, other, kind, links) for t, role, outgoing, other, kind, links in found)


def neighbours(sight: Sight, entities: Sequence[Id], where: LinkWhere, page: PageRequest) -> Page[TieRow]:
    """A page in tie order."""
    if admits_none(where):
        return Page([], False)
    (found,) = sight.one(
        group(where) + " WITH n, r LIMIT $few RETURN collect([startNode(r) = n, type(r), properties(r)])",
        entities=list(entities),
        few=FEW + 1,
        **values(where),
    )
    if len(found) > FEW:
        return along_index(sight, sorted(set(entities)), where, page)
    ties = fold((outgoing, link_of(type_, p)) for outgoing, type_, p in found)
    return page_of(ties, page)


def page_of(ties: Iterable[TieRow], page: PageRequest) -> Page[TieRow]:
    """The page of these ties, which are all in order."""
    left = [tie for tie in ties if page.after is None or position(tie) > page.after]
    return Page(left[: page.first], len(left) > page.first)


def position(tie: TieRow) -> tuple[str, ...]:
    """Where a tie stands in tie order."""
    return (tie.type, tie.role, "1" if tie.outgoing else "0", tie.other, tie.entity)


def fold(seen: Iterable[tuple[bool, LinkRow]]) -> list[TieRow]:
    """Ties in order, from links and whether each was seen from its start."""
    links: dict[Tie, list[LinkRow]] = defaultdict(list)
    for outgoing, k in seen:
        entity, other = (k.start, k.end) if outgoing else (k.end, k.start)
        links[Tie(k.type, k.role, outgoing, other, entity)].append(k)
    return [tie_row(tie, found, len(found)) for tie, found in sorted(links.items())]


def tie_row(tie: Tie, links: list[LinkRow], held: int) -> TieRow:
    """A tie with the newest of its links."""
    first = sorted(links, key=lambda k: newest(k.received, k.id))[:LINKS_PER_TIE]
    return TieRow(tie.entity, tie.type, tie.role, tie.outgoing, tie.other, tuple(first), held)


def along_index(sight: Sight, entities: list[Id], where: LinkWhere, page: PageRequest) -> Page[TieRow]:
    """A page of a group that holds many links: type by type until one tie more than the page is found."""
    found: list[tuple[Tie, int]] = []
    for name in _types_held(sight, entities, where, page):
        found += _ties_of_type(sight, entities, name, where, page, page.first + 1 - len(found))
        if len(found) > page.first:
            break
    return Page(with_links(sight, found[: page.first], where), len(found) > page.first)


def _types_held(sight: Sight, entities: list[Id], where: LinkWhere, page: PageRequest) -> list[str]:
    """The link types, in order, of which the group has any, from the position on. The server keeps degrees."""
    first = page.after[0] if page.after else ""
    types = [name for name in sight.link_types() if name >= first and (where.types is None or name in where.types)]
    degrees = ", ".join(f"COUNT {{ (n)-[:{name}]-() }}" for name in map(link_type, types))
    rows = sight.rows(
        f"UNWIND $entities AS id MATCH (n:Entity {{id: id}}) WHERE n.vis IN $vis RETURN [{degrees}]", entities=entities
    )
    return [name for n, name in enumerate(types) if any(row[0][n] for row in rows)]


def _ties_of_type(
    sight: Sight, entities: list[Id], name: str, where: LinkWhere, page: PageRequest, wanted: int
) -> list[tuple[Tie, int]]:
    """The first ties of one type after the position, with how many links each holds."""
    rows = sight.rows(
        _index_text(name, where),
        **values(where),
        entities=entities,
        starts=[
            {
                "id": entity,
                "out": _from(entity, True, name, page),
                "in": _from(entity, False, name, page),
                "last": entity + chr(ord(SEPARATOR) + 1),
            }
            for entity in entities
        ],
        wanted=wanted + 1,
    )
    found = [_indexed(name, *row) for row in rows]
    return sorted(entry for entry in found if page.after is None or _texts(entry[0]) > page.after)[:wanted]


def _texts(tie: Tie) -> tuple[str, ...]:
    return (tie.type, tie.role, "1" if tie.outgoing else "0", tie.other, tie.entity)


def _indexed(name: str, outgoing: bool, text: str, held: int) -> tuple[Tie, int]:
    entity, role, other = text.split(SEPARATOR)
    return Tie(name, role, outgoing, other, entity), held


def _from(entity: Id, outgoing: bool, name: str, page: PageRequest) -> str:
    """Where along the index the ties after the position begin; the position itself may be the first of them."""
    if page.after is None or page.after[0] != name:
        return entity + SEPARATOR
    _, role, direction, other, _ = page.after
    return tie_text(entity, role, other if direction == ("1" if outgoing else "0") else "")


def _index_text(name: str, where: LinkWhere) -> LiteralString:
    """Ties of each entity from its start on, in either direction: the index has them in order, so no more is read."""
    link = link_type(name)
    out, into = conditions(where, AT_END), conditions(where, AT_START)
    return (
        "UNWIND $starts AS start CALL (start) {"
        f" MATCH ()-[r:{link}]->() WHERE r.tie_out >= start.out AND r.tie_out < start.last"
        f" AND r.vis IN $vis AND NOT r.end IN $entities{out}"
        " WITH r.tie_out AS tie, count(*) AS held ORDER BY tie LIMIT $wanted RETURN true AS outgoing, tie, held"
        " UNION ALL"
        f" MATCH ()-[r:{link}]->() WHERE r.tie_in >= start.in AND r.tie_in < start.last"
        f" AND r.vis IN $vis AND NOT r.start IN $entities{into}"
        " WITH r.tie_in AS tie, count(*) AS held ORDER BY tie LIMIT $wanted RETURN false AS outgoing, tie, held"
        " } RETURN outgoing, tie, held"
    )


def _far(outgoing: bool) -> Far:
    return AT_END if outgoing else AT_START


def with_links(sight: Sight, found: Sequence[tuple[Tie, int]], where: LinkWhere) -> list[TieRow]:
    """These ties with the newest of their links, sought by the tie index."""
    links: dict[Tie, list[LinkRow]] = defaultdict(list)
    for name in sorted({tie.type for tie, _ in found}):
        for outgoing in (False, True):
            of = [tie for tie, _ in found if tie.type == name and tie.outgoing == outgoing]
            for tie, link in _links_of_ties(sight, name, outgoing, of, where):
                links[tie].append(link)
    return [tie_row(tie, links[tie], held) for tie, held in found]


def _links_of_ties(
    sight: Sight, name: str, outgoing: bool, ties: Sequence[Tie], where: LinkWhere
) -> Iterator[tuple[Tie, LinkRow]]:
    if not ties:
        return
    checked = link_type(name)
    rows = sight.rows(
        f"UNWIND range(0, size($ties) - 1) AS i CALL (i) {{ MATCH ()-[r:{checked}]->()"
        " WHERE r.tie_out = $ties[i] AND r.vis IN $vis" + conditions(where, _far(outgoing)) +
        " RETURN r ORDER BY r.received DESC, r.id LIMIT $most }"
        " RETURN i, collect(properties(r))",
        ties=[_out_text(tie) for tie in ties],
        most=LINKS_PER_TIE,
        **values(where),
    )  # fmt: skip
    for i, found in rows:
        for p in found:
            yield ties[i], link_of(name, p)


def _out_text(tie: Tie) -> str:
    if tie.outgoing:
        return tie_text(tie.entity, tie.role, tie.other)
    return tie_text(tie.other, tie.role, tie.entity)


def ties_between(where: LinkWhere) -> LiteralString:
    """The ties of `$pairs`, each with the newest `links` of those `held`, and the `low` of all."""
    return (
        "UNWIND $pairs AS pair MATCH (n:Entity {id: pair[0]}) WHERE n.vis IN $vis"
        " MATCH (o:Entity {id: pair[1]}) WHERE o.vis IN $vis"
        f" MATCH (n)-[r{any_of(where.types)}]-(o) WHERE r.vis IN $vis" + conditions(where) +
        " WITH n, o, r, startNode(r) = n AS outgoing ORDER BY r.received DESC, r.id"
        " WITH n, o, outgoing, type(r) AS type, r.role AS role, collect(r)[..$most] AS links, count(*) AS held,"
        " min(r.low) AS low"
    )  # fmt: skip


def tie_between(row: Row) -> TieRow:
    """A tie from what `ties_between` finds of it."""
    entity, name, role, outgoing, other, links, held, low = row
    return TieRow(entity, name, role, outgoing, other, tuple(link_of(name, p) for p in links), held, low)


def asked_pairs(pairs: Iterable[tuple[Id, Id]]) -> list[list[Id]]:
    """Each pair once; one of an entity with itself has no tie."""
    return [[a, b] for a, b in dict.fromkeys(pairs) if a != b]


def events(sight: Sight, entities: Sequence[Id], where: LinkWhere, page: PageRequest) -> Page[TieRow]:
    """A page of ties to events, by their earliest second."""
    event = Kind.EVENT.value
    asked = where._replace(kinds=(event,) if where.kinds is None or event in where.kinds else ())
    if admits_none(asked):
        return Page([], False)
    rows = sight.rows(
        group(asked) + " WITH n, r, o LIMIT $few"
        " RETURN type(r), r.role, startNode(r) = n, o.id, n.id, count(*), min(r.low)",
        entities=list(entities),
        few=EVENT_LINKS_LIMIT + 1,
        **values(asked),
    )
    if sum(row[5] for row in rows) > EVENT_LINKS_LIMIT:
        raise LimitReachedError("The number of links in order of time", EVENT_LINKS_LIMIT, "page in order of type")
    placed = sorted(((time_position(row[6]), *_texts(Tie(*row[:5]))), Tie(*row[:5]), row[5], row[6]) for row in rows)
    left = [entry for entry in placed if page.after is None or entry[0] > page.after]
    shown = left[: page.first]
    found = with_links(sight, [(tie, held) for _, tie, held, _ in shown], asked)
    return Page(
        [row._replace(low=low) for row, (_, _, _, low) in zip(found, shown, strict=True)], len(left) > page.first
    )


def links_between(
    sight: Sight, ends: tuple[Sequence[Id], Sequence[Id]], sort: tuple[str, str, bool], page: PageRequest
) -> Page[LinkRow]:
    """A page of the links of one tie between two groups, newest first."""
    name, role, outgoing = sort
    if not is_link_type(name):
        return Page([], False)
    checked = link_type(name)
    (found,) = sight.one(
        f"UNWIND $ties AS tie MATCH ()-[r:{checked}]->() WHERE r.tie_out = tie AND r.vis IN $vis"
        " AND ($received IS NULL OR r.received < $received OR (r.received = $received AND r.id > $id))"
        " WITH r ORDER BY r.received DESC, r.id LIMIT $limit RETURN collect(properties(r))",
        ties=[
            _out_text(Tie(name, role, outgoing, other, entity))
            for entity in in_order(ends[0])
            for other in in_order(ends[1])
        ],
        received=page.after[0] if page.after else None,
        id=page.after[1] if page.after else None,
        limit=page.first + 1,
    )
    return Page([link_of(name, p) for p in found[: page.first]], len(found) > page.first)
