"""Run the web application until it is stopped."""

from __future__ import annotations

import structlog
import uvicorn

from pole.access.development import BANNER
from pole.api.app import create_app
from pole.api.metrics import Metrics
from pole.api.workshop import is_development
from pole.bootstrap import Application


def serve(application: Application) -> None:
    """Serve where the settings say. Returns when the process is told to stop; closes nothing. Raises SettingsError."""
    settings, metrics = application.settings, Metrics()
    app = create_app(application, metrics)
    if is_development(settings):
        structlog.get_logger().warning("development", banner=BANNER)
    if settings.metrics_port:
        metrics.serve(settings.host, settings.metrics_port)
    uvicorn.run(
        app, host=settings.host, port=settings.port, access_log=False, log_level="warning", server_header=False
    )  # fmt: skip
