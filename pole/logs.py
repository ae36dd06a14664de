"""Logs: event, ids and counts. Never a name, a date of birth, an address, a query parameter or a result."""

from __future__ import annotations

import logging
import sys


def configure(level: str = "INFO") -> None:
    """JSON lines on standard error, for the whole process. Called once by the composition root's callers."""
    import structlog  # a command that logs nothing does without

    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def silence_libraries() -> None:
    """Keep what libraries log out of the output of a command: what matters of it arrives as an error of ours.

    Without a handler Python prints warnings to standard error, as the driver's of a server that does not answer.
    """
    logging.getLogger().addHandler(logging.NullHandler())
