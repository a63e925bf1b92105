from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from assistant import Assistant
from assistant.evaluation import (
    Answered,
    Evaluation,
    Question,
    ask_all,
    compare,
    corpus_of,
    evaluated,
    load_baseline,
    made_with,
    markdown,
    save,
)
from tests.browsing import CHROMIUM, FLAGS

HOSTILE = "Who <script>alert(1)</script> saw the <img src=http://example.invalid/i.png onerror=alert(2)> zebra `*|* \u202ereversed?"
QUESTIONS = [
    Question("1", "Where does the river Kura flow?", (), "plain", True, (("a.txt", 0, 26),)),
    Question("2", HOSTILE, (), "<b>absent</b>", False),
    Question("3", "Is the mountain high?", (), "plain", True, (("a.txt", 0, 26),), speaker="Nobody"),
    Question("4", "Who is missing?", (), "plain", True, (("z.txt", 0, 26),)),
]
FILES = ["latency.json", "report.html", "report.md", "results.jsonl", "summary.json"]


def evaluation_of(toy: Assistant) -> Evaluation:
    answers = [Answered(q.id, replace(a, seconds=0.5)) for q, a in ask_all(toy, QUESTIONS)]
    answers[1] = replace(answers[1], answer=replace(answers[2].answer, reason=HOSTILE))
    return evaluated("toy <set>", QUESTIONS, answers, corpus_of(toy), made_with(toy, QUESTIONS))


def test_the_same_answers_give_the_same_bytes(toy: Assistant, tmp_path: Path) -> None:
    for name in ("a", "b"):
        save(evaluation_of(toy), tmp_path / name, corpus_of(toy))
    assert sorted(p.name for p in (tmp_path / "a").iterdir()) == FILES
    for name in FILES:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_files_say_what_they_were_made_with_and_what_was_not_scored(toy: Assistant, tmp_path: Path) -> None:
    found = evaluation_of(toy)
    save(found, tmp_path, corpus_of(toy))
    summary = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert summary["made_with"] == found.made_with
    assert found.made_with["index"] == {
        "encoder": "toy 1", "matcher": "cosine of toy 1", "reranker": "toy reranker", "judge": "toy reranker", "passage_tokens": "20",
    }  # fmt: skip
    assert summary["unscored"] == {"4": "its document 'z.txt' is not in the corpus"}
    assert {k: summary["summary"][k] for k in ("questions", "correct", "wrong")} == {
        "questions": 3,
        "correct": 0.333333,
        "wrong": 0.666667,
    }
    rows = [json.loads(line) for line in (tmp_path / "results.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(r["id"], r["outcome"]) for r in rows] == [("1", "correct"), ("2", "wrong"), ("3", "wrong")]
    assert compare(found.results, load_baseline(tmp_path / "summary.json")).failures == ()
    assert json.loads((tmp_path / "latency.json").read_text())["seconds_p50"] == 0.5


def test_the_report_in_markdown_has_no_foreign_markup(toy: Assistant) -> None:
    told = markdown(evaluation_of(toy))
    assert r"- 2 (answered, but the documents do not say): Who \<script\>alert(1)\</script\> saw the \<img" in told
    assert r"| \<b\>absent\</b\> | 1 |" in told
    assert "\u202e" not in told
    assert "- right: 0.333 [0.000, 1.000]" in told


def test_a_new_question_with_an_old_id_is_refused(toy: Assistant) -> None:
    with pytest.raises(Exception, match="Two questions have the same id"):
        evaluated("x", [QUESTIONS[0], QUESTIONS[0]], [], corpus_of(toy), {})


@pytest.mark.browser
def test_the_page_runs_only_its_filter_and_fetches_nothing(toy: Assistant, tmp_path: Path) -> None:
    if not CHROMIUM.exists():
        pytest.skip("Debian's chromium is not installed")
    save(evaluation_of(toy), tmp_path, corpus_of(toy))
    seen: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        page = browser.new_page()
        page.on("request", lambda request: seen.append(request.url))
        page.on("dialog", lambda dialog: seen.append(dialog.message))
        page.on("console", lambda message: seen.append(message.text))
        address = (tmp_path / "report.html").as_uri()
        page.goto(address)
        misses = page.locator(".miss")
        expect(misses).to_have_count(2)
        assert HOSTILE.replace("\u202e", "⟨U+202E⟩") in misses.first.locator("summary").inner_text()
        page.select_option("#how", "wrong")
        expect(misses.first).to_be_hidden()
        expect(misses.last).to_be_visible()
        expect(page.locator("#count")).to_have_text("1")
        misses.last.locator("summary").click()
        expect(misses.last.locator("blockquote mark").first).to_have_text("The river Kura flows east.")
        expect(misses.last.locator("blockquote mark").nth(1)).to_have_text("The mountain is high. Nobody lives there.")
        assert seen == [address]
        browser.close()
