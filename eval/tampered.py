"""Tampered proof bundles and sources: made with a fixed seed, verified, and counted by what names them.

Usage: tampered.py [--cases N] [--questions QUESTIONS.jsonl]

Indexes the seeds, a web page and an archive, exports answers and checks as bundles, and verifies each as it is (a fault
there is a false alarm). Then N times one thing is changed: in the bundle, with the digest kept or computed anew, or in the
sources. What no source can tell (question, rank, confidence, which quotes were chosen) is found by its digest alone, if
that was kept or noted elsewhere; these are counted apart. Exits 1 for a false alarm or a change that was not found.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import shutil
import sys
import tempfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from assistant import Assistant
from assistant.evaluation import load_questions
from assistant.export import export
from assistant.export.bundle import QUOTES, digest_of
from assistant.export.verify import CHANGED, MISSING, TAMPERED, verify
from assistant.passages import quotable

SEED = 20261122
HERE = Path(__file__).parent
SEEDS = HERE.parent / "seeds"
PAGE = (
    '<html lang="en"><title>Bridge shut</title><meta property="article:published_time" content="2024-05-03T10:00Z">'
    "<p>“The bridge is not safe,” Mayor Eve Lee said on May 2, 2024, and will not be opened before the summer.</p>"
    "<p>Two ferries carry the traffic until the bridge has been mended. They are small and they are slow.</p></html>"
)
INNER = "The council met on Monday. “We will vote again,” said Bo Ray, the chairman. Nobody objected to the plan.\n"

Bundle = dict[str, Any]
Draw = random.Random


def rows(made: Bundle) -> list[dict[str, Any]]:
    return [row for key in QUOTES[made["kind"]] for row in made["result"][key]]


def entry_of(made: Bundle, name: str) -> dict[str, Any]:
    return next(entry for entry in made["documents"] if entry["name"] == name)


def other_word(text: str, rng: Draw) -> str:
    """`text` with one letter of it another."""
    at = rng.choice([i for i, c in enumerate(text) if c.isalpha()])
    return text[:at] + ("x" if text[at] != "x" else "y") + text[at + 1 :]


def _quote(made: Bundle, rng: Draw) -> None:
    row = rng.choice(rows(made))
    row["quote"] = other_word(row["quote"], rng)


def _quote_and_sentence(made: Bundle, rng: Draw) -> None:
    row = rng.choice(rows(made))
    new = other_word(row["quote"], rng)
    row["sentence"], row["quote"] = row["sentence"].replace(row["quote"], new), new


def _negation(made: Bundle, rng: Draw) -> None:
    row = rng.choice(rows(made))
    for key in ("quote", "sentence"):
        row[key] = row[key].replace(" ", " not ", 1) if " " in row[key] else row[key] + " not"


def _offsets(made: Bundle, rng: Draw) -> None:
    row, by = rng.choice(rows(made)), rng.choice([-7, -1, 1, 7])
    row["start"], row["end"] = max(0, row["start"] + by), row["end"] + by


def _half_a_sentence(made: Bundle, rng: Draw) -> None:
    row = rng.choice([r for r in rows(made) if r["quote"].count(" ") > 3])
    cut = row["quote"].index(" ", len(row["quote"]) // 2)
    row["quote"], row["end"] = row["quote"][:cut], row["start"] + cut
    row["sentence"], row["sentence_end"] = row["quote"], row["end"]


def _exchanged_quotes(made: Bundle, rng: Draw) -> None:
    """The words of one citation at the place of another, or of itself twice over."""
    row = rng.choice(rows(made))
    others = [r for r in rows(made) if r["quote"] != row["quote"]] or [{"quote": row["quote"] * 2}]
    row["quote"] = rng.choice(others)["quote"]


def label(key: str, value: Any) -> Callable[[Bundle, Draw], None]:
    """Another label of one citation; `value` is a function of what it was."""

    def change(made: Bundle, rng: Draw) -> None:
        row = rng.choice(rows(made))
        row[key] = value(row[key])

    return change


def _label_and_record(made: Bundle, rng: Draw) -> None:
    """A label in all citations of a document and in the bundle's record of it."""
    name, key = rng.choice(rows(made))["document"], rng.choice(["title", "author", "publisher", "published", "url"])
    entry_of(made, name)["metadata"][key] = {"value": "2020-01-01", "evidence": "metadata.jsonl"}
    for row in rows(made):
        if row["document"] == name:
            row[key] = "2020-01-01"


