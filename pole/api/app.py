"""The web application: GraphQL, GraphiQL where it is allowed, and whether the service is well."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.routing import Route

from pole.api.contract import operations
from pole.api.documents import SavedDocuments
from pole.api.door import Door, token_verifier
from pole.api.endpoint import Endpoint
from pole.api.health import health_routes
from pole.api.metrics import Metrics
from pole.api.schema import served_schema
from pole.api.workshop import workshop_routes
from pole.bootstrap import Application


def create_app(application: Application, metrics: Metrics | None = None) -> FastAPI:
    """The application to serve. It does not close what it is given. Raises SettingsError when nobody could sign in."""
    settings = application.settings
    verifier = token_verifier(settings)
    saved = SavedDocuments(operations())
    door = Door(application, verifier, saved)
    app = FastAPI(title="pole", docs_url=None, redoc_url=None, openapi_url=None)
    endpoint = Endpoint(served_schema(), door, saved, metrics or Metrics())
    app.router.routes.append(Route("/graphql", endpoint, methods=["GET", "POST"]))
    app.router.routes.extend(health_routes(application))
    app.router.routes.extend(workshop_routes(application, verifier, saved))
    return app
