"""Questions to begin with: of proved labels alone, few, and answered."""

from __future__ import annotations

from pathlib import Path

from assistant import Assistant
from assistant.web.suggestions import suggestions


def test_they_name_who_is_quoted_and_are_answered(seeds: Assistant) -> None:
    found = suggestions(seeds)
    assert found[:2] == ["What did Azerbaijani foreign ministry say?", "What did Ilham Aliyev say?"]
    assert len(found) == 4
    assert found == suggestions(seeds)
    assert [q for q in found if seeds.ask(q).abstained] == []


def test_a_name_that_hides_characters_and_an_empty_index_suggest_nothing(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    assert suggestions(Assistant.build([tmp_path / "docs"], tmp_path / "empty")) == []
    (tmp_path / "docs" / "a.txt").write_text("“The harbour opens in May,” Ann\u200b Lee said.", encoding="utf-8")
    assert suggestions(Assistant.build([tmp_path / "docs"], tmp_path / "index")) == []
