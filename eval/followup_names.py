#!/usr/bin/env python3
"""Count how often a pronoun in a follow-up is replaced by the right name.

Usage: followup_names.py FILE.jsonl … [--wrong]

FILE is one of those with dossiers (`eval/dossiers.jsonl`, `eval/dossiers_fit.jsonl`): each follow-up stands there beside the question before it, and `alone`
in the words of whoever wrote it. A replacement is right if `alone` has the name's last word; where `alone` tells of the one meant
in other words it counts as wrong all the same. --wrong prints those. Asks nothing and needs no model.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from assistant.followups.readings import standalone
from assistant.names import names
from assistant.text import words
from assistant.types import Turn

PRONOUNS = {
    **dict.fromkeys(("he", "him", "his", "she", "her"), "he, she"),
    **dict.fromkeys(("it", "its"), "it"),
    **dict.fromkeys(("they", "them", "their"), "they"),
}


def follow_ups(path: Path) -> Iterator[tuple[list[Turn], str, str]]:
    """(the conversation, the follow-up, as it stands alone)."""
    for row in map(json.loads, filter(None, path.read_text(encoding="utf-8").split("\n"))):
        told = {q["q"]: q["gold"] for q in row["answerable"]} if "documents" in row else {}
        for q in row["answerable"] if told else ():
            if q.get("style") == "follow_up":
                said = [Turn("user", q["after"])]
                if q["after"] in told:
                    document, sentence = told[q["after"]][0]
                    said.append(Turn("assistant", row["documents"][document]["sentences"][sentence]))
                yield said, q["q"], q["alone"]


def pronouns(text: str) -> Counter[str]:
    found = (text[s:e].casefold().removesuffix("'s").removesuffix("’s") for s, e in words(text))
    return Counter(PRONOUNS[w] for w in found if w in PRONOUNS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--wrong", action="store_true")
    args = parser.parse_args()
    counted: Counter[tuple[str, bool]] = Counter()
    asked = 0
    for said, question, alone in (item for path in args.files for item in follow_ups(path)):
        asked += 1
        shown = standalone(question, said).removesuffix(f" ({said[0].content})")
        gone = pronouns(question) - pronouns(shown)
        own = {n.key for n in names(question)}
        new = [n.key.split()[-1] for n in names(shown) if n.key not in own]
        for kind in gone if new else ():
            right = any(word in alone.casefold() for word in new)
            counted[kind, right] += 1
            if args.wrong and not right:
                print(f"{said[0].content} | {question} => {shown} | {alone}")
    print(f"{asked} follow-ups\n| | right | wrong |\n|---|---|---|")
    for kind in ("he, she", "it", "they"):
        print(f"| {kind} | {counted[kind, True]} | {counted[kind, False]} |")


if __name__ == "__main__":
    main()
