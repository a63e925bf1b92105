"""File → Documents: what it is, its text, its furniture, what it says of itself; or a refusal in one sentence.

`find_sources` lists the files of the paths a user names, `Worker` reads them in a process of its own
(`assistant.reading.process`, where all parsing libraries are imported). docs/reading.md tells how each kind is read.
"""

from assistant.reading.folder import Source, changes_of, check_paths, find_sources, legible, load
from assistant.reading.sidecar import KEYS, LONGEST_LABEL, SIDECAR, load_sidecar, save_reviewed
from assistant.reading.worker import Outcome, Worker, reading_fingerprint, shared_worker

__all__ = [
    "KEYS",
    "LONGEST_LABEL",
    "SIDECAR",
    "Outcome",
    "Source",
    "Worker",
    "changes_of",
    "check_paths",
    "find_sources",
    "legible",
    "load",
    "load_sidecar",
    "reading_fingerprint",
    "save_reviewed",
    "shared_worker",
]
