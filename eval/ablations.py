#!/usr/bin/env python3
"""What each part is worth, and how settings matter: one set asked with parts switched off, or with other settings.

Usage: ablations.py SET_FOLDER [--limit N] [--results DIR] [--passage-tokens N ...] [--top-k N ...]

SET_FOLDER has corpus/ and questions.jsonl. Always: dense alone, lexical alone, both fused (all three without the reranker and
without the premise check), with the reranker, and with the premise check, which is the whole. The judge, which decides on
silence, is always on. `--passage-tokens` indexes anew for each size; `--top-k` is how many passages are retrieved for an answer.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from assistant import Assistant, Settings
from assistant.cli.text import Bars
from assistant.evaluation import Evaluation, corpus_of, evaluated, made_with, run
from assistant.evaluation.markdown import figure, table
from assistant.index import View
from assistant.premise.check import premise
from eval.bench import RESULTS, heading, questions_of

COLUMNS = """correct wrong silent hit@1 hit@3 answer_in_quote@1 char_f1@1 retrieved_recall@5 retrieved_recall@10 retrieved_ndcg@10
    abstention_f1 auroc_answerable seconds_p50""".split()


class Unranked:
    """A reranker that is switched off: all sentences are alike to it."""

    fingerprint = "off"
    highest = math.inf

    def score(self, question: str, sentences: Sequence[str], contexts: Sequence[str]) -> NDArray[np.float32]:  # noqa: ARG002
        return np.zeros(len(sentences), dtype=np.float32)


class OneRetriever:
    """An index of which one retriever is switched off: `silenced` is "nearest" (dense) or "matching" (lexical)."""

    def __init__(self, index: Any, silenced: str) -> None:
        self._index = index
        self._silenced = silenced

    def __getattr__(self, name: str) -> Any:
        return getattr(self._index, name)

    @contextmanager
    def view(self) -> Iterator[View]:
        with self._index.view() as view:
            setattr(view, self._silenced, lambda *_: [])
            yield view


def without_premise(stack: ExitStack) -> None:
    """An empty question takes nothing for granted."""
    for module in ("ranking", "confidence"):
        stack.enter_context(patch(f"assistant.{module}.premise", lambda _, *rest: premise("", *rest)))


def asked(name: str, folder: Path, whole: Assistant, made: Assistant, results: Path, limit: int | None) -> Evaluation:
    """The set asked of `made`, a variant of `whole`."""
    bars, questions = Bars(), questions_of(folder, limit)
    known = made_with(whole, questions) | {"variant": name}
    file = results / folder.name / "ablations" / f"{name.replace(' ', '_')}.jsonl"
    answers = run(made, questions, known, file, lambda done, total: bars(name, done, total))
    return evaluated(name, questions, answers, corpus_of(whole), known)


def parts(folder: Path, whole: Assistant, results: Path, limit: int | None) -> Iterator[Evaluation]:
    """The five variants."""
    unranked = [
        ("dense alone", OneRetriever(whole.index, "matching")),
        ("lexical alone", OneRetriever(whole.index, "nearest")),
        ("fused", whole.index),
    ]
    with ExitStack() as stack:
        without_premise(stack)
        for name, index in unranked:
            yield asked(name, folder, whole, Assistant(index, Unranked), results, limit)  # type: ignore[arg-type]
        yield asked("fused + reranker", folder, whole, whole, results, limit)
    yield asked("fused + reranker + premise check", folder, whole, whole, results, limit)


def sweeps(folder: Path, whole: Assistant, results: Path, args: argparse.Namespace) -> Iterator[Evaluation]:
    """The settings named on the command line."""
    for tokens in args.passage_tokens:
        index = results / folder.name / f"index_{tokens}"
        made = Assistant.create(index, settings=Settings(tokens))
        made.add([folder / "corpus"], Bars())
        yield asked(f"passages of {tokens} tokens", folder, made, made, results, args.limit)
    for k in args.top_k:
        with patch("assistant.assistant.PASSAGES", k):
            yield asked(f"{k} passages retrieved", folder, whole, whole, results, args.limit)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", type=Path, metavar="SET_FOLDER")
    parser.add_argument("--limit", type=int, help="only the first N questions")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where indexes and answers go")
    parser.add_argument("--passage-tokens", type=int, nargs="*", default=[], metavar="N")
    parser.add_argument("--top-k", type=int, nargs="*", default=[], metavar="N")
    args = parser.parse_args()
    if not (args.set / "questions.jsonl").is_file():
        print(f"Skipped: there is no question set in {args.set}.")
        return
    whole = Assistant.build([args.set / "corpus"], args.results / args.set.name / "index", progress=Bars())
    found = [*parts(args.set, whole, args.results, args.limit), *sweeps(args.set, whole, args.results, args)]
    used = [c for c in COLUMNS if any(not math.isnan(one.summary.get(c, math.nan)) for one in found)]
    rows = [(f"`{c}`", *(figure(one.summary.get(c, math.nan), one.intervals.get(c)) for one in found)) for c in used]
    print(f"{args.set.name}. {heading(args.limit, found, 'eval/ablations.py')}\n")
    print(table(("measure", *(one.name for one in found)), rows))


if __name__ == "__main__":
    main()
