"""The audit log: one JSON line for each request, without what was asked unless that is wanted."""

from __future__ import annotations

import json
import logging
import os
import threading
from datetime import UTC, datetime
from pathlib import Path

from assistant.errors import BadInput

LONGEST_NOTED = 2**20  # bytes; longer is a document, of which the size alone is noted
log = logging.getLogger("assistant")


class AuditLog:
    """Appends to a file that only its owner may read. `texts`: what was sent is written, too."""

    def __init__(self, path: Path, texts: bool = False) -> None:
        self.path = path
        self.texts = texts
        self._lock = threading.Lock()
        try:
            handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        except OSError as error:
            raise BadInput(f"The audit log {path} cannot be written ({error.strerror}).") from error
        self._file = os.fdopen(handle, "a", encoding="utf-8", errors="backslashreplace")

    def record(self, client: str, method: str, path: str, status: int, seconds: float, sent: bytes) -> None:
        """Note one request: who (name or address), what, how it ended, how long it took, and bytes sent."""
        row: dict[str, object] = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "client": client,
            "method": method,
            "path": path,
            "status": status,
            "seconds": round(seconds, 4),
            "bytes": len(sent),
        }
        if self.texts and len(sent) in range(1, LONGEST_NOTED):
            row["sent"] = sent.decode("utf-8", "replace")
        try:
            with self._lock:
                self._file.write(json.dumps(row, ensure_ascii=False) + "\n")
                self._file.flush()
        except OSError as error:
            log.error("The audit log %s cannot be written (%s).", self.path, error.strerror)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
