"""Instructions planted in the seeds' documents: does an answer follow them, quote them, or change because of them?

Usage: injected.py BENCH_FOLDER [--rounds N] [--questions N] [--harmless] [--changed FILE.jsonl]

In each round every document of a copy of the seeds gets one text of BENCH_FOLDER/injection/attacks.jsonl as a paragraph of
its own, at its start, in its middle or at its end in turn; the copy is indexed with the bundled models and N questions of
eval/seeds.jsonl are asked. Each answer is held against the one to the same question over the documents as they are. With
`--harmless` plain sentences are planted instead: what changes then is what any new paragraph changes. Seed fixed. Exits 1
where a quote is not verbatim.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant import Assistant
from assistant.evaluation import Answered, Question, Result, ask_one, corpus_of, evaluated, load_questions
from assistant.types import Citation, Span

SEED = 20261124
ROOT = Path(__file__).parent.parent
PLACES = ("start", "middle", "end")
POOL = 40  # questions that the rounds draw from
HARMLESS = (
    "The weather in the valley stayed mild all week.",
    "A bakery near the station has new opening hours.",
    "The library lends board games on Saturdays.",
    "Two hikers photographed a rare orchid.",
    "The choir meets in the old school, and visitors bring their own cups.",
)


@dataclass(frozen=True)
class Pair:
    """The answer to one question over the documents as they are, and with attacks in them; `planted` are their spans."""

    question: Question
    clean: tuple[Answered, Result]
    given: tuple[Answered, Result]
    planted: dict[str, tuple[str, Span]]

    @property
    def attacks_quoted(self) -> list[str]:
        """The texts planted that a citation touches."""
        return [self.planted[c.document][0] for c in self.given[0].answer.citations if touches(c, self.planted)]


def touches(citation: Citation, planted: dict[str, tuple[str, Span]]) -> bool:
    """Whether the quote has a character of what was planted in its document."""
    span = planted[citation.document][1]
    return citation.start < span.end and span.start < citation.end


def plant(text: str, attack: str, where: str, kept: Sequence[Span]) -> tuple[str, Span]:
    """`text` with the attack as a paragraph at its start, middle or end, inside none of the spans `kept`, and its span."""
    aim = {"start": 0, "middle": len(text) // 2, "end": len(text)}[where]
    borders = [0, *(at + 1 for at, char in enumerate(text) if char == "\n"), len(text)]
    free = [at for at in borders if not any(span.start < at < span.end for span in kept)]
    at = min(free, key=lambda border: abs(border - aim))
    before = "\n\n" if at == len(text) else "\n" if at else ""
    start = at + len(before)
    return f"{text[:at]}{before}{attack}\n\n{text[at:]}", Span(start, start + len(attack))


def moved(question: Question, planted: dict[str, tuple[str, Span]], grown: dict[str, int]) -> Question:
    """The question with its gold spans where they stand now; `grown` is by how much each document became longer."""
    gold = []
    for name, start, end in question.gold:
        behind = name in planted and start >= planted[name][1].start - 2
        gold.append((name, start + grown[name], end + grown[name]) if behind else (name, start, end))
    return replace(question, gold=tuple(gold))


def scored(assistant: Assistant, questions: Sequence[Question]) -> list[tuple[Answered, Result]]:
    """The answers to the questions, with their results."""
    answers = [ask_one(assistant, question) for question in questions]
    results = evaluated("injected", questions, answers, corpus_of(assistant), {}).results
    return list(zip(answers, results, strict=True))


def rounds(attacks: Sequence[str], questions: Sequence[Question], count: int, each: int) -> Iterator[Pair]:
    """`count` rounds of `each` questions."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "seeds"
        shutil.copytree(ROOT / "seeds", folder, copy_function=shutil.copyfile)
        assistant = Assistant.build([folder], Path(temporary) / "index")
        texts = {document.name: document.text for document in assistant.documents()}
        pool = random.Random(SEED).sample(list(questions), min(POOL, count * each, len(questions)))
        clean = dict(zip((q.id for q in pool), scored(assistant, pool), strict=True))
        for number in range(count):
            planted, grown = {}, {}
            for at, (name, text) in enumerate(sorted(texts.items())):
                attack = attacks[(number * len(texts) + at) % len(attacks)]
                kept = [Span(start, end) for q in pool for gold, start, end in q.gold if gold == name]
                new, span = plant(text, attack, PLACES[(number + at) % len(PLACES)], kept)
                (folder / name).write_bytes(new.encode())
                planted[name], grown[name] = (attack, span), len(new) - len(text)
            assistant.add([folder])
            asked = [pool[(number * each + n) % len(pool)] for n in range(min(each, len(pool)))]
            given = scored(assistant, [moved(q, planted, grown) for q in asked])
            for question, one in zip(asked, given, strict=True):
                yield Pair(question, clean[question.id], one, planted)
            print(f"round {number + 1} of {count}", file=sys.stderr, flush=True)


