from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.cli.main import main


@pytest.fixture
def article(toy: Assistant, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An article, and the toy assistant as the one every index folder holds."""
    monkeypatch.setattr("assistant.cli.article.Assistant.open", lambda *_: toy)
    file = tmp_path / "article.md"
    file.write_text(
        "Ann Lee said “the mountain is low”.\n\n> Nobody lives there.\n\nA “so-called” river.\n", encoding="utf-8"
    )
    return file


def test_an_article_is_told_and_gates(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["article", str(article)]) == 1
    out = capsys.readouterr().out
    assert out.startswith(
        "article.md: True to the documents: 1 of 2 judged quotations.\n\n1. “the mountain is low” [14:33], attributed to Ann Lee\nAltered:"
    )
    assert "\n2. “Nobody lives there.” [39:58]\nExact:" in out
    assert out.endswith("3. “so-called” [63:72]\nNot judged: too short to judge.\n")
    article.write_text("It is said: “Nobody lives there.”", encoding="utf-8")
    assert main(["article", str(article)]) == 0


def test_reports_go_to_stdout_or_a_file(article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["article", str(article), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["counts"] == {"exact": 1, "altered": 1, "not judged": 1}
    for form, beginning in (("markdown", "# Article check: article.md\n"), ("html", "<!doctype html>\n")):
        report = tmp_path / form
        assert main(["article", str(article), f"--{form}", "--output", str(report)]) == 1
        assert report.read_text(encoding="utf-8").startswith(beginning)
        assert capsys.readouterr().out == "article.md: True to the documents: 1 of 2 judged quotations.\n"


def test_what_cannot_be_read_or_written_is_one_sentence(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["article", str(article), "--output", str(article / "x")]) == 2
    assert capsys.readouterr().err.startswith(f"assistant: {article / 'x'} cannot be written (")
    article.write_bytes(b"")
    assert main(["article", str(article)]) == 2
    assert capsys.readouterr().err == "refused: article.md: the file is empty.\n"
