#!/usr/bin/env python3
"""Lay out the documents and questions that were written for training as a set in the form of `bench/`.

Usage: written.py SQUAD_TRAIN.json OUT_FOLDER FILE.jsonl …

Three files were written for this by a language model, with nothing of the seeds, the public sets or the assistant in sight, and are
not read by the assistant: eval/near_misses.jsonl and eval/dossiers.jsonl, on which the ranker and the judge are trained, and
eval/dossiers_fit.jsonl, on which the confidence is fitted. A line is a made-up document, a paragraph of SQuAD 1.1's training part
(`squad`: article and paragraph), or a dossier: four made-up documents by different parties on one matter. Each has two lists of
questions:

- `answerable`, each with the places that answer it (`gold`; a place is the index of a sentence, in a dossier that of document and
  sentence) and its `style`: plain, paraphrase, typo or search (as typed into a search box), follow_up (which leans on the
  question `after`, and stands `alone` in other words);
- `near`, each with the place that looks most like an answer (`near`) and what is wrong (`kind`): the asked thing is not told,
  though another of its sort stands there (slot); parties exchanged (role); the contrary taken for granted (opposite); a detail
  changed; what came of it (beyond); a name or office only mentioned (name); another's words (speaker); another subject.

Some questions of both lists are asked once more in quite other words (`reworded`): by someone who leaves the doer out, has not read the text, asks for a noun, or for "the
minister". A line of its own, `w` behind the id. Questions with a `form` were written last, after what the assistant got wrong: bound ("until when?"), reversed
(the contrary taken for granted), other act (the date that stands there is of another act), other mouth, described (nobody is named), gist.

Writes OUT_FOLDER/corpus and OUT_FOLDER/questions.jsonl, where each question is asked of its own dossier or document alone (`filters`).
An id is that of the dossier, `#` and that of the question, so that whole dossiers are held out.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from squad_set import source

from assistant.text import sentences

PARAGRAPH = 4  # sentences


class Text(NamedTuple):
    """A document: its labels, its text, and where each sentence stands in it."""

    labels: dict[str, str]
    text: str
    places: list[tuple[int, int]]


class Dossier(NamedTuple):
    """Documents on one matter and the questions asked of them; places are (document, sentence)."""

    id: str
    texts: list[Text]
    answerable: list[dict[str, Any]]
    near: list[dict[str, Any]]


def dossiers(squad: Path, files: Sequence[Path]) -> Iterator[Dossier]:
    """All that was written in `files`. Exits where `squad` is not SQuAD's train-v1.1.json."""
    articles = source(squad)
    for path in files:
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line:
                yield _dossier(json.loads(line), articles)


def _dossier(row: dict[str, Any], articles: list[dict[str, Any]]) -> Dossier:
    if "documents" in row:
        texts = [
            _text(d["sentences"], {k: d[k] for k in ("title", "publisher", "published")}) for d in row["documents"]
        ]
    elif "squad" in row:
        article, paragraph = row["squad"]
        text = articles[article]["paragraphs"][paragraph]["context"].strip()
        title = articles[article]["title"].replace("_", " ")
        texts = [Text({"title": title}, text, [(s.start, s.end) for s in sentences(text)])]
    else:
        texts = [_text(row["sentences"], {"title": row["title"]})]

    def in_dossier(place: int | list[int]) -> tuple[int, int]:
        return (0, place) if isinstance(place, int) else (place[0], place[1])

    answerable = [q | {"gold": [in_dossier(place) for place in q["gold"]]} for q in row["answerable"]]
    near = [q | {"near": in_dossier(q["near"])} for q in row["near"]]
    return Dossier(hashlib.sha256(texts[0].text.encode()).hexdigest()[:12], texts, answerable, near)


def _text(found: list[str], labels: dict[str, str]) -> Text:
    text, places = f"{labels['title']}\n\n", []
    for n, sentence in enumerate(found):
        places.append((len(text), len(text) + len(sentence)))
        text += sentence + ("\n\n" if n % PARAGRAPH == PARAGRAPH - 1 else " ")
    return Text(labels, text.rstrip() + "\n", places)


def asked(one: Dossier) -> Iterator[dict[str, Any]]:
    """The lines of questions.jsonl; a follow-up also as it stands alone."""
    names = [f"{one.id}-{n}.txt" for n in range(len(one.texts))]

    def span(place: tuple[int, int]) -> dict[str, Any]:
        document = one.texts[place[0]]
        start, end = document.places[place[1]]
        return {"document": names[place[0]], "quote": document.text[start:end], "start": start, "end": end}

    def line(id: str, kind: str, question: str, gold: list[tuple[int, int]], **more: Any) -> dict[str, Any]:
        known = {"id": f"{one.id}#{id}", "kind": kind, "question": question, "history": [], "answerable": bool(gold)}
        return known | {"gold": [span(p) for p in gold], "filters": {"documents": names}} | more

    told = {q["q"]: q["gold"] for q in one.answerable}
    for n, q in enumerate(one.answerable):
        kind = q.get("style", "plain")
        history = [{"role": "user", "content": q["after"]}] if kind == "follow_up" else []
        if history and q["after"] in told:
            history.append({"role": "assistant", "content": span(told[q["after"]][0])["quote"]})
        yield line(f"a{n}", kind, q["q"], q["gold"], history=history)
        if "reworded" in q:
            yield line(f"a{n}w", "reworded", q["reworded"], q["gold"])
        if history:
            yield line(f"s{n}", "standalone", q["alone"], q["gold"])
    for n, q in enumerate(one.near):
        for id in ("q", "reworded"):
            if id in q:
                yield line(f"n{n}{'w' * (id != 'q')}", f"near: {q['kind']}", q[id], [], near=span(q["near"]))


def main() -> None:
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    squad, out, *files = map(Path, sys.argv[1:])
    corpus = out / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    labels, lines = [], []
    for one in dossiers(squad, files):
        for n, text in enumerate(one.texts):
            name = f"{one.id}-{n}.txt"
            (corpus / name).write_text(text.text, encoding="utf-8", newline="")
            labels.append({"file_name": name} | text.labels)
        lines += asked(one)
    for path, rows in ((corpus / "metadata.jsonl", labels), (out / "questions.jsonl", lines)):
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    print(f"{len(labels)} documents, {len(lines)} questions")


if __name__ == "__main__":
    main()
