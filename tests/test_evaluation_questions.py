from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from assistant import Assistant, Turn
from assistant.errors import BadInput
from assistant.evaluation import Question, load_questions
from tests.toys import ROOT

READ = ROOT / "eval" / "seeds_read"

TABLE = [
    ["Question", "Answer", "Document", "speaker", "answerable"],
    ["How long is it?", "1,515 km | 1515 km", "a.txt", "", ""],
    ["Who said so?", "the mayor", "c.txt", "the mayor", "yes"],
    ["", "", "", "", ""],
    ["Who painted zebras?", "", "", "", ""],
]
ROWS = [
    Question("1", "How long is it?", answerable=True, answers=("1,515 km", "1515 km"), document="a.txt"),
    Question("2", "Who said so?", answerable=True, answers=("the mayor",), speaker="the mayor", document="c.txt"),
    Question("4", "Who painted zebras?", answerable=False),
]


def test_questions_in_three_forms(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text(
        '\ufeff{"id": "a", "kind": "k", "question": "Who?", "history": ["When?", {"role": "assistant", "content": "Then."}], '
        '"answerable": true, "gold": [{"document": "d", "quote": "x", "start": 1, "end": 2}], "answers": ["y"], '
        '"speaker": "Z", "relevant": {"d": 2}, "rules": "multihop", "reviewed": false}\n\n{"question": "What?"}\n',
        encoding="utf-8",
    )
    (tmp_path / "q.csv").write_text('id,question\na,"Who, then?"\n,What?\n', encoding="utf-8")
    (tmp_path / "q.txt").write_text("Who?\n\n What? \n", encoding="utf-8")
    full = Question(
        "a", "Who?", (Turn("user", "When?"), Turn("assistant", "Then.")), "k", True, (("d", 1, 2),), quotes=("x",),
        answers=("y",), speaker="Z", relevant={"d": 2}, rules="multihop", reviewed=False,
    )  # fmt: skip
    assert load_questions(tmp_path / "q.jsonl") == [full, Question("3", "What?")]
    assert load_questions(tmp_path / "q.csv") == [Question("a", "Who, then?"), Question("2", "What?")]
    assert load_questions(tmp_path / "q.txt") == [Question("1", "Who?"), Question("3", "What?")]


def test_a_table_of_questions_and_answers(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in TABLE:
        book.active.append(row)
    book.save(tmp_path / "q.xlsx")
    lines = [",".join(f'"{cell}"' for cell in row) for row in TABLE]
    (tmp_path / "q.csv").write_text("\n".join(lines), encoding="utf-8")
    assert load_questions(tmp_path / "q.xlsx") == ROWS
    assert load_questions(tmp_path / "q.csv") == ROWS


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("q.jsonl", b"", "There is no question in "),
        ("q.jsonl", b'{"question": "a"}\nnonsense', ', line 2: not a JSON object with a "question"'),
        ("q.jsonl", b'["a"]', ', line 1: not a JSON object with a "question"'),
        ("q.jsonl", b'{"question": 7}', ', line 1: not a JSON object with a "question"'),
        (
            "q.jsonl",
            b'{"id": "a", "question": "a"}\n{"id": "a", "question": "b"}',
            "have the id 'a'; give each its own.",
        ),
        ("q.csv", b"id,text\n1,a\n", 'has no column called "question".'),
        (
            "q.csv",
            b"question,answerable\na,perhaps\n",
            "row 1: \"answerable\" is 'perhaps', which is neither yes nor no.",
        ),
        ("q.csv", b"question,answer\n,a\n", "row 1: the question is empty."),
        ("q.txt", b"\xff\xfe\x00", "cannot be read as UTF-8 text."),
        ("q.xlsx", b"nonsense", "cannot be read as an XLSX workbook."),
    ],
)
def test_a_bad_question_file_is_one_sentence(tmp_path: Path, name: str, data: bytes, sentence: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(BadInput) as caught:
        load_questions(tmp_path / name)
    assert sentence in str(caught.value)


SETS = ["seeds.jsonl", "seeds_holdout.jsonl", *(f"seeds_read/{path.name}" for path in sorted(READ.glob("*.jsonl")))]


@pytest.mark.parametrize("name", SETS)
def test_every_gold_span_of_our_sets_stands_in_the_seeds(name: str, seeds: Assistant) -> None:
    rows = rows_of(name)
    assert len(rows) >= 90
    assert len({r["id"] for r in rows}) == len(rows)
    for row in rows:
        assert bool(row["gold"]) == row["answerable"]
        for gold in row["gold"]:
            assert seeds.document(gold["document"]).text[gold["start"] : gold["end"]] == gold["quote"]


@pytest.mark.parametrize("name", SETS[:4])  # some of the later ones ask for headlines beside the text
def test_no_gold_span_stands_in_furniture(name: str, seeds: Assistant) -> None:
    for gold in (gold for row in rows_of(name) for gold in row["gold"]):
        zones = seeds.document(gold["document"]).zones
        assert not any(z.start < gold["end"] and gold["start"] < z.end for z in zones)


def test_every_gold_span_of_the_set_on_other_documents_stands_in_them() -> None:
    rows = rows_of("elsewhere/questions.jsonl")
    assert len({r["id"] for r in rows}) == len(rows) == 120
    for row in rows:
        assert bool(row["gold"]) == row["answerable"]
        for gold in row["gold"]:
            text = (ROOT / "eval" / "elsewhere" / "corpus" / gold["document"]).read_text(encoding="utf-8")
            assert text[gold["start"] : gold["end"]] == gold["quote"]


def rows_of(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (ROOT / "eval" / name).read_text(encoding="utf-8").splitlines()]


def test_a_workbook_made_to_do_harm_is_bounded(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["A2"], sheet["XFD1048576"] = "question", "Who?", "far away"
    book.save(tmp_path / "wide.xlsx")
    assert [q.question for q in load_questions(tmp_path / "wide.xlsx")] == ["Who?"]
    with zipfile.ZipFile(tmp_path / "wide.xlsx", "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/more.xml", bytes(65 * 2**20))
    with pytest.raises(BadInput, match=r"wide\.xlsx unpacks to more than 64 MiB; save it as CSV\.$"):
        load_questions(tmp_path / "wide.xlsx")