def _document_name(made: Bundle, rng: Draw) -> None:
    rng.choice(rows(made))["document"] = "another.txt"


def _document_name_everywhere(made: Bundle, rng: Draw) -> None:
    name = rng.choice(rows(made))["document"]
    entry_of(made, name)["name"] = "another.txt"
    for row in rows(made):
        row["document"] = "another.txt" if row["document"] == name else row["document"]


def _sha(made: Bundle, rng: Draw) -> None:
    row = rng.choice(rows(made))
    row["sha256"] = row["sha256"][1:] + ("0" if row["sha256"][0] != "0" else "1")


def _sha_everywhere(made: Bundle, rng: Draw) -> None:
    name = rng.choice(rows(made))["document"]
    for row in rows(made):
        row["sha256"] = "0" * 64 if row["document"] == name else row["sha256"]
    entry_of(made, name).update(sha256="0" * 64, file_sha256="0" * 64)


def record(key: str) -> Callable[[Bundle, Draw], None]:
    """Another hash or reader of one document."""

    def change(made: Bundle, rng: Draw) -> None:
        rng.choice(made["documents"])[key] = "0" * 64

    return change


def _document_dropped(made: Bundle, rng: Draw) -> None:
    made["documents"].remove(rng.choice(made["documents"]))


def _antecedent(made: Bundle, rng: Draw) -> None:
    row = rng.choice(rows(made))
    row["antecedent"] = other_word(row["antecedent"] or "He denied it.", rng)


def _key_dropped(made: Bundle, rng: Draw) -> None:
    holder = rng.choice([made, made["result"], *rows(made), *made["documents"]])
    holder.pop(rng.choice([key for key in sorted(holder) if key not in ("format", "digest")]))


def _wrong_type(made: Bundle, rng: Draw) -> None:
    rng.choice(rows(made))[rng.choice(["start", "document", "quote", "speaker", "also_in"])] = {"x": [1]}


def _abstained(made: Bundle, _: Draw) -> None:
    made["result"]["abstained"] = not made["result"]["abstained"]


def _verdict(made: Bundle, rng: Draw) -> None:
    verdicts = ["exact", "formatting only", "altered", "spliced", "cropped", "misattributed", "not found"]
    made["result"]["verdict"] = rng.choice([v for v in verdicts if v != made["result"]["verdict"]])


def _hidden(made: Bundle, _: Draw) -> None:
    """A quote that stands in the documents, given as not found."""
    made["result"].update(verdict="not found", matches=[], parts=[], missing=[], nearest=[])
    made["documents"] = []


def _checked_quote(made: Bundle, rng: Draw) -> None:
    made["result"]["quote"] = other_word(made["result"]["quote"], rng)


def _diff(made: Bundle, rng: Draw) -> None:
    row = rng.choice(made["result"]["matches"])
    row["diff"] = None if row["diff"] else "{+nothing+}"


