"""Whether the process lives, and whether it can answer: store, policy and audit trail."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pole.bootstrap import Application
from pole.errors import PoleError


def health_routes(application: Application) -> list[Route]:
    """`/livez` and `/readyz`."""
    checks: Mapping[str, Callable[[], object]] = {
        "store": application.store.generation,
        "policy": lambda: application.policy.version,
        "audit": application.audit.require_writable,
    }

    async def livez(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def readyz(_: Request) -> Response:
        found = await to_thread.run_sync(lambda: {name: _state(check) for name, check in checks.items()})
        return JSONResponse(found, 200 if set(found.values()) == {"ok"} else 503)

    return [Route("/livez", livez), Route("/readyz", readyz)]


def _state(check: Callable[[], object]) -> str:
    try:
        check()
    except PoleError as error:
        return error.code
    return "ok"
