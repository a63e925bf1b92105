#!/usr/bin/env python3
"""Make contrasts of eval/near_misses.jsonl: questions that a sentence answers, and others that it only seems to.

Usage: near_misses.py SQUAD_TRAIN.json OUT.jsonl

eval/near_misses.jsonl was written for this by a language model with one document in sight at a time, and is not read by the
assistant. A line is a document with two lists: `answerable`, each with the indexes of the sentences that answer it (`gold`),
and `near`, each with the sentence that looks most like an answer (`near`) and what is wrong (`kind`): the asked thing is not
told, though another of its sort stands there (slot); parties exchanged (role); the contrary taken for granted (opposite); a
detail changed; what came of it (beyond); a name or office only mentioned (name); another's words (speaker); another subject.
The documents are made up, or paragraphs of SQuAD 1.1's training part, named by article and paragraph (`squad`).

Writes the form of contrasts.py. Kinds: `near` (one sentence; the questions that it answers outscore the others) and `asked`
(one question; its sentence outscores the nearest others of the document, by cosine). One document in eight is held out. Prints
how well the present judge tells the two lists of those apart.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from squad_set import SHA256

from assistant.metrics import auroc
from assistant.models import Encoder, load_encoder, load_judge
from assistant.ranking import CONTEXT_BEFORE, CONTEXT_TITLE
from assistant.text import sentences

WRITTEN = Path(__file__).parent / "near_misses.jsonl"
WRONG = 2  # wrong sentences of a question
Score = Callable[[str, list[str], list[str]], Any]  # a question, sentences and contexts → logits


class Written(NamedTuple):
    """A document with its questions; `id` tells it from the others."""

    id: str
    texts: list[tuple[str, str]]  # each sentence and its context
    answerable: list[dict[str, Any]]
    near: list[dict[str, Any]]

    @property
    def held_out(self) -> bool:
        return int(hashlib.sha256(self.id.encode()).hexdigest(), 16) % 8 == 0


def documents(squad: Path) -> list[Written]:
    """All documents of eval/near_misses.jsonl. Exits where `squad` is not SQuAD's train-v1.1.json."""
    raw = squad.read_bytes()
    if hashlib.sha256(raw).hexdigest() != SHA256:
        sys.exit(f"{squad} is not SQuAD's train-v1.1.json (sha256 {SHA256})")
    articles = json.loads(raw)["data"]
    return [_written(json.loads(line), articles) for line in WRITTEN.read_text(encoding="utf-8").split("\n") if line]


def _written(row: dict[str, Any], articles: list[dict[str, Any]]) -> Written:
    if "squad" in row:
        article, paragraph = row["squad"]
        title = articles[article]["title"].replace("_", " ")
        text = articles[article]["paragraphs"][paragraph]["context"].strip()
        found = [text[s.start : s.end] for s in sentences(text)]
    else:
        title, found = row["title"], row["sentences"]
    before = ["", *(one[-CONTEXT_BEFORE:] for one in found[:-1])]
    texts = [(one, f"{title[:CONTEXT_TITLE]} . {last}".strip(" .")) for one, last in zip(found, before, strict=True)]
    return Written(title + found[0], texts, row["answerable"], row["near"])


def contrasts(one: Written, encoder: Encoder) -> Iterator[tuple[str, list[tuple[str, str, str, int]]]]:
    """(kind, pairs) of a document."""
    on: dict[int, list[tuple[str, str, str, int]]] = defaultdict(list)
    vectors = encoder.encode_passages([text for text, _ in one.texts])
    for q in [*one.answerable, *one.near]:
        right, told = q.get("gold", ()), q.get("gold") or [q["near"]]
        for place in told:
            on[place].append((q["q"], *one.texts[place], int(bool(right))))
        nearest = [int(i) for i in np.argsort(-(vectors @ encoder.encode_query(q["q"]))) if i not in told]
        wrong = [(q["q"], *one.texts[i], 0) for i in nearest[: WRONG if right else 1]]
        yield "asked", [*((q["q"], *one.texts[i], 1) for i in right), *wrong]
    yield from (("near", pairs) for pairs in on.values())


def told_apart(held_out: list[Written], score: Score) -> str:
    """AUROC of the best sentence's logit, answerable against near misses, all and by kind; and how often the gold is the best."""
    good, first = [], []
    bad: dict[str, list[float]] = defaultdict(list)
    for one in held_out:
        texts = [list(part) for part in zip(*one.texts, strict=True)]
        for q in one.answerable:
            scores = score(q["q"], *texts)
            good.append(float(np.max(scores)))
            first.append(int(np.argmax(scores)) in q["gold"])
        for q in one.near:
            bad[q["kind"]].append(float(np.max(score(q["q"], *texts))))
    bad = {"all": [s for found in bad.values() for s in found]} | dict(sorted(bad.items()))

    def apart(wrong: list[float]) -> float:
        return auroc(np.array(good + wrong), np.array([True] * len(good) + [False] * len(wrong)))

    told = [f"{kind} {apart(found):.3f} ({len(found)})" for kind, found in bad.items()]
    return f"AUROC of answerable ({len(good)}) against near misses: {', '.join(told)}; gold first {np.mean(first):.3f}"


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    squad, out = map(Path, sys.argv[1:])
    encoder, written = load_encoder(), documents(squad)
    print(told_apart([one for one in written if one.held_out], load_judge().score), flush=True)
    with out.open("w", encoding="utf-8") as lines:
        for one in written:
            for kind, pairs in contrasts(one, encoder):
                row = {"set": "near", "id": one.id, "held_out": one.held_out, "kind": kind, "pairs": pairs}
                lines.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
