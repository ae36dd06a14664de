"""What a hostile or careless client can send, and what it gets: bounded work, and no word of what happened inside."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message

from tests.api.service import Service, application


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Service:
    """A service over an empty store."""
    folder: Path = tmp_path_factory.mktemp("empty")
    return Service(application(folder))


def limit(service: Service, query: str, variables: Mapping[str, object] | None = None) -> str:
    """The limit that refuses a document."""
    error = service.post({"query": query, "variables": variables}).json()["errors"][0]
    assert error["extensions"]["code"] == "limit-reached", error
    name: str = error["extensions"]["limit"]
    return name


def fan_out(levels: int, between: str = "{}") -> str:
    """Fragments that each spread the next one twice."""
    parts = [f"fragment f{n} on Query {{ {between.format(f'...f{n + 1} ...f{n + 1}')} }}" for n in range(levels)]
    return "\n".join(["{ ...f0 }", *parts, f"fragment f{levels} on Query {{ viewer {{ name }} }}"])


def test_a_fan_out_of_sixty_levels_is_refused_in_fifty_milliseconds(empty: Service) -> None:
    times: list[float] = []
    for _ in range(5):
        headers = empty.headers()
        began = time.perf_counter()
        response = empty.send("POST", "/graphql", json={"query": fan_out(60)}, headers=headers)
        times.append(time.perf_counter() - began)
        assert response.json()["errors"][0]["extensions"]["code"] == "limit-reached"
    assert min(times) < 0.05


@pytest.mark.parametrize(("levels", "between"), [(18, "{}"), (30, "{}"), (8, "a: node(id: 1) {{ id }} {}")])
def test_every_other_fan_out_is_refused(empty: Service, levels: int, between: str) -> None:
    assert limit(empty, fan_out(levels, between)) in ("root fields of a document", "aliases in a document")


def test_fragments_in_a_circle_are_refused(empty: Service) -> None:
    assert empty.code("{ ...a } fragment a on Query { ...b } fragment b on Query { ...a viewer { name } }") == (
        "GRAPHQL_VALIDATION_FAILED"
    )


def test_aliases_directives_root_fields_depth_fields_and_cost_are_bounded(empty: Service) -> None:
    aliases = " ".join(f"a{n}: name" for n in range(16))
    assert limit(empty, f"{{ viewer {{ {aliases} }} }}") == "aliases in a document"
    assert limit(empty, "{ viewer { name " + "@include(if: true) " * 6 + "} }") == "directives in a document"
    assert limit(empty, "{ " + "viewer { name } " * 11 + "}") == "root fields of a document"
    assert limit(empty, "{ viewer { " + "name " * 1_000 + "} }") == "fields of a document"
    deep = "relationships { edges { other { " * 4 + "id" + " } } }" * 4
    assert limit(empty, f'{{ entity(id: "1") {{ ... on Person {{ {deep} }} }} }}') == "depth of a document"
    wide = "relationships(first: 100) { edges { other { relationships(first: 100) { edges { other { id } } } } } }"
    assert limit(empty, f'{{ entity(id: "1") {{ ... on Person {{ {wide} }} }} }}') == "cost of a document"


def test_page_sizes_count_as_given_in_variables(empty: Service) -> None:
    query = """query($n: Int!, $m: Int = 100) { entity(id: "1") { ... on Person { relationships(first: $n) { edges { other {
      relationships(first: $m) { edges { other { id } } } } } } } } }"""
    assert empty.ask(query, {"n": 3, "m": 3})["entity"] == {}
    assert limit(empty, query, {"n": 100}) == "cost of a document"
    assert limit(empty, query, {"n": 10**18, "m": 1}) == "cost of a document"


def test_repeated_fields_cost_no_more_than_their_number(empty: Service) -> None:
    began = time.process_time()
    empty.post({"query": "{ viewer { " + "name " * 990 + "} }"})
    assert time.process_time() - began < 2


def test_long_documents_and_bodies_are_refused(empty: Service) -> None:
    assert empty.code("{ viewer { " + "name " * 2_000 + "} }") == "GRAPHQL_PARSE_FAILED"
    assert empty.post({"query": "{ viewer { name } }", "extensions": {"x": "y" * 300_000}}).status_code == 413


@pytest.mark.parametrize("text", ["{a" * 900, "{ f(a: " + "[" * 1_900, "{ f(a: " + "{a: " * 600])
def test_deep_nesting_is_refused_by_name(empty: Service, text: str) -> None:
    error = empty.post({"query": text}).json()["errors"][0]
    assert error["extensions"]["code"] in ("limit-reached", "GRAPHQL_PARSE_FAILED")


def test_deep_json_is_no_json(empty: Service) -> None:
    response = empty.send(
        "POST", "/graphql", content=b"[" * 100_000, headers={**empty.headers(), "Content-Type": "application/json"}
    )
    assert response.status_code == 400


@pytest.mark.parametrize("first", [0, -1, 101, 2**31 - 1])
def test_pages_are_bounded(empty: Service, first: int) -> None:
    assert limit(empty, "query($n: Int!) { search(text: \"x1\", first: $n) { totalCount } }", {"n": first}) in (
        "first", "cost of a document",
    )  # fmt: skip


def test_list_and_text_arguments_are_bounded(empty: Service) -> None:
    ids = [str(n) for n in range(60)]
    answer = empty.ask(
        "query($f: [ID!]!, $t: [ID!]!) { paths(from: $f, to: $t) { ... on LimitReached { limit allowed } } }",
        {"f": ids, "t": ids},
    )
    assert answer["paths"] == {"limit": "from", "allowed": 20}
    assert limit(empty, "query($t: String!) { search(text: $t) { totalCount } }", {"t": "x" * 501}) == "text"
    about = [{"surname": "Berg"}] * 11
    assert limit(empty, "query($a: [BriefingTarget!]!) { briefing(about: $a) { more } }", {"a": about}) == "about"
    kinds = {"f": {"subtypes": ids}}
    assert (
        limit(empty, 'query($f: SearchFilter) { search(text: "x1", filter: $f) { totalCount } }', kinds) == "subtypes"
    )


def test_introspection_is_bounded(empty: Service) -> None:
    deep = "{ __schema { types { fields { type { " + "fields { type { " * 3 + "name" + " } }" * 3 + " } } } } }"
    assert empty.code(deep) == "GRAPHQL_VALIDATION_FAILED"
    assert (
        limit(empty, "{ " + " ".join(f"a{n}: __schema {{ types {{ name }} }}" for n in range(3)) + " }")
        == "cost of a document"
    )


def test_batches_uploads_forms_and_texts_are_refused(empty: Service) -> None:
    query = "{ viewer { name } }"
    assert empty.post([{"query": query}]).status_code == 400
    headers = empty.headers()
    assert empty.send("POST", "/graphql", data={"query": query}, headers=headers).status_code == 415
    files = {"operations": (None, f'{{"query": "{query}"}}'), "map": (None, "{}")}
    assert empty.send("POST", "/graphql", files=files, headers=headers).status_code == 415
    for type_ in ("text/plain", "application/json; charset=utf-16", "text/plain;application/json", ""):
        told = {**headers, "Content-Type": type_}
        assert empty.send("POST", "/graphql", content=f'{{"query": "{query}"}}', headers=told).status_code == 415


def test_get_answers_about_the_schema_alone(empty: Service) -> None:
    def get(query: str) -> int:
        return empty.send("GET", "/graphql", params={"query": query}, headers=empty.headers()).status_code

    assert get("{ __typename }") == 200
    assert get("{ viewer { name } }") == 405
    assert get("{ __typename ...f } fragment f on Query { viewer { name } }") == 405
    assert get("{ __typename } query b { viewer { name } }") == 405
    assert get("{") == 400
    assert empty.send("GET", "/graphql", params={"query": "{ __typename }"}).status_code == 401
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
        assert empty.send(method, "/graphql", headers=empty.headers()).status_code == 405


@pytest.mark.parametrize("protocol", ["graphql-ws", "graphql-transport-ws"])
def test_there_are_no_web_sockets(empty: Service, protocol: str) -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(name.lower().encode(), value.encode()) for name, value in empty.headers().items()]
    scope = {
        "type": "websocket",
        "path": "/graphql",
        "headers": headers,
        "subprotocols": [protocol],
        "query_string": b"",
    }
    asyncio.run(empty.app(scope, receive, send))
    assert [message["type"] for message in sent] == ["websocket.close"]


def test_there_are_no_streams_and_no_pages_of_fastapi(empty: Service) -> None:
    answer = empty.post({"query": "{ viewer { name } }"}, Accept="text/event-stream")
    assert answer.headers["content-type"].startswith("application/json")
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert empty.send("GET", path).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "{ viewr { name } }",
        "{ viewer { nam } }",
        '{ search(txt: "a") { totalCount } }',
        '{ search(text: "a", filter: {kids: PERSON}) { totalCount } }',
        '{ search(text: "a", filter: {kinds: [PERSO]}) { totalCount } }',
        "{ ... on Quer { viewer { name } } }",
        "{ viewer @inclue(if: true) { name } }",
        "{ viewer { ...naem } } fragment name on Viewer { name }",
    ],
)
def test_no_error_suggests_a_name(empty: Service, query: str) -> None:
    errors = empty.post({"query": query}).json()["errors"]
    assert all("Did you mean" not in error["message"] for error in errors)
    assert {error["extensions"]["code"] for error in errors} == {"GRAPHQL_VALIDATION_FAILED"}


def test_no_error_about_variables_suggests_a_name(empty: Service) -> None:
    query = 'query($f: SearchFilter) { search(text: "a1", filter: $f) { totalCount } }'
    wrongs: list[dict[str, list[str]]] = [{"kids": []}, {"kinds": ["PERSO"]}]
    for wrong in wrongs:
        errors = empty.post({"query": query, "variables": {"f": wrong}}).json()["errors"]
        assert all("Did you mean" not in error["message"] for error in errors)


def test_times_that_are_none_are_refused_with_what_is_expected(empty: Service) -> None:
    values: list[object] = ["yesterday", "2021-13", "2021-02-30", "", 5, True, [], {}]
    for value in values:
        query = (
            'query($m: Moment!) { search(text: "a1") { edges { node { ... on Person { age(at: $m) { from } } } } } }'
        )
        assert empty.code(query, {"m": value}) == "GRAPHQL_VALIDATION_FAILED"
    for moment in ("2021", "2021-02-16T21:48:00", "9999-12-31T23:59:59-14:00", 7):
        query = 'query($t: DateTime) { entity(id: "1", asAt: $t) { __typename } }'
        assert empty.code(query, {"t": moment}) == "GRAPHQL_VALIDATION_FAILED"


@given(st.binary(max_size=300))
def test_no_body_breaks_the_service(empty: Service, body: bytes) -> None:
    response = empty.send(
        "POST", "/graphql", content=body, headers={**empty.headers(), "Content-Type": "application/json"}
    )
    assert response.status_code == 400


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**40), 2**40)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.fixed_dictionaries(
        {}, optional=dict.fromkeys(("query", "documentId", "variables", "operationName", "extensions"), JSON)
    )
)
def test_no_request_breaks_the_service(empty: Service, body: dict[str, Any]) -> None:
    response = empty.post(body)
    assert response.status_code < 500
    assert all(error["extensions"]["code"] != "unexpected" for error in response.json().get("errors", ()))


@given(st.text(max_size=60))
def test_no_text_breaks_a_question(empty: Service, text: str) -> None:
    query = """query($t: String!, $i: ID!) { search(text: $t) { totalCount } node(id: $i) { id }
      entitiesByIdentifier(scheme: $t, value: $t) { totalCount } entity(id: $i) { __typename } record(id: $i) { __typename } }"""
    body = empty.post(
        {
            "query": query,
            "variables": {"t": text.encode("utf-8", "ignore").decode(), "i": text.encode("utf-8", "ignore").decode()},
        }
    )
    assert body.status_code == 200
    assert all(error["extensions"]["code"] != "unexpected" for error in body.json().get("errors", ()))
