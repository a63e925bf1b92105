"""The facade: build or open an index, ask it, search it, check quotes against it."""

from __future__ import annotations

import hashlib
import itertools
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache, cached_property, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Step, answer, checked_question, no_step
from assistant.article import check_article
from assistant.catalogue import speakers
from assistant.changes import Progress
from assistant.checking import check
from assistant.compare.comparison import compare
from assistant.constraints.demands import too_vague
from assistant.errors import BadInput, IndexDamaged
from assistant.filters.asked import asked
from assistant.filters.selection import ANYTHING, EVERYTHING, Demand, Selection, names_of, select
from assistant.followups.readings import Focus, Reading, focus, readings, standalone
from assistant.index import LocalIndex, View
from assistant.models import (
    BUNDLED_ENCODER,
    BUNDLED_RERANKER,
    Encoder,
    Matcher,
    Reranker,
    load_encoder,
    load_judge,
    load_matcher,
    load_reranker,
)
from assistant.models.remembering import RememberingReranker
from assistant.parts import parts, together
from assistant.reading import find_sources
from assistant.retrieve import retrieve
from assistant.silence import outside, too_vague_answer
from assistant.snapshot import Snapshot
from assistant.spelling import mend
from assistant.types import (
    Answer,
    ArticleCheck,
    Comparison,
    Document,
    Filters,
    Hit,
    IndexReport,
    QuoteCheck,
    Settings,
    Turn,
)

PASSAGES = 12  # retrieved for a question
COMPARED = 24  # for a comparison
CACHED_SENTENCES = 20_000  # vectors of 1.5 kB
DEFAULT_INDEX = Path("index")


def understand(question: str, history: Sequence[Turn], store: Snapshot) -> list[Reading]:
    """The ways to understand `question` (`followups.readings`), its misspellings mended and who it means found in the documents."""
    return readings(mend(question, store), history, partial(speakers, store))


