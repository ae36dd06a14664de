"""A service as tests ask it: real HTTP messages, a real store, tokens of the development issuer."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from pole.access.development import DevelopmentIssuer
from pole.api.app import create_app
from pole.api.contract import operations
from pole.bootstrap import Application, compose
from pole.settings import Settings
from pole.simulator import Manifest, simulate

REASON = "DEMO"


def settings(folder: Path, **given: Any) -> Settings:
    """Settings of a test, whatever the environment says."""
    return Settings(**{"data": folder, "store": f"sqlite:///{folder / 'pole.db'}", **given})


def application(folder: Path, **given: Any) -> Application:
    """An application over an empty store."""
    made = compose(settings(folder, **given))
    made.store.initialise()
    return made


def simulated(folder: Path, people: int, seed: int, days: int) -> tuple[Application, Manifest]:
    """An application over a simulated force, and what was simulated."""
    manifest = simulate(folder / "extracts", people=people, seed=seed, days=days)
    made = application(folder / "data")
    for source in made.sources().values():
        files = manifest.of_source(source.source)
        if files:
            made.loader().load(source, files)
    return made, manifest


class Service:
    """The application served, and somebody to ask it."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.app: FastAPI = create_app(application)
        self._issuer = DevelopmentIssuer(self.application.settings.data, self.application.settings.audience)
        self._tokens: dict[str, str] = {}

    def token(self, viewer: str = "open") -> str:
        """A token of the development issuer."""
        if viewer not in self._tokens:
            self._tokens[viewer] = self._issuer.issue(viewer)
        return self._tokens[viewer]

    def headers(self, viewer: str = "open", **more: str) -> dict[str, str]:
        """Who asks and why."""
        return {"Authorization": f"Bearer {self.token(viewer)}", "Pole-Reason": REASON, **more}

    def send(self, method: str, path: str, **given: Any) -> httpx.Response:
        """One request."""

        async def sent() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
                return await client.request(method, path, **given)

        return asyncio.run(sent())

    def post(self, body: object, viewer: str = "open", **headers: str) -> httpx.Response:
        """One operation by POST."""
        return self.send("POST", "/graphql", json=body, headers=self.headers(viewer, **headers))

    def ask(self, query: str, variables: Mapping[str, object] | None = None, viewer: str = "open") -> dict[str, Any]:
        """The data of an answer without errors."""
        response = self.post({"query": query, "variables": variables}, viewer)
        body = response.json()
        assert "errors" not in body, body["errors"]
        assert response.status_code == 200
        data: dict[str, Any] = body["data"]
        return data

    def saved(self, name: str, variables: Mapping[str, object] | None = None, viewer: str = "open") -> dict[str, Any]:
        """The data of a saved operation."""
        return self.ask(operations()[name], variables, viewer)

    def code(self, query: str, variables: Mapping[str, object] | None = None, viewer: str = "open") -> str:
        """The code of the first error."""
        body = self.post({"query": query, "variables": variables}, viewer).json()
        code: str = body["errors"][0]["extensions"]["code"]
        return code
