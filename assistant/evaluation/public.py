"""Public sets that bring their corpus → a folder of documents to index and a file of questions: SQuAD, BEIR, MultiHop-RAG."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.errors import BadInput
from assistant.evaluation.places import find
from assistant.evaluation.questions import read_text
from assistant.text import storable

LONGEST_NAME = 40  # code points of a title in a file name, which may have 255 bytes


@dataclass
class Converted:
    """Documents (text by file name, and what is known of each) and questions in the JSON form of docs/design.md."""

    texts: dict[str, str] = field(default_factory=dict)
    metadata: list[dict[str, str]] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)
    skipped: int = 0

    def add(self, key: str, title: str, text: str, **known: Any) -> str:
        """Add a document that its set calls `key`; its file name."""
        name = file_name(key, title)
        self.texts[name] = storable(text.removeprefix("\ufeff"))
        labels = {"title": title, **known}
        self.metadata.append({"file_name": name} | {k: str(v) for k, v in labels.items() if v})
        return name


def file_name(key: str, title: str) -> str:
    """A name that is safe in every file system, whatever the set calls the document: words of the title and a hash of `key`."""
    words = (
        re.sub(r"[^\w-]+", "-", unicodedata.normalize("NFKC", storable(title)))[:LONGEST_NAME].strip("-_").casefold()
    )
    return f"{words or 'document'}_{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:10]}.txt"


def convert(form: str, source: Path, folder: Path) -> Converted:
    """Read a public set and write `folder`/corpus/, its metadata.jsonl and `folder`/questions.jsonl. Raises BadInput."""
    try:
        made = FORMATS[form](source)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise BadInput(
            f"{source} is not in the form of {form} (docs/evaluation.md): {type(error).__name__} {error}."
        ) from error
    if not made.questions:
        raise BadInput(f"There is no question in {source}.")
    corpus = folder / "corpus"
    if corpus.exists() and any(corpus.iterdir()):
        raise BadInput(f"{corpus} is not empty; name a new folder.")
    try:
        corpus.mkdir(parents=True, exist_ok=True)
        for name, text in made.texts.items():
            (corpus / name).write_bytes(text.encode("utf-8"))
        for path, rows in ((corpus / "metadata.jsonl", made.metadata), (folder / "questions.jsonl", made.questions)):
            lines = [storable(json.dumps(row, ensure_ascii=False)) + "\n" for row in rows]
            path.write_text("".join(lines), encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{folder} cannot be written ({error.strerror}).") from error
    return made


def squad(source: Path) -> Converted:
    """SQuAD 1 and 2: each paragraph is a document. What is impossible there is taken for unanswerable altogether."""
    made = Converted()
    for article in _json(source)["data"]:
        title = str(article.get("title") or "").replace("_", " ")
        for number, paragraph in enumerate(article["paragraphs"]):
            context = paragraph["context"]
            name = made.add(f"{title}\n{number}\n{context}", title, context)
            made.questions += [_squad_question(row, name, made.texts[name]) for row in paragraph["qas"]]
    return made


def _squad_question(row: Mapping[str, Any], name: str, text: str) -> dict[str, Any]:
    possible = not row.get("is_impossible", False) and bool(row["answers"])
    answers = row["answers"] if possible else []
    gold = {}
    for answer in answers:
        start = int(answer["answer_start"])
        gold[start, answer["text"]] = _gold(name, answer["text"], text, start)
    return {
        "id": str(row["id"]),
        "kind": "answerable" if possible else "impossible",
        "question": row["question"].strip(),
        "answerable": possible,
        "gold": list(gold.values()),
        "answers": list(dict.fromkeys(answer["text"] for answer in answers)),
    }


def _gold(name: str, quote: str, text: str, start: int = 0) -> dict[str, Any]:
    """A gold span; of several places the one nearest `start`. Without offsets where the document lacks the words."""
    if text[start : start + len(quote)] == quote:
        return {"document": name, "quote": quote, "start": start, "end": start + len(quote)}
    if not (places := find(text, quote)):
        return {"document": name, "quote": quote}
    span = min(places, key=lambda p: abs(p.start - start))
    return {"document": name, "quote": text[span.start : span.end], "start": span.start, "end": span.end}


def beir(source: Path) -> Converted:
    """A BEIR folder: corpus.jsonl, queries.jsonl and qrels/test.tsv (else the only one there). Documents are graded whole."""
    made = Converted()
    names = {}
    for row in _lines(source / "corpus.jsonl"):
        title, text = str(row.get("title") or ""), str(row["text"])
        names[str(row["_id"])] = made.add(str(row["_id"]), title, f"{title}\n\n{text}" if title else text)
    grades: dict[str, dict[str, int]] = {}
    with _qrels(source / "qrels").open(encoding="utf-8", newline="") as file:
        for query, document, grade in list(csv.reader(file, delimiter="\t"))[1:]:
            name = names.get(document, file_name(document, "not in the corpus"))
            grades.setdefault(query, {})[name] = int(grade)
    for row in _lines(source / "queries.jsonl"):
        relevant = {name: grade for name, grade in grades.get(str(row["_id"]), {}).items() if grade > 0}
        if relevant:
            made.questions.append(
                {"id": str(row["_id"]), "question": row["text"], "answerable": True, "relevant": relevant}
            )
    made.skipped = len(grades) - len(made.questions)
    return made


def _qrels(folder: Path) -> Path:
    files = sorted(folder.glob("*.tsv"))
    chosen = folder / "test.tsv" if folder / "test.tsv" in files else files[0] if len(files) == 1 else None
    if chosen is None:
        raise BadInput(f"{folder} has no test.tsv and not exactly one other .tsv file.")
    return chosen


def multihop(source: Path) -> Converted:
    """MultiHop-RAG's folder with corpus.json and MultiHopRAG.json. A question without evidence (null_query) has no answer."""
    made = Converted()
    names: dict[Any, str] = {}
    for row in _json(source / "corpus.json"):
        known = {"publisher": row.get("source"), "author": row.get("author"), "url": row.get("url")}
        day = str(row.get("published_at") or "")[:10]
        name = made.add(f"{row.get('url')}\n{row['title']}", row["title"], row["body"], published=day, **known)
        names |= {row.get("url"): name, row["title"]: name}
    for number, row in enumerate(_json(source / "MultiHopRAG.json"), 1):
        evidence = [(_named(e, names), e["fact"]) for e in row["evidence_list"]]
        kind = str(row["question_type"])
        made.questions.append(
            {
                "id": f"multihop-{number}",
                "kind": kind,
                "question": row["query"],
                "answerable": bool(evidence),
                "gold": [_gold(name, fact, made.texts.get(name, "")) for name, fact in evidence],
                "answers": [row["answer"]]
                if kind == "inference_query"
                else [],  # the others are yes, no, before, after
                "rules": "multihop",
            }
        )
    return made


def _named(evidence: Mapping[str, Any], names: Mapping[Any, str]) -> str:
    return (
        names.get(evidence.get("url"))
        or names.get(evidence["title"])
        or file_name(evidence["title"], "not in the corpus")
    )


def _json(path: Path) -> Any:
    return json.loads(read_text(path))


def _lines(path: Path) -> Iterator[Any]:
    return (json.loads(line) for line in read_text(path).split("\n") if line.strip())


FORMATS: Mapping[str, Callable[[Path], Converted]] = {"squad": squad, "beir": beir, "multihop": multihop}
