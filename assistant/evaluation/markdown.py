"""An Evaluation as Markdown: for a terminal, a pull request, docs/benchmarks.md."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from assistant.evaluation.gate import LEVEL, Comparison
from assistant.evaluation.record import Evaluation
from assistant.evaluation.scoring import CORRECT, SILENT, WRONG, Result
from assistant.evaluation.summary import Interval, by_document, by_kind, by_speaker

COUNTS = ("questions", "answerable")
OUTCOMES = {CORRECT: "right", WRONG: "wrong", SILENT: "silent though the documents say it"}
GROUP_COLUMNS = ("questions", CORRECT, WRONG, SILENT, "hit@1", "hit@3", "char_f1@1", "abstain_rate")
MISSES = 50  # told one by one


def markdown(evaluation: Evaluation, against: Comparison | None = None, misses: int = MISSES) -> str:
    """Headline, what changed since the baseline, all figures with intervals, groups, and the first `misses`."""
    parts = [f"# Evaluation of {escaped(evaluation.name)}", headline(evaluation)]
    if against:
        parts.append(comparison(against))
    parts.append(table(("measure", "value", "95 % interval"), [_row(n, evaluation) for n in evaluation.summary]))
    for title, groups in groups_of(evaluation).items():
        if len(groups) > 1:
            parts += [f"## By {title}", group_table(title, groups)]
    if missed := evaluation.missed:
        parts.append(f"## Missed ({len(missed)})")
        lines = [f"- {escaped(q.id)} ({how(r)}): {escaped(q.question)}" for q, r in missed[:misses]]
        parts.append("\n".join(lines + ([f"- and {len(missed) - misses} more"] if len(missed) > misses else [])))
    if evaluation.unscored:
        lines = [f"- {escaped(name)}: {escaped(why)}" for name, why in evaluation.unscored.items()]
        parts += [f"## Not scored ({len(lines)})", "\n".join(lines)]
    return "\n\n".join(parts) + "\n"


def headline(evaluation: Evaluation) -> str:
    """The shares of right, wrong and silent, in one line each."""
    lines = [
        f"- {words}: {figure(evaluation.summary[name], evaluation.intervals.get(name))}"
        for name, words in OUTCOMES.items()
        if name in evaluation.summary
    ]
    faults = sum(len(r.faults) for r in evaluation.results)
    checked = sum(r.checked for r in evaluation.results)
    scored = f"{len(evaluation.results)} questions scored, {len(evaluation.unscored)} not."
    return "\n".join([scored, "", *lines, f"- quotes proved: {checked - faults} of {checked}"])


def comparison(against: Comparison) -> str:
    """What was won and lost since the baseline, and the verdict of the gate."""
    rows = [(name, f"{a:.4f}", f"{b:.4f}", f"{b - a:+.4f}", f"{p:.3g}") for name, (a, b, p) in against.changes.items()]
    parts = ["## Since the baseline", table(("measure", "before", "now", "change", "p of a fall"), rows)]
    for title, ids in (("Won", against.won), ("Lost", against.lost)):
        parts.append(f"{title}: {len(ids)}" + (f" ({', '.join(map(escaped, ids))})" if ids else ""))
    parts += list(map(escaped, against.notes))
    verdict = [f"- {escaped(failure)}" for failure in against.failures]
    parts.append("\n".join(["The gate **fails**:", "", *verdict]) if verdict else f"The gate passes (level {LEVEL}).")
    return "\n\n".join(parts)


def groups_of(evaluation: Evaluation) -> dict[str, dict[str, dict[str, float]]]:
    """The groupings by their title."""
    results = evaluation.results
    return {"kind": by_kind(results), "document": by_document(results), "speaker": by_speaker(results)}


def group_table(title: str, groups: Mapping[str, Mapping[str, float]]) -> str:
    """A line for each group."""
    used = [c for c in GROUP_COLUMNS if any(c in row for row in groups.values())]
    rows = [(escaped(name), *(group_cell(c, row) for c in used)) for name, row in groups.items()]
    return table((title, *used), rows)


def group_cell(column: str, row: Mapping[str, float]) -> str:
    """A figure of a group; the share of right answers with its interval."""
    if column == "questions":
        return f"{row[column]:.0f}"
    between = (row["correct_low"], row["correct_high"]) if column == CORRECT and "correct_low" in row else None
    return figure(row.get(column, math.nan), between)


def how(result: Result) -> str:
    """Why a question counts as missed."""
    if result.outcome == SILENT:
        return "silent"
    return "wrong" if result.answerable else "answered, but the documents do not say"


def figure(value: float, between: Interval | None = None) -> str:
    """A figure with its 95 % interval; "–" for what the set cannot tell."""
    if math.isnan(value):
        return "–"
    return f"{value:.3f}" + (f" [{between[0]:.3f}, {between[1]:.3f}]" if between else "")


def _row(name: str, evaluation: Evaluation) -> tuple[str, str, str]:
    value, between = evaluation.summary[name], evaluation.intervals.get(name)
    if name in COUNTS:
        return name, f"{value:.0f}", ""
    return (
        name,
        "–" if math.isnan(value) else f"{value:.4f}",
        f"{between[0]:.3f} to {between[1]:.3f}" if between else "",
    )


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; foreign words come escaped."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def escaped(text: str) -> str:
    """Words of questions and documents as words: no Markdown, no HTML, on one line."""
    seen = "".join(c if c.isprintable() else "·" for c in " ".join(text.split()))
    return "".join(f"\\{c}" if c in "<>&`*[]|\\" else c for c in seen)