# Kind → what changes a bundle, and of which results; the sources tell all of these.
DERIVED: dict[str, tuple[Callable[[Bundle, Draw], None], str]] = {
    "quote: a letter": (_quote, ""),
    "quote and sentence: a letter": (_quote_and_sentence, ""),
    "quote and sentence: negated": (_negation, ""),
    "quotes exchanged": (_exchanged_quotes, ""),
    "quote cut to half a sentence": (_half_a_sentence, "answer"),
    "offsets": (_offsets, ""),
    "sentence offsets": (label("sentence_start", lambda v: v + 1), ""),
    "page": (label("page", lambda v: (v or 0) + 1), ""),
    "speaker": (label("speaker", lambda v: "Ann Other" if v else "Eve Else"), ""),
    "role": (label("role", lambda _: "a liar"), ""),
    "how": (label("how", lambda v: "direct" if v != "direct" else "own"), ""),
    "said on": (label("said_on", lambda _: "1999-12-31"), ""),
    "reported by": (label("reported_by", lambda v: [*v, "Radio Nowhere"]), ""),
    "evidence of the speaker": (label("speaker_evidence", lambda v: None if v else "0:5"), ""),
    "title": (label("title", lambda v: f"{v}!"), ""),
    "author": (label("author", lambda v: f"{v}!"), ""),
    "publisher": (label("publisher", lambda v: f"{v}!"), ""),
    "date": (label("published", lambda _: "1999-12-31"), ""),
    "url": (label("url", lambda _: "https://example.org/"), ""),
    "a label and its record": (_label_and_record, ""),
    "also in": (label("also_in", lambda v: [*v, "000_4f7284cc9ff986fc.txt"]), ""),
    "sentence before": (_antecedent, "answer"),
    "document name": (_document_name, ""),
    "document name everywhere": (_document_name_everywhere, ""),
    "sha256 of a citation": (_sha, ""),
    "sha256 everywhere": (_sha_everywhere, ""),
    "sha256 of the text": (record("text_sha256"), ""),
    "reader": (record("reader"), ""),
    "a document dropped": (_document_dropped, ""),
    "a part dropped": (_key_dropped, ""),
    "a part of another type": (_wrong_type, ""),
    "answered or not": (_abstained, "answer"),
    "verdict": (_verdict, "check"),
    "given as not found": (_hidden, "found"),
    "the quote checked": (_checked_quote, "found"),
    "difference shown": (_diff, "found"),
}


def _withheld(made: Bundle, _: Draw) -> None:
    made["result"].update(abstained=True, reason="The documents do not say.", citations=[], nearest=[])
    made["documents"] = []


def _citation_dropped(made: Bundle, _: Draw) -> None:
    made["result"]["citations"].pop()
    left = {name for row in rows(made) for name in (row["document"], *row["also_in"])}
    made["documents"] = [entry for entry in made["documents"] if entry["name"] in left]


def field(key: str, value: Any) -> Callable[[Bundle, Draw], None]:
    def change(made: Bundle, _: Draw) -> None:
        made["result"][key] = value

    return change


# What no source tells: found while the digest is known, and not otherwise.
SEALED: dict[str, tuple[Callable[[Bundle, Draw], None], str]] = {
    "question": (field("question", "Who is to blame?"), "answer"),
    "confidence": (field("confidence", 0.999), "answer"),
    "score": (label("score", lambda v: v + 1.0), "answer"),
    "rank": (label("rank", lambda v: v + 1), "answer"),
    "seconds": (field("seconds", 0.0), "answer"),
    "withheld": (field("withheld", ["Nothing."]), "answer"),
    "reason of a silence": (field("reason", "The documents deny it."), "silent"),
    "answer withheld": (_withheld, "answered"),
    "a citation dropped": (_citation_dropped, "several"),
    "extractor": (lambda made, _: made.update(extractor="another 1.0"), ""),
}


def suits(made: Bundle, of: str) -> bool:
    """Whether a kind that is made of the results `of` can be made of this one."""
    result = made["result"]
    if made["kind"] == "check":
        return of in ("", "check") or (of == "found" and result["verdict"] != "not found")
    return {
        "": True,
        "answer": True,
        "silent": result["abstained"],
        "answered": not result["abstained"],
        "several": len(result["citations"]) > 1,
    }.get(of, False)


