"""Conditions on links as query text over `adj` (as `a`) and its parameters."""

from __future__ import annotations

from typing import LiteralString, NamedTuple

from pole.graph.questions import LinkWhere
from pole.stores.sqlite.connections import listed


class Conditions(NamedTuple):
    """Text that begins with AND, or nothing; and its values."""

    sql: LiteralString
    values: dict[str, object]


def conditions(where: LinkWhere) -> Conditions:
    """All of them."""
    sql, values = shape_conditions(where)
    if where.sources is not None:
        sql += " AND a.source IN (SELECT value FROM json_each(:sources))"
        values["sources"] = listed(where.sources)
    if where.standings is not None:
        sql += " AND coalesce(a.standing, '') IN (SELECT value FROM json_each(:standings))"
        values["standings"] = listed(where.standings)
    if where.grades is not None:
        sql += " AND coalesce(a.grade, '') IN (SELECT value FROM json_each(:grades))"
        values["grades"] = listed(where.grades)
    if where.low is not None:
        sql += " AND (a.high IS NULL OR a.high >= :low)"
        values["low"] = where.low
    if where.high is not None:
        sql += " AND (a.low IS NULL OR a.low <= :high)"
        values["high"] = where.high
    if not where.undated and (where.low is not None or where.high is not None):
        sql += " AND (a.low IS NOT NULL OR a.high IS NOT NULL)"
    return Conditions(sql, values)


def shape_conditions(where: LinkWhere) -> Conditions:
    """Those by which a hub is judged: what the link is, which way it leads, and what stands at its other end."""
    sql: LiteralString = ""
    values: dict[str, object] = {}
    if where.types is not None:
        sql += " AND a.type IN (SELECT value FROM json_each(:types))"
        values["types"] = listed(where.types)
    if where.roles is not None:
        sql += " AND a.role IN (SELECT value FROM json_each(:roles))"
        values["roles"] = listed(where.roles)
    if where.kinds is not None:
        sql += " AND a.other_kind IN (SELECT value FROM json_each(:kinds))"
        values["kinds"] = listed(where.kinds)
    if where.subtypes is not None:
        sql += " AND a.other_subtype IN (SELECT value FROM json_each(:subtypes))"
        values["subtypes"] = listed(where.subtypes)
    if where.outgoing is not None:
        sql += " AND a.outgoing = :direction"
        values["direction"] = int(where.outgoing)
    return Conditions(sql, values)
