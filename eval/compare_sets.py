#!/usr/bin/env python3
"""How much of what the seeds say on a subject `Assistant.compare` shows, and how much else.

Usage: compare_sets.py [FILE.jsonl …] (eval/compare_first.jsonl, compare_second.jsonl and compare_third.jsonl where none is named)

A line is a question with the sentences that are `on_subject`, all of them, and others that are `also_fine` to show; without any it is of
something that no document speaks of. Written by three hands with only the documents in sight, the third after the limits were set. Prints for each question, and for each file,
how many of the shown quotes are on the subject or fine (precision), how many of the sentences on it are shown (recall), how many questions with something
on their subject are answered, and with how many of the others nothing is shown.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

from assistant import Assistant

HERE = Path(__file__).parent
FILES = tuple(HERE / f"compare_{n}.jsonl" for n in ("first", "second", "third"))


class Place(NamedTuple):
    document: str
    start: int
    end: int

    def meets(self, other: Place) -> bool:
        return self.document == other.document and self.start < other.end and other.start < self.end


def places(rows: list[dict[str, Any]]) -> list[Place]:
    return [Place(row["document"], row["start"], row["end"]) for row in rows]


def counted(row: dict[str, Any], assistant: Assistant) -> Counter[str]:
    """What is shown for one question."""
    groups = assistant.compare(row["question"]).groups
    shown = [Place(entry.document, entry.start, entry.end) for group in groups for entry in group.entries]
    wanted, fine = places(row["on_subject"]), places(row["also_fine"])
    right = [any(place.meets(w) for w in [*wanted, *fine]) for place in shown]
    met = [any(w.meets(place) for place in shown) for w in wanted]
    found = Counter(shown=len(shown), right=sum(right), wanted=len(wanted), met=sum(met))
    found["there" if wanted else "not there"] = 1
    found["answered" if wanted else "silent"] = int(bool(shown) is bool(wanted))
    return found


def main() -> None:
    if sys.argv[1:2] in (["-h"], ["--help"]):
        sys.exit(__doc__)
    assistant = Assistant.build([HERE.parent / "seeds"], HERE / "results" / "bench" / "seeds" / "index")
    for path in map(Path, sys.argv[1:] or map(str, FILES)):
        total: Counter[str] = Counter()
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            one = counted(row, assistant)
            total += one
            print(
                f"{one['right']:2} of {one['shown']:2} shown right, {one['met']:2} of {one['wanted']:2} met: {row['question']}"
            )
        print(
            f"{path.name}: precision {total['right'] / max(1, total['shown']):.2f}, recall {total['met'] / max(1, total['wanted']):.2f}, "
            f"answered {total['answered']} of {total['there']}, silent {total['silent']} of {total['not there']}"
        )


if __name__ == "__main__":
    main()
