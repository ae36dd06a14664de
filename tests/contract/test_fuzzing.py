"""Queries drawn from the contract itself by schemathesis: none may meet a fault or break the contract."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from graphql import (
    REMOVE,
    ArgumentNode,
    ListValueNode,
    NameNode,
    StringValueNode,
    VisitorAction,
    parse,
    print_ast,
    visit,
)
from graphql.language import Visitor
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import queries
from schemathesis.graphql import nodes

from pole.api.contract import SCHEMA, schema_text
from tests.api.conftest import Loaded
from tests.contract.live import served

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")  # of a case, when it fails
MOMENTS = st.sampled_from(("2021", "2021-02", "2021-02-16", "2021-02-16T21:48Z", "0001", "9999-12-31T23:59:59Z"))
INSTANTS = st.sampled_from(("2026-11-21T08:30:00Z", "0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59Z"))

schemathesis.graphql.scalar("Moment", MOMENTS.map(nodes.String))
schemathesis.graphql.scalar("DateTime", INSTANTS.map(nodes.String))
SCHEMA_UNDER_TEST = schemathesis.graphql.from_path(ROOT / "graphql" / SCHEMA)


@pytest.fixture(scope="module")
def url(loaded: Loaded) -> Generator[str]:
    """The address of a service with data."""
    with served(loaded.service.app) as address:
        yield f"{address}/graphql"


@SCHEMA_UNDER_TEST.parametrize()
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_query_meets_a_fault(case: Any, url: str, loaded: Loaded) -> None:
    response = case.call(base_url=url, headers=loaded.service.headers("both"))
    assert response.status_code in (200, 400)
    errors = response.json().get("errors", ())
    assert [error for error in errors if error["extensions"]["code"] == "unexpected"] == []
    refused = {error["extensions"]["code"] for error in errors if "path" not in error}
    assert refused <= {"limit-reached", "GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED"}


class RealIds(Visitor):
    """Puts ids of what there is in place of drawn ones, and leaves out what would only make a page empty."""

    def __init__(self, ids: list[str], pick: int) -> None:
        super().__init__()
        self._ids = ids
        self._next = pick

    def enter_argument(self, node: ArgumentNode, *_: Any) -> VisitorAction | ArgumentNode:
        """One argument."""
        name, listed = node.name.value, isinstance(node.value, ListValueNode)
        if name in ("after", "filter"):
            return REMOVE
        if name != "id" and not (name in ("from", "to") and listed):
            return None
        self._next += 1
        value = StringValueNode(value=self._ids[self._next % len(self._ids)])
        return ArgumentNode(name=NameNode(value=name), value=ListValueNode(values=(value,)) if listed else value)


@pytest.fixture(scope="module")
def ids(loaded: Loaded) -> list[str]:
    """Things of every kind, records and links."""
    service = loaded.service
    found = [
        edge["node"]["id"]
        for text in ("road", "a*", "b*", "c*", "2*")
        for edge in service.saved("search", {"text": text, "first": 20}, "both")["search"]["edges"]
    ]
    query = """query($id: ID!) { entity(id: $id) { ... on Entity { records(first: 2) { edges { node { id } } }
      relationships(first: 2) { edges { relationship { links(first: 1) { edges { node { id } } } } } } } } }"""
    for id_ in found[::5]:
        told = service.ask(query, {"id": id_}, "both")["entity"]
        found += [edge["node"]["id"] for edge in told["records"]["edges"]]
        ties = [edge["relationship"] for edge in told["relationships"]["edges"]]
        found += [edge["node"]["id"] for tie in ties for edge in tie["links"]["edges"]]
    return found


DRAWN = queries(
    schema_text(),
    fields=["entity", "node", "record", "search", "paths"],
    custom_scalars={"Moment": MOMENTS.map(nodes.String), "DateTime": INSTANTS.map(nodes.String)},
    allow_null=False,
)


@given(DRAWN, st.integers(0, 500))
@settings(max_examples=30)
def test_no_query_about_what_there_is_meets_a_fault(loaded: Loaded, ids: list[str], drawn: str, pick: int) -> None:
    query = print_ast(visit(parse(drawn), RealIds(ids, pick)))
    response = loaded.service.post({"query": query}, "both")
    assert response.status_code == 200
    assert [e for e in response.json().get("errors", ()) if e["extensions"]["code"] == "unexpected"] == []
