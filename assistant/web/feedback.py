"""“This quote is wrong”: a line of an evaluation file for each report, for a person to review."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.errors import BadInput
from assistant.types import Answer, Citation, Filters

FEEDBACK = Path("feedback.jsonl")
KIND = "reported wrong"
LARGEST = 64 * 2**20  # bytes; a file that has grown so far takes no more


class Feedback:
    """Appends to a JSONL file in the form of questions (docs/design.md); a line is on the disk before `report` returns."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()

    def report(self, answer: Answer, rank: int, filters: Filters) -> None:
        """Note that the quote of `rank` is no answer. Raises BadInput where it cannot be written, or there is no such quote."""
        citation = next((c for c in answer.citations if c.rank == rank), None)
        if citation is None:
            raise BadInput("There is no such quote in this answer.")
        line = json.dumps(_row(answer, citation, filters), ensure_ascii=True) + "\n"
        with self._lock:
            try:
                self._append(line.encode("ascii"))
            except OSError as error:
                raise BadInput(f"The report cannot be written ({error.strerror}); it was not kept.") from error

    def _append(self, line: bytes) -> None:
        with self.path.open("a+b") as file:
            size = file.seek(0, os.SEEK_END)
            if size + len(line) > LARGEST:
                raise BadInput("The file of reports is full; this one was not kept.")
            if size:
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":  # a crash left half a line, which must not swallow this one
                    line = b"\n" + line
            file.write(line)
            file.flush()
            os.fsync(file.fileno())


def _row(answer: Answer, citation: Citation, filters: Filters) -> dict[str, Any]:
    """A question whose answer is not known yet, so it is not scored until somebody has reviewed it."""
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    named = f"{now}\n{answer.standalone_question}\n{citation.sha256}:{citation.start}-{citation.end}"
    wrong = ("document", "sha256", "start", "end", "quote", "speaker", "how", "said_on")
    return {
        "id": f"reported-{hashlib.sha256(named.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}",
        "kind": KIND,
        "question": answer.standalone_question,
        "answerable": None,
        "gold": [],
        "filters": {name: value for name, value in asdict(filters).items() if value},
        "reviewed": False,
        "wrong": {name: getattr(citation, name) for name in wrong},
        "reported": now,
    }