def _flip(folder: Path, name: str, rng: Draw) -> None:
    file = _file(folder, name)
    data = bytearray(file.read_bytes())
    data[rng.randrange(len(data))] ^= 1 << rng.randrange(7)
    file.write_bytes(data)


def _file(folder: Path, name: str) -> Path:
    return next(p for p in (folder / name, *(folder / name).parents) if p.is_file())


def _rows_of_metadata(folder: Path, name: str, change: Callable[[dict[str, Any]], None]) -> None:
    path = folder / "metadata.jsonl"
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for row in found:
        if row["file_name"] == name.split("/")[0]:
            change(row)
    path.write_text("".join(json.dumps(row) + "\n" for row in found), encoding="utf-8")


def _new_label(key: str) -> Callable[[Path, str, Draw], object]:
    return lambda folder, name, _: _rows_of_metadata(folder, name, lambda row: row.update({key: "2001-01-01"}))


# Kind → what changes the sources of the document called `name`.
SOURCES: dict[str, Callable[[Path, str, Draw], object]] = {
    "source: a bit flipped": _flip,
    "source: a line added": lambda f, n, _: _file(f, n).write_bytes(_file(f, n).read_bytes() + b"\nMore.\n"),
    "source: replaced": lambda f, n, _: _file(f, n).write_text("Something else altogether.\n"),
    "source: emptied": lambda f, n, _: _file(f, n).write_bytes(b""),
    "source: removed": lambda f, n, _: _file(f, n).unlink(),
    "source: renamed": lambda f, n, _: _file(f, n).rename(f / "renamed.bin"),
    "metadata: another title": _new_label("title"),
    "metadata: another day": _new_label("published"),
    "metadata: another author": _new_label("author"),
}


