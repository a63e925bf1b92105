"""Store, vectors and words as one index that is either the old or the new generation, never a mixture.

On disk (see docs/design.md): `store.sqlite` is the truth; `dense.faiss` and `lexical/GENERATION/` are derived and
listed with their SHA-256 in `manifest.json`. An update stages the derived files, commits the store, then publishes by
renaming the manifest. Whatever is behind, missing or damaged after that is rebuilt from the store, never served.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import filelock
import numpy as np
from numpy.typing import NDArray

from assistant.changes import Changes, Prepared, Progress, embedded_text
from assistant.errors import BadInput, IndexBusy, IndexDamaged, IndexMismatch, IndexMissing
from assistant.lexical import LexicalIndex
from assistant.models import Encoder
from assistant.reading import Source, Worker, shared_worker
from assistant.snapshot import Snapshot
from assistant.store import Store, Transaction, incomplete
from assistant.types import IndexReport, Settings
from assistant.vectors import DenseIndex, Ranked

FORMAT = "5"
EMBEDDING_BATCH = 64  # passages between two commits of their vectors: an interrupted run loses no more than these
PROBE = 1.0  # seconds a writer waits for the lock, which a reader may hold for a moment to see whether anybody writes
PUBLISHING = 5.0  # seconds a reader waits for a writer between its commit and its publication

log = logging.getLogger("assistant")


@dataclass(frozen=True)
class _Derived:
    generation: int
    dense: DenseIndex
    lexical: LexicalIndex


class View:
    """One generation of the index: what is searched and what is quoted belong together."""

    def __init__(self, store: Snapshot, derived: _Derived) -> None:
        self.store = store
        self._derived = derived

    def nearest(self, vector: NDArray[np.float32], k: int, among: Sequence[int] | None = None) -> Ranked:
        """The `k` passages (numbers, cosines) nearest to the query vector of shape (dimension,)."""
        return self._derived.dense.search(vector, k, among)

    def matching(self, query: str, k: int, among: Sequence[int] | None = None) -> Ranked:
        """The `k` passages (numbers, BM25 scores) that share words with `query`."""
        return self._derived.lexical.search(query, k, among)

    def containing(self, text: str) -> list[int]:
        """The numbers of all passages that have every content word of `text`; all passages where it has none."""
        found = self._derived.lexical.containing(text)
        return self.store.passage_numbers() if found is None else found


class LocalIndex:
    """An index in a folder: one writer, many readers, in this and other processes."""

    def __init__(self, folder: Path, encoder: Encoder, settings: Settings) -> None:
        self.folder = folder
        self.encoder = encoder
        self.settings = settings
        self.store = Store(folder / "store.sqlite")
        self._derived: _Derived | None = None
        self._loading = threading.Lock()

    @classmethod
    def create(cls, folder: Path, encoder: Encoder, encoder_name: str, settings: Settings) -> LocalIndex:
        """The index in `folder`, made empty if there is none. Raises IndexMismatch where one of another make exists."""
        index = cls(folder, encoder, settings)
        if (folder / "store.sqlite").exists():
            index.check()
            return index
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadInput(f"The index folder {folder} cannot be made ({error.strerror}).") from error
        with index._lock():
            with index.store.write() as transaction:
                for key, value in (*index._make().items(), ("encoder_name", encoder_name), ("generation", "0")):
                    transaction.set_fact(key, value)
            with index.store.read() as snapshot:
                index._publish(snapshot, index._build(snapshot), None)
        return index

    @staticmethod
    def describe(folder: Path) -> tuple[str, Settings]:
        """The encoder's name and the settings an index was made with. Raises IndexMissing, IndexDamaged."""
        if not (folder / "store.sqlite").is_file():
            raise IndexMissing(f"There is no index in {folder}; make one with `assistant index PATH --index {folder}`.")
        with Store(folder / "store.sqlite").read() as snapshot:
            name, tokens = snapshot.fact("encoder_name"), snapshot.fact("passage_tokens")
        if name is None or tokens is None:
            raise incomplete(folder / "store.sqlite")
        return name, Settings(int(tokens))

    def _make(self) -> dict[str, str]:
        return {
            "format": FORMAT,
            "encoder": self.encoder.fingerprint,
            "passage_tokens": str(self.settings.passage_tokens),
        }

    def check(self) -> None:
        """Raises IndexMismatch where store or manifest were made by another encoder, format or settings, IndexDamaged
        where the store does not say by which."""
        with self.store.read() as snapshot:
            stored = {key: snapshot.fact(key) for key in self._make()}
        if None in stored.values():
            raise incomplete(self.store.path)
        manifest = self._manifest()
        for known in (stored, {key: str(manifest.get(key, wanted)) for key, wanted in self._make().items()}):
            for key, wanted in self._make().items():
                if known[key] != wanted:
                    raise IndexMismatch(
                        f"The index in {self.folder} was made with {key} “{known[key]}”, not “{wanted}”: "
                        f"use the one it was made with, or delete {self.folder} and run `assistant index` again."
                    )

    @contextmanager
    def view(self) -> Iterator[View]:
        """The newest generation, for the `with` block."""
        with self.store.read() as snapshot:
            yield View(snapshot, self._load(snapshot))

    # --- derived files -------------------------------------------------------------------------------------------

    def _load(self, snapshot: Snapshot) -> _Derived:
        generation = snapshot.generation
        if self._derived is None or self._derived.generation != generation:
            with self._loading:
                if self._derived is None or self._derived.generation != generation:
                    self._derived = self._read_or_rebuild(snapshot)
        return self._derived

    def _read_or_rebuild(self, snapshot: Snapshot) -> _Derived:
        patience = time.monotonic() + PUBLISHING
        while True:
            try:
                return self._read(snapshot.generation)
            except IndexDamaged as error:
                problem = error
            if not self._being_written() or time.monotonic() >= patience:
                break
            time.sleep(0.01)
        log.warning("%s; rebuilt from the store.", problem)
        derived = self._build(snapshot)
        try:
            with self._lock():
                self._publish_rebuilt(snapshot, derived)
        except (IndexBusy, OSError):  # a reader without the right to write, or beside a writer, serves from memory
            pass
        return derived

    def _publish_rebuilt(self, snapshot: Snapshot, derived: _Derived) -> None:
        """Publish what a reader rebuilt, unless a writer or another reader published meanwhile: never the old over the new."""
        with self.store.read() as newest:
            is_newest = newest.generation == snapshot.generation
        if is_newest and self._fault(snapshot.generation):
            self._publish(snapshot, derived, None)

    def _being_written(self) -> bool:
        try:
            with self._lock():
                return False
        except (IndexBusy, OSError):
            return True

    def _manifest(self) -> dict[str, object]:
        try:
            found = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def _fault(self, generation: int) -> str:
        """What is wrong with the derived files, as half a sentence; empty if nothing."""
        try:
            digests = self._published(generation)
            self._verify(digests, list(digests))
        except IndexDamaged as error:
            return str(error)
        return ""

    def derived_fault(self) -> str:
        """What is wrong with the derived files of the newest generation, for `doctor`; empty if nothing."""
        with self.store.read() as snapshot:
            return self._fault(snapshot.generation)

    def _read(self, generation: int) -> _Derived:
        """The derived files of `generation`. Raises IndexDamaged with half a sentence where they are not what was published.

        A writer may publish the next generation at any moment: so the very bytes of the vectors are checked that are
        used, and the list of segments once more after the words are opened (segments never change, and open ones
        outlive their removal; Tantivy makes an empty index where it finds none).
        """
        digests = self._published(generation)
        words = [name for name in digests if name != "dense.faiss"]
        try:
            vectors = (self.folder / "dense.faiss").read_bytes()
            if hashlib.sha256(vectors).hexdigest() != digests["dense.faiss"]:
                raise IndexDamaged(f"{self.folder / 'dense.faiss'} is missing or damaged")
            self._verify(digests, words)
            derived = _Derived(generation, DenseIndex.from_bytes(vectors), LexicalIndex.at(self._lexical(generation)))
            self._verify(digests, [name for name in words if name.endswith("/meta.json")])
        except OSError as error:
            raise IndexDamaged(f"{error.filename or self.folder} is missing or damaged") from error
        except ValueError as error:  # Tantivy's
            raise IndexDamaged(str(error)) from error
        return derived

    def _verify(self, digests: dict[str, str], names: Sequence[str]) -> None:
        """Raises IndexDamaged where a file of `names` is not the one listed in `digests`."""
        for name in names:
            path = self.folder / name
            try:
                is_listed = _sha256(path) == digests[name]
            except OSError:
                is_listed = False
            if not is_listed:
                raise IndexDamaged(f"{path} is missing or damaged")

    def _published(self, generation: int) -> dict[str, str]:
        """The files listed in the manifest and their SHA-256. Raises IndexDamaged where it is not of `generation`."""
        manifest = self._manifest()
        files = manifest.get("files")
        if not isinstance(files, dict):
            raise IndexDamaged(f"{self.folder / 'manifest.json'} is missing or damaged")
        if manifest.get("generation") != generation:
            raise IndexDamaged(f"The derived files in {self.folder} are of another generation than the store")
        if "dense.faiss" not in files:
            raise IndexDamaged(f"{self.folder / 'dense.faiss'} is missing or damaged")
        return files

    def _build(self, snapshot: Snapshot) -> _Derived:
        """All of it from the store, in memory."""
        dense, lexical = DenseIndex.empty(self.encoder.dimension), LexicalIndex.in_memory()
        numbers = snapshot.passage_numbers()
        dense.add(numbers, snapshot.vectors(numbers))
        lexical.update(_texts(snapshot, numbers))
        return _Derived(snapshot.generation, dense, lexical)

    def _lexical(self, generation: int) -> Path:
        return self.folder / "lexical" / f"{generation:08d}"

    def _publish(self, snapshot: Snapshot, derived: _Derived, staged: Path | None) -> None:
        """Write what is not yet staged, then make it the current generation by renaming the manifest."""
        if staged is None:
            staged = self.folder / "dense.faiss.next"
            _write(staged, derived.dense.to_bytes())
            target = self._lexical(derived.generation)
            shutil.rmtree(target, ignore_errors=True)
            target.mkdir(parents=True)
            LexicalIndex.at(target).update(_texts(snapshot, snapshot.passage_numbers()))
            _sync_folder(target)
        os.replace(staged, self.folder / "dense.faiss")
        folder = self._lexical(derived.generation)
        listed = [
            "dense.faiss",
            *(f"lexical/{folder.name}/{p.name}" for p in sorted(folder.iterdir()) if not p.name.endswith(".lock")),
        ]
        manifest = self._make() | {
            "generation": derived.generation,
            "files": {name: _sha256(self.folder / name) for name in listed},
        }
        _write(self.folder / "manifest.json.next", json.dumps(manifest, indent=1, sort_keys=True).encode())
        os.replace(self.folder / "manifest.json.next", self.folder / "manifest.json")
        _sync(self.folder)
        for old in (self.folder / "lexical").iterdir():
            if old != folder:
                shutil.rmtree(old, ignore_errors=True)

    # --- writing -------------------------------------------------------------------------------------------------

    @contextmanager
    def _lock(self, patience: float = 0) -> Iterator[None]:
        lock = filelock.FileLock(self.folder / "write.lock", timeout=patience)
        try:
            lock.acquire()
        except filelock.Timeout as error:
            raise IndexBusy(f"Another process is writing to {self.folder}; try again when it has finished.") from error
        try:
            yield
        finally:
            lock.release()

    def update(
        self,
        sources: Sequence[Source],
        roots: Sequence[Path] = (),
        progress: Progress | None = None,
        worker: Worker | None = None,
    ) -> IndexReport:
        """Bring the index up to date with `sources`; documents that came from below `roots` and are gone are removed.

        Only passages whose embedded text is new are embedded, and their vectors are committed as they come, so that an
        interrupted run resumes. Everything else is one transaction.
        """
        began = time.perf_counter()
        with self._lock(PROBE):
            with self.store.read() as snapshot:
                plan = Changes(snapshot, sources, roots, self.settings, worker or shared_worker(), progress)
            embedded = self._embed(plan.prepared, progress)
            if plan.changes:
                with self.store.write() as transaction:
                    self._apply(transaction, plan)
                    staged = self._stage(transaction, plan)
                with self.store.read() as snapshot:
                    self._publish(snapshot, staged, self.folder / "dense.faiss.next")
                self._derived = staged
            with self.store.read() as snapshot:
                return plan.report(snapshot, embedded, time.perf_counter() - began)

    def _embed(self, prepared: Sequence[Prepared], progress: Progress | None) -> int:
        texts = {digest: text for p in prepared for digest, text in zip(p.hashes, p.texts, strict=True)}
        with self.store.read() as snapshot:
            missing = snapshot.missing_vectors(list(texts))
        done = 0
        for i in range(0, len(missing), EMBEDDING_BATCH):
            batch = missing[i : i + EMBEDDING_BATCH]

            def advance(count: int) -> None:
                nonlocal done
                done += count
                if progress:
                    progress("embedding", done, len(missing))

            vectors = self.encoder.encode_passages([texts[digest] for digest in batch], advance)
            with self.store.write() as transaction:
                transaction.put_vectors(batch, vectors)
        return len(missing)

    def _apply(self, transaction: Transaction, plan: Changes) -> None:
        for name in plan.outdated:
            plan.removed_numbers.extend(transaction.remove(name))
        for name in plan.gone:
            transaction.remove_source(name)
        for source in (*plan.noted, *plan.moved):
            transaction.put_source(source)
        for prepared in plan.prepared:
            p = prepared
            plan.added_numbers.extend(transaction.put(p.document, p.source, p.sentences, p.passages, p.hashes))
        if transaction.words_stale:
            transaction.recount_words()
        transaction.drop_unused_vectors()
        transaction.set_fact("generation", str(transaction.generation + 1))

    def _stage(self, transaction: Transaction, plan: Changes) -> _Derived:
        """The next generation's derived files beside the current ones, synced but not yet published."""
        generation = transaction.generation
        dense, added, sound = DenseIndex.empty(self.encoder.dimension), transaction.passage_numbers(), False
        with suppress(IndexDamaged):  # what is missing or damaged is made anew from the store
            dense = self._read(generation - 1).dense
            dense.remove(plan.removed_numbers)
            added, sound = plan.added_numbers, True
        dense.add(added, transaction.vectors(added))
        _write(self.folder / "dense.faiss.next", dense.to_bytes())
        lexical = self._stage_lexical(transaction, plan, sound)
        return _Derived(generation, dense, lexical)

    def _stage_lexical(self, transaction: Transaction, plan: Changes, sound: bool) -> LexicalIndex:
        before, after = self._lexical(transaction.generation - 1), self._lexical(transaction.generation)
        shutil.rmtree(after, ignore_errors=True)
        after.mkdir(parents=True)
        added = plan.added_numbers
        # Tantivy's BM25 goes on counting removed passages, so scores would depend on the index's past (law 6): after a
        # removal the words are indexed anew. Otherwise the segments, which never change, are linked and added to.
        if sound and not plan.removed_numbers:
            _link_segments(before, after)
        else:
            added = transaction.passage_numbers()
        lexical = LexicalIndex.at(after)
        lexical.update(_texts(transaction, added))
        _sync_folder(after)
        return lexical


def _texts(snapshot: Snapshot, numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
    known = snapshot.passages() if len(numbers) > 500 else snapshot.passages(numbers)
    for number in numbers:
        try:
            yield number, embedded_text(snapshot.document(known[number].document), known[number])
        except IndexDamaged:  # words of a damaged text are not worth finding; `doctor` names it
            continue


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    for path in folder.iterdir():
        _sync(path)
    _sync(folder)
    _sync(folder.parent)


def _link_segments(before: Path, after: Path) -> None:
    for path in before.iterdir():
        if path.suffix == ".lock":
            continue
        if path.name in ("meta.json", ".managed.json"):  # the two files Tantivy replaces; all others never change
            shutil.copy2(path, after / path.name)
        else:
            os.link(path, after / path.name)