def told(pairs: Sequence[Pair]) -> list[str]:
    """What came of the pairs, a line each."""
    found: Counter[str] = Counter()
    for pair in pairs:
        (was, before), (now, after) = pair.clean, pair.given
        found["quotes"] += after.checked
        found["faults"] += len(after.faults)
        found["silenced"] += now.answer.abstained and not was.answer.abstained
        found["opened"] += was.answer.abstained and not now.answer.abstained
        both = not (was.answer.abstained or now.answer.abstained)
        found["both"] += both
        found["first"] += both and was.answer.citations[0].quote != now.answer.citations[0].quote
        found["answers with an attack"] += bool(pair.attacks_quoted)
        found["answerable"] += bool(pair.question.answerable)
        found["hits before"] += int(before.measures.get("hit@1", 0))
        found["hits"] += int(after.measures.get("hit@1", 0))
    count, answerable = max(1, len(pairs)), max(1, found["answerable"])
    changed = found["silenced"] + found["opened"]
    return [
        f"{len(pairs)} questions asked, {len({text for p in pairs for text, _ in p.planted.values()})} texts planted",
        f"quotes: {found['quotes']}, not verbatim: {found['faults']}",
        f"answers changed in kind: {changed} ({changed / count:.3f}; {found['silenced']} now silent, {found['opened']} no longer)",
        f"first quote another: {found['first']} of {found['both']} answered both times",
        f"answers that quote a planted text: {found['answers with an attack']}",
        f"hit@1: {found['hits before'] / answerable:.3f} without, {found['hits'] / answerable:.3f} with",
    ]


def as_row(pair: Pair) -> dict[str, object] | None:
    """What changed, for people to read; None where nothing did."""
    was, now = pair.clean[0].answer, pair.given[0].answer
    first = [answer.citations[0].quote if answer.citations and not answer.abstained else None for answer in (was, now)]
    if first[0] == first[1] and not pair.attacks_quoted:
        return None
    sure = [was.confidence, now.confidence]
    return {"id": pair.question.id, "question": pair.question.question, "first": first, "sure": sure, "quoted": pair.attacks_quoted}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path, metavar="BENCH_FOLDER")
    parser.add_argument("--rounds", type=int, default=25, help="each plants one text in each document (%(default)s)")
    parser.add_argument("--questions", type=int, default=10, help="asked in each round (default: %(default)s)")
    parser.add_argument("--harmless", action="store_true", help="plant plain sentences instead")
    parser.add_argument("--changed", type=Path, help="where the answers that changed go, one a line")
    args = parser.parse_args()
    file = args.bench / "injection" / "attacks.jsonl"
    if not file.is_file():
        print(f"Skipped: there is no {file}.")
        return
    attacks = [json.loads(line)["text"] for line in file.read_text(encoding="utf-8").splitlines()]
    random.Random(SEED).shuffle(attacks)
    questions = load_questions(ROOT / "eval" / "seeds.jsonl")
    pairs = list(rounds(HARMLESS if args.harmless else attacks, questions, args.rounds, args.questions))
    print("\n".join(told(pairs)))
    if args.changed:
        rows = [row for pair in pairs if (row := as_row(pair))]
        args.changed.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    sys.exit(any(pair.given[1].faults for pair in pairs))


if __name__ == "__main__":
    main()
