"""Files are read in a process of their own, which may neither run on, nor fill the memory, nor take ours down with it.

The process (`assistant.reading.process`) lives as long as it behaves and is started anew after it did not. It gets the
bytes of a file and its name, and answers with Documents and refusals; it never opens a path itself.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from typing import IO, Any, NamedTuple

from assistant.errors import ReaderUnusable
from assistant.types import Document, Page, Span, Value, Zone

EDITION = "1"  # of the readers; raised when they read the same file otherwise, so that it is read again
SECONDS = 15  # a file may take, and
SECONDS_PER_MIB = 20  # for large ones, a book of a thousand pages say,
MOST_SECONDS = 300
MEMORY = 700 * 2**20  # bytes beyond what the process needs for itself


class Outcome(NamedTuple):
    """What came of one file: its documents (several for an archive), and by name the sentence why one was refused."""

    documents: tuple[Document, ...]
    refused: Mapping[str, str]


class Worker:
    """A reading process; its `read` may be called from several threads, one file is read at a time."""

    def __init__(
        self, seconds: float = SECONDS, memory: int = MEMORY, seconds_per_mib: float = SECONDS_PER_MIB
    ) -> None:
        self._seconds = seconds
        self._seconds_per_mib = seconds_per_mib
        self._memory = memory
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, data: bytes, name: str, metadata: Mapping[str, Value] | None = None) -> Outcome:
        """The file `data` called `name`. What is in the file never raises, it is a refusal. Raises ReaderUnusable."""
        seconds = min(max(self._seconds, self._seconds_per_mib * len(data) / 2**20), MOST_SECONDS)
        task = {"name": name, "seconds": seconds, "metadata": {k: list(v) for k, v in (metadata or {}).items()}}
        with self._lock:
            process = self._started()
            assert process.stdin is not None
            assert process.stdout is not None
            try:
                send(process.stdin, [json.dumps(task).encode(), data])
                answer = receive(process.stdout)
            except (BrokenPipeError, EOFError):
                return Outcome((), {name: self._epitaph(name, seconds)})
        return unpacked(answer)

    def close(self) -> None:
        """End the process; the next `read` starts another."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            # One thread: BLAS would reserve memory for many. No input but ours, no output but to us.
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "assistant.reading.process", str(self._memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ
                | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join(sys.path)},
            )
            assert self._process.stdout is not None
            try:
                receive(self._process.stdout)  # it is ready
            except EOFError as error:
                self.close()
                raise ReaderUnusable(
                    "The process that reads files does not start; `python -m assistant.reading.process 1000000000` tells why."
                ) from error
        return self._process

    def _epitaph(self, name: str, seconds: float) -> str:
        assert self._process is not None
        code = self._process.wait()
        self.close()
        if code == -signal.SIGALRM:
            return f"{name}: could not be read within {seconds:.1f} s, so it was left out; it may be damaged or made to do harm."
        return (
            f"{name}: broke the reader or needed more than {self._memory // 2**20} MiB of memory, so it was left out."
        )


@cache
def reading_fingerprint() -> str:
    """What the reading of a file depends on besides its bytes: this code's edition and the libraries' versions."""
    libraries = ("chardet", "lxml", "trafilatura", "htmldate", "pypdfium2", "openpyxl", "python-oxmsg")
    return " ".join([EDITION, *(f"{name}={version(name)}" for name in libraries)])


@cache
def shared_worker() -> Worker:
    """The one worker of this process, ended with it."""
    worker = Worker()
    atexit.register(worker.close)
    return worker


def send(pipe: IO[bytes], frames: Sequence[bytes]) -> None:
    """One message: the number of frames, then each frame's length and bytes."""
    pipe.write(struct.pack("<Q", len(frames)))
    for frame in frames:
        pipe.write(struct.pack("<Q", len(frame)))
        pipe.write(frame)
    pipe.flush()


def receive(pipe: IO[bytes]) -> list[bytes]:
    """The frames of the next message. Raises EOFError if the other side is gone."""

    def exactly(count: int) -> bytes:
        found = pipe.read(count)
        if len(found) < count:
            raise EOFError
        return found

    return [exactly(struct.unpack("<Q", exactly(8))[0]) for _ in range(struct.unpack("<Q", exactly(8))[0])]


def packed(outcome: Outcome) -> list[bytes]:
    """The outcome as frames: its records as JSON, then each text. JSON would join two lone surrogates into one character."""
    documents = [asdict(d) | {"text": None, "statements": None} for d in outcome.documents]
    records = json.dumps({"documents": documents, "refused": dict(outcome.refused)}).encode()
    return [records, *(d.text.encode("utf-8", "surrogatepass") for d in outcome.documents)]


def unpacked(frames: Sequence[bytes]) -> Outcome:
    """The inverse of `packed`."""
    records = json.loads(frames[0])
    documents = (
        _document(r, t.decode("utf-8", "surrogatepass")) for r, t in zip(records["documents"], frames[1:], strict=True)
    )
    return Outcome(tuple(documents), records["refused"])


def _document(record: dict[str, Any], text: str) -> Document:
    return Document(
        name=record["name"],
        sha256=record["sha256"],
        text=text,
        metadata={key: Value(*value) for key, value in record["metadata"].items()},
        zones=tuple(Zone(*z) for z in record["zones"]),
        pages=tuple(Page(*p) for p in record["pages"]),
        reader=record["reader"],
        blocks=tuple(Span(*b) for b in record["blocks"]),
    )
