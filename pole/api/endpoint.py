"""`/graphql`: the GraphQL over HTTP specification, and nothing besides.

Questions come by POST as JSON. GET answers about the schema alone, so that no question and no name in it ends up in
an address. No batches, uploads, subscriptions or WebSockets.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from time import perf_counter
from typing import Any, cast

import anyio
import orjson
import structlog
from cross_web import AsyncHTTPRequestAdapter, HTTPException
from graphql import DocumentNode, FieldNode, GraphQLError, OperationDefinitionNode, parse
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send
from strawberry.asgi import GraphQL
from strawberry.http import GraphQLHTTPResponse, GraphQLRequestData
from strawberry.http.parse_content_type import parse_content_type
from strawberry.types import ExecutionResult

from pole.api.asking import Asking
from pole.api.documents import SavedDocuments
from pole.api.door import Asked, Door
from pole.api.metrics import Metrics
from pole.api.schema import ServedSchema
from pole.api.shown import UNEXPECTED, answered, coded, shown, status_of
from pole.errors import PoleError

JSON = "application/json"
GRAPHQL_RESPONSE = "application/graphql-response+json"
BODY_LIMIT = 256 * 1024

_log = structlog.get_logger()


class Endpoint(GraphQL[Asking | None, None]):
    """Strawberry's endpoint behind the door."""

    def __init__(self, schema: ServedSchema, door: Door, saved: SavedDocuments, metrics: Metrics) -> None:
        super().__init__(schema, graphql_ide=None, subscription_protocols=(), multipart_uploads_enabled=False)
        self._door = door
        self._saved = saved
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, and stop when whoever sent it goes away."""
        body = await _body(receive)
        async with anyio.create_task_group() as group:

            async def stop_when_gone() -> None:
                while (await receive())["type"] != "http.disconnect":
                    pass
                group.cancel_scope.cancel()

            group.start_soon(stop_when_gone)
            await super().__call__(scope, _replayed(body), send)
            group.cancel_scope.cancel()

    async def run(self, request: Any, context: Any = None, root_value: Any = None) -> Any:
        """As Strawberry's; what has a name and stands for the whole answer leaves with its code and status."""
        try:
            return cast("Any", await super().run(request, context=None, root_value=None))
        except PoleError as error:
            self._metrics.refused(error.code)
            headers = {"WWW-Authenticate": "Bearer"} if error.code == "sign-in" else {}
            return _response({"errors": [coded(error)]}, status_of(error), _media_type(request), headers)
        except HTTPException as error:
            return _response(_plain(error.reason), error.status_code, _media_type(request))
        except Exception as error:  # the last door: what happened is told to operators, and nothing of it to the asker
            _log.error("fault", kind=type(error).__name__, where=_where(error))
            self._metrics.refused(PoleError.code)
            return _response({"errors": [coded(PoleError(UNEXPECTED))]}, 500, _media_type(request))

    async def execute_single(
        self,
        request: Any,
        request_adapter: Any,
        sub_response: Any,
        context: Any,
        root_value: Any,
        request_data: GraphQLRequestData,
    ) -> ExecutionResult:
        """Put the operation through the door."""
        if request.method == "GET":
            _require_about_schema(request_data.query or "")
        began = perf_counter()
        put = super().execute_single

        async def work(asking: Asking) -> ExecutionResult:
            result = await put(request, request_adapter, sub_response, asking, root_value, request_data)
            self._metrics.cost(asking.cost)
            return result

        asked = _asked(request_data)
        answer = cast("ExecutionResult", await self._door.put(request.headers, asked, work))
        self._told(asked, answer.errors, perf_counter() - began)
        return answer

    async def process_result(self, request: Any, result: ExecutionResult) -> GraphQLHTTPResponse:
        """The answer as it leaves."""
        errors = result.errors or []
        body: dict[str, Any] = {"errors": [shown(error) for error in errors]} if errors else {}
        if answered(result.data, errors):
            body["data"] = result.data
        return cast("GraphQLHTTPResponse", body)

    async def get_sub_response(self, request: Any) -> Response:
        """Carries the media type asked for to where the response is made."""
        response = Response()
        response.media_type = _media_type(request)
        return response

    def create_response(self, response_data: Any, sub_response: Response) -> Response:
        """200 for every answer; a question that was not put is 400 where the client reads status codes."""
        put = "data" in response_data or sub_response.media_type != GRAPHQL_RESPONSE
        return _response(response_data, 200 if put else 400, sub_response.media_type or JSON)

    async def parse_http_body(self, request: AsyncHTTPRequestAdapter) -> GraphQLRequestData:
        """The operation in a request. Raises HTTPException for what is none, DocumentError for an unknown id."""
        if request.method == "GET":
            return self._request(_from_address(request.query_params))
        content_type, options = parse_content_type(request.content_type or "")
        if content_type.strip().lower() != JSON or options.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
            raise HTTPException(415, f"Send {JSON} in UTF-8.")
        body = await request.get_body()
        if len(body) > BODY_LIMIT:
            raise HTTPException(413, f"A request may have {BODY_LIMIT} bytes.")
        return self._request(_loaded(body))

    def _request(self, data: object) -> GraphQLRequestData:
        if not isinstance(data, dict):
            raise HTTPException(400, "Send one operation, as a JSON object.")
        given = cast("dict[str, object]", data)
        for name, type_ in (
            ("query", str),
            ("documentId", str),
            ("operationName", str),
            ("variables", dict),
            ("extensions", dict),
        ):
            if not isinstance(given.get(name), type_ | None):
                raise HTTPException(400, f"'{name}' must be {'text' if type_ is str else 'an object'} or null.")
        query, saved = cast("str | None", given.get("query")), cast("str | None", given.get("documentId"))
        if bool(query) == bool(saved):
            raise HTTPException(400, "Send either 'query' or 'documentId'.")
        return GraphQLRequestData(
            query=self._saved.text(saved) if saved else query,
            variables=cast("dict[str, Any] | None", given.get("variables")),
            operation_name=cast("str | None", given.get("operationName")) or None,
            extensions=cast("dict[str, Any] | None", given.get("extensions")),
        )

    def _told(self, asked: Asked, errors: list[GraphQLError] | None, seconds: float) -> None:
        """Metrics and a line in the log, without a word of the question."""
        codes = [shown(error)["extensions"]["code"] for error in errors or ()]
        name = self._saved.name_of(asked.query)
        self._metrics.answered(name or "ad-hoc", codes[0] if codes else "ok", seconds)
        _log.info("question", operation=name or "ad-hoc", codes=sorted(set(codes)), ms=round(seconds * 1000, 1))
        for error in errors or ():
            if shown(error)["extensions"]["code"] == PoleError.code and error.original_error is not None:
                _log.error("fault", kind=type(error.original_error).__name__, where=_where(error.original_error))