def corpus(folder: Path) -> Path:
    """The seeds, a web page and an archive, each with a reviewed row."""
    shutil.copytree(SEEDS, folder)
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    with zipfile.ZipFile(folder / "archive.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo("inner.txt"), INNER)
    with (folder / "metadata.jsonl").open("a", encoding="utf-8") as file:
        for name in ("page.html", "archive.zip"):
            file.write(json.dumps({"file_name": name, "url": f"https://example.org/{name}"}) + "\n")
    return folder


def honest(assistant: Assistant, questions: Sequence[str], rng: Draw) -> list[Bundle]:
    """Bundles of answers, and of checks of true, changed, cut, joined and foreign quotes."""
    found: list[Any] = [assistant.ask(question) for question in questions]
    sentences = []
    with assistant.index.view() as view:
        for document in assistant.documents():
            for s in quotable(view.store.sentences(document.name), document.zones):
                if s.end - s.start > 50:
                    sentences.append(document.text[s.start : s.end])
    for sentence in rng.sample(sentences, min(12, len(sentences))):
        words = sentence.split()
        halves = " ".join(words[: len(words) // 2]) + " … " + " ".join(rng.choice(sentences).split()[-6:])
        changed = " ".join([*words[:2], "never", *words[3:]])
        for quote in (sentence, changed, " ".join(words[2:]), halves, "Zebras " + " ".join(words[::-1][:9])):
            found.append(assistant.check(quote, rng.choice([None, None, "Ann Other"])))
    return [json.loads(export(one, "bundle", assistant)) for one in found]


def tampered(made: Bundle, change: Callable[[Bundle, Draw], None], rng: Draw, *, reseal: bool) -> Bundle:
    """A changed copy, its digest computed anew if `reseal`."""
    other = copy.deepcopy(made)
    change(other, rng)
    assert other != made
    if reseal:
        other["digest"] = digest_of(other)
    return other


class Tally:
    """Cases, found and named right, by kind."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)

    def add(self, kind: str, how: str, faults: Sequence[str], named: bool) -> None:
        row = self.rows[kind, how]
        row["cases"] += 1
        row["found"] += bool(faults)
        row["named"] += named

    def show(self, title: str) -> None:
        print(f"\n| {title} | digest | cases | found | named right |\n|---|---|---|---|---|")
        for (kind, how), row in sorted(self.rows.items()):
            print(f"| {kind} | {how} | {row['cases']} | {row['found']} | {row['named']} |")
        total = sum((row for row in self.rows.values()), Counter[str]())
        print(f"| all | | {total['cases']} | {total['found']} | {total['named']} |")

    @property
    def complete(self) -> bool:
        return all(row["found"] == row["cases"] for row in self.rows.values())


def one_case(number: int, made: Sequence[Bundle], folder: Path, rng: Draw, tally: Tally) -> None:
    """Change one thing, verify, count: of five cases four are of the bundle and one of the sources."""
    if number % 5 == 4:
        kind = list(SOURCES)[number // 5 % len(SOURCES)]
        subject = rng.choice([m for m in made if rows(m)])
        name = rng.choice(rows(subject))["document"]
        if kind.startswith("metadata") and "/" in name:  # a reviewed row is of the file, not of what lies in it
            kind = "source: replaced"
        with tempfile.TemporaryDirectory() as other:
            changed = Path(shutil.copytree(folder, Path(other) / "sources"))
            SOURCES[kind](changed, name, rng)
            faults = [fault.kind for fault in verify(subject, [changed], subject["digest"]).faults]
        tally.add(kind, "kept", faults, set(faults) in ({CHANGED}, {MISSING}))
        return
    kind = list(DERIVED)[number % len(DERIVED)]
    change, of = DERIVED[kind]
    subject = rng.choice([m for m in made if suits(m, of) and (rows(m) or of)])
    reseal = rng.random() < 0.75
    faults = [fault.kind for fault in verify(tampered(subject, change, rng, reseal=reseal), [folder]).faults]
    tally.add(kind, "computed anew" if reseal else "kept", faults, TAMPERED in faults)


def sealed_cases(made: Sequence[Bundle], folder: Path, rng: Draw) -> tuple[Tally, Tally]:
    """What only the digest tells: without and with the digest noted elsewhere."""
    alone, noted = Tally(), Tally()
    for kind, (change, of) in SEALED.items():
        for subject in rng.sample(
            fitting := [m for m in made if suits(m, of) and (rows(m) or of)], min(5, len(fitting))
        ):
            for reseal in (False, True):
                other = tampered(subject, change, rng, reseal=reseal)
                how = "computed anew" if reseal else "kept"
                for tally, digest in ((alone, None), (noted, subject["digest"])):
                    faults = [fault.kind for fault in verify(other, [folder], digest).faults]
                    tally.add(kind, how, faults, TAMPERED in faults)
    return alone, noted


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--questions", type=Path, default=HERE / "seeds.jsonl")
    args = parser.parse_args()
    rng = random.Random(SEED)
    asked = [q.question for q in load_questions(args.questions) if not q.history]
    with tempfile.TemporaryDirectory() as temporary:
        folder = corpus(Path(temporary) / "sources")
        assistant = Assistant.build([folder], Path(temporary) / "index")
        own = ["Who will vote again?", "What carries the traffic?", "Is the bridge safe?"]
        made = honest(assistant, [*own, *rng.sample(asked, 37)], rng)
        alarms = [fault for one in made for fault in verify(one, [folder], one["digest"]).faults]
        print(f"{len(made)} honest bundles, {sum(len(rows(m)) for m in made)} quotes: {len(alarms)} false alarms.")
        for alarm in alarms[:10]:
            print("  ", *alarm)
        tally = Tally()
        for number in range(args.cases):
            one_case(number, made, folder, rng, tally)
        alone, noted = sealed_cases(made, folder, rng)
    tally.show("changed")
    alone.show("what only the digest tells")
    noted.show("the same, the digest noted elsewhere")
    return 0 if tally.complete and noted.complete and not alarms else 1


if __name__ == "__main__":
    sys.exit(main())
