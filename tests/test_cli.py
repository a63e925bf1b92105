"""The command line with the real models: what it prints, its exit codes, its one-sentence errors."""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from assistant.cli.main import main
from tests.toys import ROOT, SEEDS


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "index"
    assert main(["index", str(SEEDS), "--index", str(folder)]) == 0
    return folder


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main([str(a) for a in arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_index_reports_what_it_did(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "index", SEEDS, "--index", index)
    assert (code, err) == (0, "")
    assert out.startswith("0 added, 0 changed, 5 unchanged, 0 removed, 0 refused; 0 of 19 passages embedded in ")
    code, out, _ = run(capsys, "index", SEEDS, "--index", index, "--json")
    report = json.loads(out)
    assert (code, report["unchanged"], report["embedded"]) == (0, sorted(p.name for p in SEEDS.glob("*.txt")), 0)


def test_ask_shows_quote_document_offsets_and_date(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "ask", "How many days did Armenia delay its response?", "--index", index)
    assert (code, err) == (0, "")
    lines = out.split("\n")
    assert lines[1:4] == [
        "[1] “Thus, Armenia has delayed its response for 70 days.”",
        "    004_7b9dd2cba2efc039.txt [1770:1821]",
        "    speaker: unknown, form: the document's own text, publisher: www.anews.az, published: 2023-11-28",
    ]


def test_ask_as_json_has_the_form_of_the_design(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "ask", "How many days did Armenia delay its response?", "--index", index, "--json")
    answer = json.loads(out)
    assert list(answer) == [
        "question",
        "standalone_question",
        "abstained",
        "reason",
        "confidence",
        "citations",
        "nearest",
        "withheld",
        "seconds",
        "filters",
        "outside",
        "notes",
    ]
    first = answer["citations"][0]
    text = (SEEDS / first["document"]).read_bytes().decode()
    assert text[first["start"] : first["end"]] == first["quote"]
    assert first["quote"] == "Thus, Armenia has delayed its response for 70 days."
    assert {"sha256", "rank", "page", "speaker", "how", "said_on", "publisher", "published"} <= set(first)


def test_silence_says_so_and_shows_the_nearest(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "ask", "Who won the football world cup in 2018?", "--index", index)
    assert code == 0
    assert out.startswith("The documents do not say")
    assert "Nearest passages (not an answer):" in out


def test_compare_groups_by_voice_and_tells_one_side(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "compare", "Who accuses whom of ethnic cleansing?", "--index", index)
    assert (code, err) == (0, "")
    assert out.startswith(
        "Note: Only one side is in the documents on this: every passage found is words of Aykhan Hajizada.\n"
    )
    assert (
        "\nAykhan Hajizada (Spokesperson of the Ministry of Foreign Affairs)\n  side: Ministry of Foreign Affairs (“"
        in out
    )
    assert "\n  published 2023-11-02, the document's own text\n[1] “Answer: Unfortunately, the United States" in out
    question = "What did the UN Security Council demand in its resolutions?"
    _, out, _ = run(capsys, "compare", question, "--index", index)
    assert "\nPossibly the same, told in different words:\n" in out
    _, out, _ = run(capsys, "compare", question, "--index", index, "--json")
    found = json.loads(out)
    ranks = [e["rank"] for g in found["groups"] for e in g["entries"]]
    assert ranks == list(range(1, len(ranks) + 1))
    assert all(set(pair) <= set(ranks) for pair in found["parallels"])
    assert found["parallels"] != []
    code, out, _ = run(capsys, "compare", "Who said what about the football world cup?", "--index", index)
    assert (code, out.split(":")[0]) == (0, "The documents do not say")


def test_search_and_check(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "search", "Lachin road", "-k", "2", "--index", index, "--json")
    found = json.loads(out)
    assert (code, [(h["rank"], h["document"]) for h in found["passages"]], found["withheld"]) == (
        0,
        [(1, "003_856f7c45f8c9dc7a.txt"), (2, "003_856f7c45f8c9dc7a.txt")],
        [],
    )
    assert list(found["passages"][0]) == ["document", "sha256", "start", "end", "text", "score", "rank", "ranks"]
    code, out, _ = run(capsys, "check", "It is acceptable that a number of countries", "--index", index, "--json")
    checked = json.loads(out)
    assert (code, checked["verdict"], checked["matches"][0]["diff"]) == (
        1,
        "altered",
        "It is [-acceptable-] {+unacceptable+} that a number of countries",
    )
    code, out, _ = run(capsys, "check", "a road to nowhere in particular for zebras", "--index", index)
    assert (code, out.startswith("Not found.")) == (1, True)


def test_search_leaves_a_damaged_document_out_and_says_so(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "003_856f7c45f8c9dc7a.txt"
    with sqlite3.connect(tmp_path / "store.sqlite") as copy:
        sqlite3.connect(index / "store.sqlite").backup(copy)
        copy.execute("UPDATE documents SET text = CAST('broken' AS BLOB) WHERE name = ?", (name,))
    why = f"{name}: its stored text no longer matches its SHA-256, so nothing in it is quoted; run `assistant index` on its folder again."
    code, out, err = run(capsys, "search", "Lachin road", "-k", "10", "--index", tmp_path)
    assert (code, f"Withheld: {why}\n" in err, name in out, ".txt [" in out) == (0, True, False, True)
    _, out, _ = run(capsys, "search", "Lachin road", "-k", "10", "--index", tmp_path, "--json")
    found = json.loads(out)
    assert found["withheld"] == [why]
    assert name not in {h["document"] for h in found["passages"]} != set()


def test_batch_answers_each_question_in_order(index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "q.csv").write_text("id,question\nx,When did Armenia send its comments?\ny,?!\n", encoding="utf-8")
    code, _, _ = run(capsys, "batch", tmp_path / "q.csv", "--index", index, "--output", tmp_path / "a.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert (code, [(r["id"], r["abstained"]) for r in rows]) == (0, [("x", False), ("y", True)])
    assert rows[1]["reason"] == "The question has no word in it; ask in words."


def test_eval_compares_with_a_baseline(index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = {"id": "1", "kind": "k", "question": "How many days did Armenia delay its response?", "answerable": True}
    gold = {"document": "004_7b9dd2cba2efc039.txt", "start": 1770, "end": 1821}
    (tmp_path / "q.jsonl").write_text(json.dumps(row | {"gold": [gold]}) + "\n", encoding="utf-8")
    arguments = ["eval", tmp_path / "q.jsonl", "--index", index, "--report", tmp_path / "report"]
    code, out, _ = run(capsys, *arguments)
    assert code == 0
    assert "| hit@1 | 1.0000 | 1.000 to 1.000 |" in out
    report = tmp_path / "report"
    earlier = tmp_path / "kept.json"
    assert run(capsys, *arguments, "--baseline", earlier, "--update-baseline")[0] == 0
    assert earlier.read_text(encoding="utf-8") == (report / "summary.json").read_text(encoding="utf-8")
    code, out, err = run(capsys, *arguments, "--answers", report / "answers.jsonl", "--baseline", earlier)
    assert (code, err, "The gate passes" in out) == (0, "", True)
    answer = json.loads((report / "answers.jsonl").read_text(encoding="utf-8"))
    answer["citations"][0]["start"] += 1
    (tmp_path / "a.jsonl").write_text(json.dumps(answer), encoding="utf-8")
    code, _, err = run(capsys, *arguments, "--answers", tmp_path / "a.jsonl", "--baseline", earlier)
    named = "004_7b9dd2cba2efc039.txt [1771:1821]: the quote differs from the document"
    assert (code, err) == (1, f"assistant: not proved: {named}.\n")
    assert run(capsys, *arguments, "--update-baseline")[0] == 2


def test_eval_says_why_nothing_can_be_scored(index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "q.csv").write_text("question,answer\nWho?,Nobody of that name\n", encoding="utf-8")
    code, _, err = run(capsys, "eval", "run", tmp_path / "q.csv", "--index", index, "--report", tmp_path / "report")
    assert (code, err) == (2, "assistant: No question can be scored: its answer is not in the corpus.\n")


def test_doctor_finds_all_well(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "doctor", "--index", index)
    assert (code, out.splitlines()[-1]) == (0, "All 9 checks passed.")


def test_one_changed_byte_of_a_stored_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, name = tmp_path / "index", "004_7b9dd2cba2efc039.txt"
    assert main(["index", str(SEEDS), "--index", str(folder)]) == 0
    with sqlite3.connect(folder / "store.sqlite") as connection:
        (text,) = connection.execute("SELECT text FROM documents WHERE name = ?", (name,)).fetchone()
        connection.execute("UPDATE documents SET text = ? WHERE name = ?", (text.replace(b"70 days", b"71 days"), name))
    _, out, err = run(capsys, "ask", "How many days did Armenia delay its response?", "--index", folder)
    assert "71 days" not in out
    assert name not in out
    assert f"Withheld: {name}: its stored text no longer matches its SHA-256" in err
    code, out, _ = run(capsys, "doctor", "--index", folder)
    assert code == 1
    assert (
        f"DAMAGE  {name}: its stored text no longer matches its SHA-256 (run `assistant index` on its folder again)"
        in out
    )
    assert "1 changed" in run(capsys, "index", SEEDS, "--index", folder)[1]
    assert run(capsys, "doctor", "--index", folder)[0] == 0


def test_a_source_changed_behind_our_back_is_not_quoted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, source = tmp_path / "index", tmp_path / "docs" / "a.txt"
    source.parent.mkdir()
    source.write_text("The mayor closed the bridge on Monday.", encoding="utf-8")
    assert main(["index", str(source.parent), "--index", str(folder)]) == 0
    source.write_text("The mayor opened the bridge on Monday.", encoding="utf-8")
    _, out, err = run(capsys, "ask", "When did the mayor close the bridge?", "--index", folder)
    assert "Monday" not in out
    assert "Withheld: a.txt: the source file has changed since it was indexed" in err
    assert "DAMAGE  a.txt: its source file has changed" in run(capsys, "doctor", "--index", folder)[1]


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["index", "nowhere"], 2, "assistant: nowhere does not exist; name a file or a folder of documents."),
        (["ask", "?!…", "--index", "INDEX"], 2, "assistant: The question has no word in it; ask in words."),
        (
            ["ask", "a" * 3_000_000, "--index", "INDEX"],
            2,
            "assistant: The question has 3,000,000 characters; 2,000 are the most, so shorten it.",
        ),
        (
            ["ask", "Who?", "--index", "nowhere"],
            2,
            "assistant: There is no index in nowhere; make one with `assistant index PATH --index nowhere`.",
        ),
        (
            ["batch", "nowhere", "--index", "INDEX", "--output", "x"],
            2,
            "assistant: nowhere cannot be read as UTF-8 text.",
        ),
        (["eval", "nowhere", "--index", "INDEX"], 2, "assistant: nowhere cannot be read as UTF-8 text."),
        (["check", "", "--index", "INDEX"], 2, "assistant: The quote has no word in it."),
        (
            ["doctor", "--index", "nowhere"],
            2,
            "assistant: There is no index in nowhere; make one with `assistant index PATH --index nowhere`.",
        ),
        (
            ["chat", "--index", "INDEX", "--audit-texts"],
            2,
            "assistant: --audit-texts needs --audit FILE, where the texts go.",
        ),
        (["chat", "--auth", "nowhere"], 2, "assistant: nowhere cannot be read as UTF-8 text."),
        (
            ["chat", "--index", "INDEX", "--host", "0.0.0.0"],
            2,
            "assistant: 0.0.0.0 can be reached from other machines, so say who may ask, with --auth FILE or a token;",
        ),
    ],
)
def test_bad_input_gets_one_sentence(
    index: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, sentence: str
) -> None:
    got, out, err = run(capsys, *(str(index) if a == "INDEX" else a for a in arguments))
    assert (got, out) == (code, "")
    assert err.startswith(sentence)
    assert err.count("\n") == 1
    assert run(capsys, "doctor", "--index", index)[0] == 0


@pytest.mark.parametrize(
    ("name", "data"), [("empty.txt", b""), ("binary.txt", os.urandom(4096)), ("page.pdf", b"%PDF-1.7")]
)
def test_a_file_that_cannot_be_read_is_refused_and_the_index_stays_whole(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    code, out, err = run(capsys, "index", tmp_path / name, "--index", index)
    assert (code, out[:48]) == (2, "0 added, 0 changed, 0 unchanged, 0 removed, 1 re")
    assert err.startswith(f"refused: {name}: ")
    assert err.count("\n") == 1
    assert run(capsys, "doctor", "--index", index)[:2] == (0, run(capsys, "doctor", "--index", index)[1])


def test_an_index_of_another_model_is_refused(index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with sqlite3.connect(tmp_path / "store.sqlite") as copy:
        sqlite3.connect(index / "store.sqlite").backup(copy)
        copy.execute("UPDATE facts SET value = 'another model' WHERE key = 'encoder'")
    code, out, err = run(capsys, "ask", "Who called whom?", "--index", tmp_path)
    assert (code, out) == (2, "")
    assert err.startswith(f"assistant: The index in {tmp_path} was made with encoder “another model”, not “bge-small")
    assert err.endswith(f"delete {tmp_path} and run `assistant index` again.\n")


def test_a_damaged_dense_index_is_said_rebuilt_and_never_served(
    index: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    good = (index / "dense.faiss").read_bytes()
    (index / "dense.faiss").write_bytes(good[:-100] + bytes(100))
    code, out, _ = run(capsys, "doctor", "--index", index)
    assert code == 1
    assert "dense.faiss is missing or damaged (it is rebuilt from the store at the next question)" in out
    assert run(capsys, "ask", "How many days did Armenia delay its response?", "--index", index)[0] == 0
    assert caplog.messages == [f"{index / 'dense.faiss'} is missing or damaged; rebuilt from the store."]
    assert run(capsys, "doctor", "--index", index)[0] == 0
    assert (index / "dense.faiss").read_bytes() == good


def test_read_shows_a_file_with_its_zones_and_what_proves_each_label(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<html lang="en"><title>Bridge shut</title><meta property="article:published_time" content="2024-05-03T10:00Z">'
        "<p>The bridge was shut on Friday, the mayor said, and will not be opened again before the summer of next year.</p>"
        "<p>Two ferries carry the traffic.</p>",
        encoding="utf-8",
    )
    code, out, err = run(capsys, "read", page, "--json")
    found = json.loads(out)
    assert (code, err, found["text"].split("\n\n")[1]) == (0, "", "Two ferries carry the traffic.")
    assert found["metadata"] == {
        "language": {"value": "en", "evidence": "html:lang"},
        "published": {"value": "2024-05-03", "evidence": "html:meta article:published_time"},
        "title": {"value": "Bridge shut", "evidence": "html:title"},
    }
    assert found["text_sha256"] == hashlib.sha256(found["text"].encode()).hexdigest()
    code, out, _ = run(capsys, "read", SEEDS / "002_65deec5dc040f274.txt")
    assert out.startswith("002_65deec5dc040f274.txt\n  read as: plain text, utf-8\n  sha256: 5521b7dd")
    assert "  title: Azerbaijan Rejects Washington Meeting" in out
    (tmp_path / "x.bin").write_bytes(b"MZ\xff\xfe")
    assert run(capsys, "read", tmp_path / "x.bin") == (2, "", "refused: x.bin: a program, not a document with text.\n")
    assert run(capsys, "read", tmp_path)[2] == f"assistant: {tmp_path} is a folder; name one file.\n"


def test_a_watched_folder_is_followed_until_it_is_enough(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a.txt").write_text("The first words.", encoding="utf-8")
    command = [sys.executable, "-m", "assistant", "index", folder, "--index", tmp_path / "index", "--watch", "--json"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # ignored in a background job
    ) as watching:
        limit = threading.Timer(60, watching.kill)  # what it does not tell by then it never tells
        limit.daemon = True
        limit.start()
        assert watching.stdout is not None
        assert watching.stderr is not None
        assert json.loads(watching.stdout.readline())["added"] == ["a.txt"]
        assert watching.stderr.readline() == f"Watching {folder} (Ctrl-C stops it).\n"
        time.sleep(0.5)  # until the watch has begun
        (folder / "b.txt").write_text("The second words.", encoding="utf-8")
        assert json.loads(watching.stdout.readline())["added"] == ["b.txt"]
        (folder / "a.txt").unlink()
        assert json.loads(watching.stdout.readline())["removed"] == ["a.txt"]
        watching.send_signal(signal.SIGINT)
        assert watching.wait(20) == 0


def test_statements_are_told_apart_from_attitudes_and_what_is_likely(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = tmp_path / "told.txt"
    told.write_text("Jane Doe said that taxes fall.\n\nAnn Poe wants to lower taxes.\n\nJohn Roe opposes the plan.\n")
    code, out, _ = run(capsys, "statements", told)
    shown = [line.strip() for line in out.splitlines() if line.startswith("  [") and "own:" not in line]
    assert (code, shown) == (
        0,
        [
            "[19:29] reported: Jane Doe  [said]",
            "[46:60] attitude: Ann Poe  [wants]",
            "[80:88] likely: John Roe  [opposes]",
        ],
    )
    _, out, _ = run(capsys, "statements", told, "--json")
    assert [s["kind"] for s in json.loads(out) if s["how"] == "reported"] == ["speech", "attitude", "likely"]


def test_help_and_the_readme_name_every_command() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "assistant", "--help"], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout
    helped = re.findall(r"^    ([a-z]+)(?:\s|$)", shown, re.MULTILINE)
    told = re.search(
        r"`assistant --help` lists all commands: (.+?)\.", (ROOT / "README.md").read_text(encoding="utf-8")
    )
    assert told is not None
    assert sorted(helped) == sorted(re.findall(r"`([a-z]+)`", told[1]))


def test_asking_imports_no_torch_and_no_gradio(index: Path) -> None:
    script = f"import sys; from assistant.cli.main import main; main(['ask', 'Who called whom?', '--index', {str(index)!r}]); print({{'torch', 'gradio', 'sentence_transformers'}} & set(sys.modules))"
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert shown.endswith("set()\n")