def _asked(data: GraphQLRequestData) -> Asked:
    words = (data.extensions or {}).get("reason")
    return Asked(data.query or "", data.variables, data.operation_name, words if isinstance(words, str) else None)


def _where(error: BaseException) -> str:
    """The innermost line of code; the message may hold what was asked."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else ""


def _require_about_schema(query: str) -> None:
    try:
        document = parse(query, max_tokens=2_000)
    except (GraphQLError, RecursionError):
        raise HTTPException(400, "This is no GraphQL document.") from None
    if not _about_schema(document):
        raise HTTPException(405, "GET answers about the schema alone: send questions by POST.")


def _about_schema(document: DocumentNode) -> bool:
    return all(
        isinstance(selection, FieldNode) and selection.name.value.startswith("__")
        for definition in document.definitions
        if isinstance(definition, OperationDefinitionNode)
        for selection in definition.selection_set.selections
    )


def _from_address(parameters: Mapping[str, str | None]) -> dict[str, object]:
    texts = {name: parameters.get(name) for name in ("query", "documentId", "operationName")}
    objects = {name: _loaded(text.encode()) for name in ("variables", "extensions") if (text := parameters.get(name))}
    return texts | objects


def _loaded(body: bytes) -> object:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        raise HTTPException(400, "The body is no JSON.") from None


def _media_type(request: Request) -> str:
    """What the client reads best; JSON where it does not say."""
    accepted = [part.split(";")[0].strip().lower() for part in request.headers.get("accept", "").split(",")]
    known = [part for part in accepted if part in (JSON, GRAPHQL_RESPONSE)]
    return known[0] if known else JSON


def _response(content: object, status: int, media_type: str, headers: Mapping[str, str] | None = None) -> Response:
    kept = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"} | dict(headers or {})
    return Response(_dumped(content), status, kept, f"{media_type}; charset=utf-8")


def _dumped(content: object) -> bytes:
    """As JSON. What was received can hold half a character, which only JSON's own escapes can write."""
    try:
        return orjson.dumps(content)
    except TypeError:
        return json.dumps(content, separators=(",", ":")).encode("ascii")


def _plain(message: str) -> dict[str, object]:
    return {"errors": [{"message": message, "extensions": {"code": "usage"}}]}


async def _body(receive: Receive) -> bytes:
    """The whole body, up to a byte more than the limit."""
    body = bytearray()
    more = True
    while more:
        message = await receive()
        more = bool(message.get("more_body"))
        if len(body) <= BODY_LIMIT:
            body += cast("bytes", message.get("body", b""))
    return bytes(body[: BODY_LIMIT + 1])


def _replayed(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
