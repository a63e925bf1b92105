"""Counters for Prometheus. They hold no text: paths are reduced to what is served there."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from assistant.api.pool import Places

_SECONDS = (0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30)
_CALLS = ("ask", "compare", "search", "check", "article", "documents", "span", "batch", "eval")
_FACES = (*(f"/api/{call}" for call in _CALLS), "/api", "/v1", "/mcp", "/metrics", "/healthz", "/gradio_api")


class Meters:
    """The figures of one server."""

    def __init__(self, places: Places) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "assistant_requests",
            "Requests answered, by what was asked and status.",
            ["face", "status"],
            registry=self.registry,
        )
        self._seconds = Histogram(
            "assistant_request_seconds", "Seconds until answered.", ["face"], buckets=_SECONDS, registry=self.registry
        )
        taken = Gauge("assistant_engine_calls", "Engine calls that run or wait.", registry=self.registry)
        taken.set_function(lambda: places.taken)
        mean = Gauge("assistant_engine_seconds", "Seconds of a call that asks, lately.", registry=self.registry)
        mean.set_function(lambda: places.asks.mean)

    def request(self, path: str, status: int, seconds: float) -> None:
        """Count one request."""
        face = next((f for f in _FACES if path == f or path.startswith(f + "/")), "page")
        self._requests.labels(face, str(status)).inc()
        self._seconds.labels(face).observe(seconds)

    def text(self) -> bytes:
        """All figures in Prometheus' text format."""
        return generate_latest(self.registry)
