"""GraphiQL where it is allowed, the manifest of saved operations, and in development a token to try them with.

Every file is served from here; nothing is fetched from anywhere else. GraphiQL is a client like any other: what a viewer
may do in it is judged where the question is put.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from pole.access.development import BANNER, DevelopmentIssuer
from pole.access.development_viewers import VIEWERS
from pole.access.policy_file import Entitlement
from pole.access.reason import parse_reason
from pole.access.tokens import TokenVerifier, bearer_token
from pole.api.documents import SavedDocuments
from pole.api.door import REASON_HEADER
from pole.api.shown import coded, status_of
from pole.bootstrap import Application
from pole.errors import PoleError
from pole.settings import Settings

Answer: TypeAlias = Callable[[Request], Awaitable[Response]]

STATIC = Path(__file__).parent / "static"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; "
    "font-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {"Content-Security-Policy": _POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}


def workshop_routes(application: Application, verifier: TokenVerifier, saved: SavedDocuments) -> list[BaseRoute]:
    """What is served beside the questions, as the settings allow."""
    settings = application.settings
    routes: list[BaseRoute] = [Route("/graphql/operations", _manifest(saved))]
    if settings.graphiql:
        routes += [
            Route("/graphiql", _page),
            Route("/graphiql/about", _about(application)),
            Route("/graphiql/entry", _entry(application, verifier), methods=["POST"]),
            Mount("/graphiql/static", StaticFiles(directory=STATIC)),
        ]
    if is_development(settings):
        routes.append(Route("/dev/token", _token(DevelopmentIssuer(settings.data, settings.audience))))
    return routes


def is_development(settings: Settings) -> bool:
    """Whether tokens of the development issuer are believed."""
    return settings.development and not settings.issuer


async def _page(_: Request) -> Response:
    return FileResponse(STATIC / "page.html", headers=_HEADERS)


def _manifest(saved: SavedDocuments) -> Answer:
    """Saved operations by id: the contract, no secret."""
    listed = {id_: {"name": saved.names[id_], "document": text} for id_, text in saved.by_id.items()}

    async def manifest(_: Request) -> Response:
        return JSONResponse(listed)

    return manifest


def _about(application: Application) -> Answer:
    """What the page shows before anybody has said who they are."""
    development = is_development(application.settings)
    about = {
        "reasons": {reason.code: reason.label for reason in application.policy.reasons.values()},
        "banner": BANNER if development else None,
        "viewers": {name: viewer.title for name, viewer in VIEWERS.items()} if development else {},
    }

    async def answer(_: Request) -> Response:
        return JSONResponse(about)

    return answer


def _entry(application: Application, verifier: TokenVerifier) -> Answer:
    """Whether whoever holds this token may use GraphiQL, and the reason given will do; free words are the body."""

    def check(headers: Mapping[str, str], words: str) -> None:
        viewer = verifier.viewer(bearer_token(headers.get("authorization")))
        application.policy.require(viewer, Entitlement.GRAPHIQL)
        parse_reason(headers.get(REASON_HEADER), application.policy.reasons, words or None)

    async def entry(request: Request) -> Response:
        try:
            await to_thread.run_sync(check, request.headers, (await request.body()).decode(errors="replace"))
        except PoleError as error:
            return JSONResponse({"errors": [coded(error)]}, status_of(error))
        return Response(status_code=204)

    return entry


def _token(issuer: DevelopmentIssuer) -> Answer:
    """A token to paste."""

    async def token(request: Request) -> Response:
        try:
            return PlainTextResponse(issuer.issue(request.query_params.get("viewer", "open")))
        except PoleError as error:
            return JSONResponse({"errors": [coded(error)]}, 404)

    return token
