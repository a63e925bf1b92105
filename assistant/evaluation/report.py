"""The files of a run: per-question results, figures, and the report for people."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant.errors import BadInput
from assistant.evaluation.gate import Comparison
from assistant.evaluation.html import page
from assistant.evaluation.markdown import markdown
from assistant.evaluation.places import Corpus
from assistant.evaluation.record import Evaluation, as_line, as_text, summary_text
from assistant.evaluation.scoring import Result
from assistant.evaluation.summary import TIMES


def save(evaluation: Evaluation, folder: Path, corpus: Corpus, against: Comparison | None = None) -> None:
    """Write results.jsonl, summary.json, latency.json, report.md and report.html below `folder`. Raises BadInput.

    Of two runs with the same answers these are the same bytes, but for times.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lines = [as_line(_timeless(r)) + "\n" for r in evaluation.results]
        (folder / "results.jsonl").write_text("".join(lines), encoding="utf-8")
        (folder / "summary.json").write_text(summary_text(evaluation), encoding="utf-8")
        times = {name: evaluation.summary[name] for name in TIMES}
        (folder / "report.md").write_text(markdown(evaluation, against), encoding="utf-8")
        (folder / "report.html").write_text(page(evaluation, corpus, against), encoding="utf-8", errors="replace")
        (folder / "latency.json").write_text(as_text(times), encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{folder} cannot be written ({error.strerror}).") from error


def _timeless(result: Result) -> dict[str, Any]:
    return {name: value for name, value in asdict(result).items() if name != "seconds"}
