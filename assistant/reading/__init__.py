"""File → Documents: what it is, its text, its furniture, what it says of itself; or a refusal in one sentence.

`find_sources` lists the files of the paths a user names, `Worker` reads them in a process of its own
(`assistant.reading.process`, where all parsing libraries are imported). docs/reading.md tells how each kind is read.
"""

from assistant.reading.folder import Source, changes_of, check_paths, find_sources, legible, load
from assistant.reading.worker import Outcome, Worker, reading_fingerprint, shared_worker

__all__ = [
    "Outcome",
    "Source",
    "Worker",
    "changes_of",
    "check_paths",
    "find_sources",
    "legible",
    "load",
    "reading_fingerprint",
    "shared_worker",
]
