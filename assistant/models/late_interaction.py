"""How near a sentence is to a question: the best match of each of the question's words, weighed and averaged.

"Late interaction" (ColBERT, Khattab and Zaharia 2020): question and sentence are read apart, so a sentence is read once for all
questions, but compared word by word. Encoder: answerai-colbert-small-v1; its own projection is not in the file, so ours is
trained (eval/train_late_interaction.py, docs/judge.md).
"""

from __future__ import annotations

import hashlib
import io
import string
import threading
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer
from tokenizers.processors import TemplateProcessing

from assistant.errors import ModelUnusable
from assistant.models.onnx import LONGEST, WEIGHTS_FOLDER, bundled_folder, load_session
from assistant.text import storable

COLBERT_SHA256 = "4980983628c18e4f0a4c756114abd2d7c097c6ccad9cffc70e77302d21e05df0"
HEAD_SHA256 = "1db2f858c519fcacf9d4c8d0aaf8f8d8d0d32f4201a9e0393be53b91898e6723"
HEAD = WEIGHTS_FOLDER / "late-interaction.npz"
KEPT = 100_000_000  # bytes of sentences' vectors that are kept in memory, some 9 kB each
InContext = tuple[str, str]  # a sentence, and the context it is read in or ""
_OF_QUESTION, _OF_SENTENCE = "[unused0]", "[unused1]"  # the markers it was trained with


class TokenStates:
    """What the encoder makes of each word of a question or a sentence: its last states, 384 numbers each, not yet projected."""

    def __init__(self) -> None:
        """Raises ModelUnusable where the model is missing or damaged."""
        folder = bundled_folder() / "colbert"
        self._session = load_session(folder / "model.onnx", folder / "tokenizer.json", COLBERT_SHA256)
        self._sentences = _marked(self._session.tokenizer, _OF_SENTENCE)
        self._questions = _marked(self._session.tokenizer, _OF_QUESTION)
        self._punctuation = {self._session.tokenizer.token_to_id(mark) for mark in string.punctuation}

    def of_question(self, text: str) -> NDArray[np.float32]:
        (states,) = self._session.run([self._questions.encode(storable(text))])
        return states

    def of_sentences(self, read: Sequence[InContext]) -> Iterator[NDArray[np.float32]]:
        """In order, of the words of each sentence alone; marks of punctuation are left out."""
        texts = [(storable(text), storable(context)) if context else storable(text) for text, context in read]
        encodings = self._sentences.encode_batch(texts)
        for encoding, states in zip(encodings, self._session.run(encodings), strict=True):
            yield states[self._are_words(encoding)]

    def _are_words(self, encoding: Encoding) -> list[bool]:
        """Which tokens are the sentence's or marks around it: not of its context, which follows, nor punctuation."""
        inside = [number != 1 for number in encoding.sequence_ids]
        if encoding.n_sequences == 2:
            inside[-1] = False  # the mark after the context
        return [kept and number not in self._punctuation for kept, number in zip(inside, encoding.ids, strict=True)]


class LateInteraction:
    """Nearness of sentences to a question, on the scale of a cosine. May be shared between threads."""

    few = 20
    worth = 9.0
    fingerprint = f"answerai-colbert-small-v1 sha256={COLBERT_SHA256} head={HEAD_SHA256} in context, max={LONGEST}"

    def __init__(self) -> None:
        """Raises ModelUnusable where the model is missing or damaged."""
        self._states = TokenStates()
        self._projection, self._weighing, self._bias = _head()
        self._known: dict[InContext, NDArray[np.float16]] = {}
        self._lock = threading.Lock()

    def score(self, question: str, sentences: Sequence[str], contexts: Sequence[str]) -> NDArray[np.float32]:
        """One number per sentence, most between .3 and .9, which does not depend on its neighbours."""
        states = self._states.of_question(question)
        weights = np.logaddexp(0, states @ self._weighing + self._bias)
        asked, shares = self._projected(states).T, weights / weights.sum()
        # one product a sentence: in a common one its neighbours would move the last bits
        said = self._vectors(list(zip(sentences, contexts, strict=True)))
        return np.array([(v.astype(np.float32) @ asked).max(axis=0) @ shares for v in said], np.float32)

    def _vectors(self, read: Sequence[InContext]) -> list[NDArray[np.float16]]:
        """Of each sentence in its context the vectors of its words, shape (words, dimension); those used last are kept."""
        known = {r: vectors for r in read if (vectors := self._known.get(r)) is not None}
        missing = [r for r in dict.fromkeys(read) if r not in known]
        for one, states in zip(missing, self._states.of_sentences(missing), strict=True):
            known[one] = self._projected(states).astype(np.float16)
        with self._lock:
            for one in known:
                self._known.pop(one, None)  # to the end: the most recent
            self._known |= known
            over = sum(vectors.nbytes for vectors in self._known.values()) - KEPT
            for one in list(self._known):
                if over <= 0:
                    break
                over -= self._known.pop(one).nbytes
        return [known[one] for one in read]

    def _projected(self, states: NDArray[np.float32]) -> NDArray[np.float32]:
        vectors = states @ self._projection
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def _marked(tokenizer: Tokenizer, marker: str) -> Tokenizer:
    """The tokenizer, with `marker` before each text."""
    marked = Tokenizer.from_str(tokenizer.to_str())
    special = [(token, tokenizer.token_to_id(token)) for token in ("[CLS]", marker, "[SEP]")]
    marked.post_processor = TemplateProcessing(
        single=f"[CLS] {marker} $A [SEP]", pair=f"[CLS] {marker} $A [SEP] $B:0 [SEP]:0", special_tokens=special
    )
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
