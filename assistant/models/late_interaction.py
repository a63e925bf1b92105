"""How near a sentence is to a question: the best match of each of the question's words, weighed and averaged.

"Late interaction" (ColBERT, Khattab and Zaharia 2020): question and text are read apart, so a passage is read once for all its
sentences and all questions, but compared word by word. Encoder: answerai-colbert-small-v1; its own projection is not in the file, so ours is
trained (eval/train_late_interaction.py, docs/judge.md).
"""

from __future__ import annotations

import hashlib
import io
import string
import threading
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController
from tokenizers import Encoding, Tokenizer
from tokenizers.processors import TemplateProcessing

from assistant.errors import ModelUnusable
from assistant.models.onnx import LONGEST, WEIGHTS_FOLDER, bundled_folder, load_session
from assistant.text import storable
from assistant.types import Span

COLBERT_SHA256 = "4980983628c18e4f0a4c756114abd2d7c097c6ccad9cffc70e77302d21e05df0"
HEAD_SHA256 = "1db2f858c519fcacf9d4c8d0aaf8f8d8d0d32f4201a9e0393be53b91898e6723"
HEAD = WEIGHTS_FOLDER / "late-interaction.npz"
KEPT = 100_000_000  # bytes of texts' vectors that are kept in memory, some 50 kB a passage
_OF_QUESTION, _OF_TEXT = "[unused0]", "[unused1]"  # the markers it was trained with
_MARK = -1  # where a marker stands
_BLAS, _BLAS_LIMITED = ThreadpoolController(), threading.Lock()


class Words(NamedTuple):
    """What is made of each word of a text, shape (words, numbers), and where in it the word begins; `_MARK` for the markers before it."""

    states: NDArray[np.floating]
    starts: NDArray[np.int32]


class TokenStates:
    """What the encoder makes of each word of a question or a text: its last states, 384 numbers each, not yet projected."""

    def __init__(self) -> None:
        """Raises ModelUnusable where the model is missing or damaged."""
        folder = bundled_folder() / "colbert"
        self._session = load_session(folder / "model.onnx", folder / "tokenizer.json", COLBERT_SHA256)
        self._texts = _marked(self._session.tokenizer, _OF_TEXT)
        self._questions = _marked(self._session.tokenizer, _OF_QUESTION)
        self._punctuation = {self._session.tokenizer.token_to_id(mark) for mark in string.punctuation}

    def of_question(self, text: str) -> NDArray[np.float32]:
        (states,) = self._session.run([self._questions.encode(storable(text))])
        return states

    def of_texts(self, texts: Sequence[str]) -> Iterator[Words]:
        """In order; marks of punctuation are left out. A text longer than the encoder reads is read in pieces."""
        pieces = [[e, *e.overflowing] for e in self._texts.encode_batch([storable(text) for text in texts])]
        states = iter(self._session.run(list(chain.from_iterable(pieces))))
        for of_text in pieces:
            starts = np.concatenate([self._starts(piece, first=not at) for at, piece in enumerate(of_text)])
            made = np.concatenate([next(states) for _ in of_text])
            yield Words(made[starts >= _MARK], starts[starts >= _MARK])

    def _starts(self, piece: Encoding, first: bool) -> NDArray[np.int32]:
        """Where each token begins; less than `_MARK` for those that do not count: punctuation, the marker behind the text, those
        before a piece that is not the `first`."""
        starts = np.array([start for start, _ in piece.offsets], np.int32)
        starts[[number in self._punctuation for number in piece.ids]] = _MARK - 1
        starts[[inside is None for inside in piece.sequence_ids]] = _MARK - 1
        if first:
            starts[:2] = _MARK
        return starts


class LateInteraction:
    """Nearness of sentences to a question, on the scale of a cosine. May be shared between threads."""

    few = 22
    worth = 9.0
    fitted = True
    fingerprint = f"answerai-colbert-small-v1 sha256={COLBERT_SHA256} head={HEAD_SHA256} in passages, max={LONGEST}"

    def __init__(self) -> None:
        """Raises ModelUnusable where the model is missing or damaged."""
        self._states = TokenStates()
        self._projection, self._weighing, self._bias = _head()
        self._known: dict[str, Words] = {}
        self._lock = threading.Lock()

    def score(self, question: str, texts: Sequence[str], spans: Sequence[Span]) -> NDArray[np.float32]:
        """One number per span, most between .3 and .9, which depends on the text around it, but on no other."""
        states = self._states.of_question(question)
        weights = np.logaddexp(0, _product(states, self._weighing) + self._bias)
        asked, shares = self._projected(states).T, weights / weights.sum()
        read = self._read(texts)
        alike = {text: _product(words.states.astype(np.float32), asked) for text, words in read.items()}
        return np.array(
            [alike[t][_inside(s, read[t].starts)].max(axis=0) @ shares for t, s in zip(texts, spans, strict=True)],
            np.float32,
        )

    def _read(self, texts: Sequence[str]) -> dict[str, Words]:
        """The words of each text with their vectors; those used last are kept."""
        known = {text: words for text in texts if (words := self._known.get(text)) is not None}
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        for text, words in zip(missing, self._states.of_texts(missing), strict=True):
            known[text] = words._replace(states=self._projected(words.states).astype(np.float16))
        with self._lock:
            for text in known:
                self._known.pop(text, None)  # to the end: the most recent
            self._known |= known
            over = sum(words.states.nbytes for words in self._known.values()) - KEPT
            for text in list(self._known):
                if over <= 0:
                    break
                over -= self._known.pop(text).states.nbytes
        return known

    def _projected(self, states: NDArray[np.float32]) -> NDArray[np.float32]:
        vectors = _product(states, self._projection)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def _product(states: NDArray[np.float32], by: NDArray[np.float32]) -> NDArray[np.float32]:
    """`states @ by` by one thread: the others of NumPy's library would wait for more in a busy loop, on the models' cores."""
    with _BLAS_LIMITED, _BLAS.limit(limits=1, user_api="blas"):
        return np.asarray(states @ by)


def _inside(span: Span, starts: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which words are the span's, or markers: so there is always one."""
    return np.asarray((starts == _MARK) | ((starts >= span.start) & (starts < span.end)))


def _marked(tokenizer: Tokenizer, marker: str) -> Tokenizer:
    """The tokenizer, with `marker` before each text."""
    marked = Tokenizer.from_str(tokenizer.to_str())
    special = [(token, tokenizer.token_to_id(token)) for token in ("[CLS]", marker, "[SEP]")]
    marked.post_processor = TemplateProcessing(single=f"[CLS] {marker} $A [SEP]", special_tokens=special)
    return marked


def _head() -> tuple[NDArray[np.float32], NDArray[np.float32], float]:
    """The projection, shape (384, dimension), and what a word of the question weighs: softplus of its state times the second, plus the third."""
    try:
        content = HEAD.read_bytes()
    except OSError as error:
        raise ModelUnusable(f"The bundled model {HEAD} cannot be read; run `make install` again.") from error
    if hashlib.sha256(content).hexdigest() != HEAD_SHA256:
        raise ModelUnusable(
            f"The bundled model {HEAD} is not the one this version was tested with; run `make install` again."
        )
    arrays = np.load(io.BytesIO(content))
    return arrays["projection"].astype(np.float32), arrays["weighing"].astype(np.float32), float(arrays["bias"])