class Assistant:
    """Answers in the documents' own words. Made by `build` or `open`; may be shared between threads."""

    def __init__(
        self, index: LocalIndex, reranker: Callable[[], Reranker], judge: Callable[[], Reranker] = load_judge
    ) -> None:
        self.index = index
        self._load_reranker = reranker
        self._load_judge = judge
        self._vectors: dict[str, NDArray[np.float32]] = {}
        self._cache_lock = threading.Lock()

    @classmethod
    def create(
        cls,
        index: Path | str = DEFAULT_INDEX,
        *,
        encoder: str = BUNDLED_ENCODER,
        reranker: str = BUNDLED_RERANKER,
        settings: Settings | None = None,
    ) -> Assistant:
        """The assistant of an index folder, which is made, empty, if it does not exist.

        `encoder` and `reranker` are the bundled models' names or those of any sentence-transformers model. Raises
        IndexMismatch where the folder holds an index made with another encoder or settings.
        """
        made = LocalIndex.create(Path(index), load_encoder(encoder), encoder, settings or Settings())
        return cls(made, lambda: load_reranker(reranker))

    @classmethod
    def build(
        cls, paths: Iterable[Path | str], index: Path | str = DEFAULT_INDEX, *, progress: Progress | None = None
    ) -> Assistant:
        """Index files and folders (what is new or changed of them) and open the result."""
        assistant = cls.create(index)
        assistant.add(paths, progress)
        return assistant

    @classmethod
    def open(cls, index: Path | str = DEFAULT_INDEX, *, reranker: str = BUNDLED_RERANKER) -> Assistant:
        """The assistant of an existing index, with the encoder it was made with. Raises IndexMissing, IndexMismatch."""
        name, settings = LocalIndex.describe(Path(index))
        opened = LocalIndex(Path(index), load_encoder(name), settings)
        opened.check()
        return cls(opened, lambda: load_reranker(reranker))

    @property
    def encoder(self) -> Encoder:
        return self.index.encoder

    @cached_property
    def matcher(self) -> Matcher:
        return load_matcher(self.encoder, self.sentence_vectors)

    @cached_property
    def reranker(self) -> Reranker:
        return RememberingReranker(self._load_reranker())

    @cached_property
    def judge(self) -> Reranker:
        return RememberingReranker(self._load_judge())

    def sentence_vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of sentences, shape (len(texts), dimension); the most recently used are kept in memory.

        A vector does not depend on what it is computed with, so the cache changes no result.
        """
        known = {text: v for text in texts if (v := self._vectors.get(text)) is not None}
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        known |= zip(missing, self.encoder.encode_passages(missing), strict=True)
        with self._cache_lock:
            for text in known:
                self._vectors.pop(text, None)
            self._vectors |= known
            for text in list(itertools.islice(self._vectors, max(0, len(self._vectors) - CACHED_SENTENCES))):
                del self._vectors[text]
        return np.array([known[text] for text in texts], dtype=np.float32)

    def add(
        self,
        paths: Iterable[Path | str],
        progress: Progress | None = None,
        *,
        include: Sequence[str] = (),
        exclude: Sequence[str] = (),
    ) -> IndexReport:
        """Bring the index up to date with `paths`; documents that vanished from a named folder are removed.

        `include` and `exclude` are shell patterns for files' names or their paths below a named folder.
        """
        named = [Path(p) for p in paths]
        sources = find_sources(named, include, exclude)
        return self.index.update(sources, [p.resolve() for p in named if p.is_dir()], progress)

    def search(self, query: str, k: int = 10, filters: Filters = EVERYTHING) -> list[Hit]:
        """The `k` best passages for `query` in which a sentence may pass the filters, best first. Raises BadInput."""
        if k < 1:
            raise BadInput(f"{k} passages were asked for; ask for 1 at least.")
        with self.index.view() as view:
            among = select([Demand.of(filters, view.store)], view).among
            return retrieve(view, self.encoder, mend(checked_question(query), view.store), k, among)

    def ask(
        self, question: str, history: Sequence[Turn] = (), filters: Filters = EVERYTHING, *, step: Step = no_step
    ) -> Answer:
        """The documents' own words to `question`, or why they are silent. `history` are the turns before it, oldest first.

        Only what passes `filters` and those that the words of the question demand is quoted. Where it leans on a question of the
        history whose answer is not told there, that one is answered first, to know what is asked about. `step` is told each stage.
        Raises BadInput.
        """
        began = time.perf_counter()
        checked = checked_question(question)
        found = self._ask(checked, self._replied(checked, history, filters, step), filters, step)
        return replace(found, seconds=round(time.perf_counter() - began, 6))

    def _replied(self, question: str, history: Sequence[Turn], filters: Filters, step: Step) -> Sequence[Turn]:
        """`history` with the answer to its last question, where `question` leans on that and no answer follows it."""
        if not history or history[-1].role != "user" or standalone(question, history) == standalone(question, []):
            return history
        try:
            before = self._ask(checked_question(history[-1].content), history[:-1], filters, step)
        except BadInput:
            return history
        return [*history, *(Turn("assistant", citation.quote) for citation in before.citations[:1])]

    def _ask(self, checked: str, history: Sequence[Turn], filters: Filters, step: Step) -> Answer:
        with self.index.view() as view:
            understood = understand(checked, history, view.store)
            in_full = understood[0][0]

            @cache
            def choose(question: str) -> Selection:
                return select([Demand.of(filters, view.store), *asked(question, view.store)], view)

            chosen = choose(in_full)
            if all(too_vague(reading[0]) for reading in understood):
                found = too_vague_answer(checked, in_full)
            else:
                leant_on = focus(checked, history)
                found = self._found(checked, understood, view, choose, leant_on, step)
                if found.abstained and chosen.in_force:
                    anywhere = self._found(checked, understood, view, lambda _: ANYTHING, leant_on, step)
                    found = outside(found, anywhere, chosen.in_force)
            return replace(found, filters=chosen.in_force)

    def _found(
        self,
        question: str,
        understood: Sequence[Reading],
        view: View,
        choose: Callable[[str], Selection],
        leant_on: Focus | None,
        step: Step,
    ) -> Answer:
        """`choose` tells what of the documents a standalone question, or part of one, may be answered with."""

        def found(question: str, understood: Sequence[Reading], leant_on: Focus | None, step: Step) -> Answer:
            step("finding")
            chosen = choose(understood[0][0])
            query = " ".join(reading[0] for reading in understood)
            hits = retrieve(view, self.encoder, query, PASSAGES, chosen.among)
            return answer(question, understood, hits, view, self, chosen, leant_on, step)

        whole = found(question, understood, leant_on, step)
        asked_for = parts(whole.standalone_question)
        if len(asked_for) < 2:
            return whole
        known = partial(speakers, view.store)
        return together(whole, [found(part, readings(part, turns, known), None, no_step) for part, turns in asked_for])

    def compare(self, question: str, history: Sequence[Turn] = (), filters: Filters = EVERYTHING) -> Comparison:
        """Who says what on the subject of `question`, by speaker and side, or why there is nothing. No verdict.

        `history` are the turns before it, oldest first; only what passes `filters` is quoted. Raises BadInput.
        """
        began = time.perf_counter()
        checked = checked_question(question)
        with self.index.view() as view:
            understood = understand(checked, history, view.store)
            chosen = select([Demand.of(filters, view.store)], view)
            query = " ".join(reading[0] for reading in understood)
            hits = retrieve(view, self.encoder, query, COMPARED, chosen.among)
            found = compare(checked, understood, hits, view, self, chosen.admits)
        return replace(found, seconds=round(time.perf_counter() - began, 6))

    def check(self, quote: str, speaker: str | None = None) -> QuoteCheck:
        """Whether the documents have the words of `quote`, as those of `speaker` if one is named. Raises BadInput.

        The verdicts are "exact", "formatting only", "altered", "spliced", "cropped", "misattributed" and "not found".
        """
        with self.index.view() as view:
            return check(quote, speaker, view, self.encoder)

    def check_article(self, article: Document | str) -> ArticleCheck:
        """Every quotation of `article`, whose words it says they are, and whether the documents have them.

        `article` is its text, or a document that was read of a file, whose furniture is left out. Raises BadInput where
        it has no word or too many quotations.
        """
        if isinstance(article, str):
            digest = hashlib.sha256(article.encode("utf-8", "surrogatepass")).hexdigest()
            article = Document("article", digest, article, reader="text")
        with self.index.view() as view:
            return check_article(article, view, self.encoder)

    def documents(self) -> list[Document]:
        """All documents whose stored text is whole, by name."""
        with self.index.view() as view:
            return list(self._readable(view.store))

    def names(self) -> list[str]:
        """The names of all documents, in order, without reading their texts."""
        with self.index.view() as view:
            return [stored.name for stored in view.store.listing()]

    def document(self, name: str) -> Document:
        """One document. Raises BadInput if there is none of that name, IndexDamaged if its stored text was altered."""
        with self.index.view() as view:
            try:
                return view.store.document(name)
            except KeyError as error:
                raise BadInput(f"There is no document called {name!r} in the index.") from error

    def filter_names(self) -> Filters:
        """All names that filters could hold: speakers, publishers, documents and languages of the index."""
        with self.index.view() as view:
            return names_of(view.store)

    def fingerprint(self) -> dict[str, str]:
        """What the answers depend on: models, settings and generation."""
        with self.index.view() as view:
            return {
                "encoder": self.encoder.fingerprint,
                "matcher": self.matcher.fingerprint,
                "reranker": self.reranker.fingerprint,
                "judge": self.judge.fingerprint,
                "passage_tokens": str(self.index.settings.passage_tokens),
                "generation": str(view.store.generation),
            }

    @staticmethod
    def _readable(store: Snapshot) -> Iterable[Document]:
        for stored in store.listing():
            try:
                yield store.document(stored.name)
            except IndexDamaged:
                continue
