"""Figures for operators: how often, how long, how dear. Never a name, an id or a word of a question.

Labels are names of saved operations and codes of errors, so there are few of them.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server

SECONDS = (0.01, 0.03, 0.1, 0.3, 1, 3, 10)
COSTS = (10, 30, 100, 300, 1_000, 3_000)


class Metrics:
    """The figures of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._answers = Counter("pole_answers", "Operations by outcome", ["operation", "code"], registry=self.registry)
        self._seconds = Histogram(
            "pole_answer_seconds", "Time to the answer", ["operation"], buckets=SECONDS, registry=self.registry
        )
        self._cost = Histogram("pole_cost", "Cost of a document", buckets=COSTS, registry=self.registry)
        self._refused = Counter("pole_refused", "Requests refused whole", ["code"], registry=self.registry)

    def answered(self, operation: str, code: str, seconds: float) -> None:
        """An operation ended."""
        self._answers.labels(operation, code).inc()
        self._seconds.labels(operation).observe(seconds)

    def cost(self, cost: int) -> None:
        """What a document was reckoned to cost."""
        self._cost.observe(cost)

    def refused(self, code: str) -> None:
        """A request was refused before anything was asked."""
        self._refused.labels(code).inc()

    def serve(self, host: str, port: int) -> None:
        """Serve them on a port of their own."""
        start_http_server(port, host, self.registry)
