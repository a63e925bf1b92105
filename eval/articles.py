"""Articles made around true and altered quotes with a fixed seed, checked: are the quotations found, whose, which verdict?

Usage: articles.py [BENCH_FOLDER] [--each N] [--documents N] [--wrong FILE.jsonl]

The quotes are those of altered.py, of the same corpora. Each article sets five to eight of them, among sentences without
any, in marks of one of sixteen makes and in one of sixteen forms ("…," X said; X: "…"; a block quote; paragraphs that
open the marks anew; nobody named …), beside a scare quote. Right are: found, the offsets of exactly the words between the
marks; the speaker, the name written or its full form, unknown where none is; the verdict, that of the case, where exact
and formatting only are one (the article's marks and commas are form). What is found besides counts as too much.
Of the corpora of news the documents themselves are checked as articles, too: every quotation in them stands in the index,
so what is not called true is a false alarm. Intervals are 95 % (Wilson).
"""

from __future__ import annotations

import json
import random
import re
import tempfile
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from altered import SEED, TRUE, Case, Corpus, arguments, cases, corpora, opened, wilson

from assistant.constraints.demands import same_name
from assistant.types import ArticleCheck, ArticleQuote

MARKS = tuple("“” „“ „” ”” «» »« ‹› ›‹ ‘’ ‚‘ ‚’ \"\" '' 「」 『』 ＂＂".split())
NEWS = ("seeds", "attribution", "news_2023q3")
SINGLE = "‘’‚'"
FAMILY = {"“": '“”„"＂', "„": '“”„"＂', "”": '“”„"＂', '"': '“”„"＂', "＂": '“”„"＂'}  # marks that close each other
INVENTED = tuple(
    "Maria Lindqvist,Tomas Bergstrom,Ilse Brandt,Pavel Kovarik,Anneke de Wit,Rosa Quintero,Hugo Ferrand,Petra Novotna".split(
        ","
    )
)
PLAIN = (
    "The council met in the harbour town on Monday.",
    "Nobody in the street had heard of it, and the neighbours’ dogs didn’t bark.",
    "It was the summer of ’98, when rock ’n’ roll wasn't heard there any more.",
    "The readers' letters came in by the hundred.",
    "A train left for the coast at noon.",
)
SHORT = ("peace", "reform", "free trade", "experts", "new normal", "progress")
NAMED = (
    "tag",
    "said X",
    "colon",
    "according",
    "told",
    "wrote",
    "signed",
    "block after a name",
    "resumed",
    "paragraphs",
)
NOBODY = ("reads", "alone", "block", "words", "how it was put", "nobody’s paragraphs")


@dataclass(frozen=True)
class Set:
    """A quotation as it was set into an article: where its words stand, and what is right."""

    start: int
    end: int
    kind: str
    form: str
    marks: str
    speaker: str | None
    right: tuple[str, ...]


@dataclass
class Draft:
    """An article in the making."""

    rng: random.Random
    text: str = ""

    def set(self, case: Case, speaker: str | None, form: str, marks: str) -> Set | None:
        """The case as a new paragraph; None where the form does not fit its words."""
        wrapped = case.kind == "true: line breaks"
        quote = " ".join(case.quote.split()) if wrapped else case.quote.strip()
        made = paragraph(quote, speaker or "", form, marks, self.rng)
        if made is None or (wrapped and "\n" in "".join(made)):
            return None
        before, words, after = made
        at = len(self.text) + len(before)
        whole = f"{before}{words}{after}"
        if wrapped:  # by a program: each line is full, and every break stands for one blank
            whole = textwrap.fill(whole, 72, break_long_words=False, break_on_hyphens=False)
        self.text += f"{whole}\n\n"
        start, end = at + len(words) - len(words.lstrip()), at + len(words.rstrip())
        return Set(start, end, case.kind, form, marks, speaker, case.right)


def paragraph(quote: str, speaker: str, form: str, marks: str, rng: random.Random) -> tuple[str, str, str] | None:
    """What stands before the words, the words as set, and what stands behind them."""
    left, right = marks
    stop = "" if quote.rstrip()[-1:] in ".!?…" else "."
    comma = re.sub(r"\.$", "", quote.rstrip()) + ("," if quote.rstrip()[-1] not in "!?…," else "")
    if form in ("block", "block after a name"):
        lines = re.split(r"\s*\n\s*", quote.strip())
        before = "> " if form == "block" else f"{speaker} said:\n\n> "
        return before, "\n> ".join(lines), ""
    if form in ("paragraphs", "nobody’s paragraphs"):
        parts = re.split(r"(?<=[.!?])\s+(?=[A-ZА-Я])", quote.strip())
        if len(parts) < 2 or left == right or left in SINGLE + "‹›":
            return None
        before = f"{speaker} said: {left}" if speaker else left
        return before, f"\n\n{left}".join(parts), right
    if "\n" in quote and (form not in ("colon", "told", "reads", "alone") or left in SINGLE + "‹›"):
        return None  # over paragraphs the closing mark must end one, and be no apostrophe
    if form == "resumed":
        words = quote.split(" ")
        at = rng.randint(2, max(2, len(words) - 3))
        if len(words) < 8 or any(w[-1:] in ",.;:!?…—–-" for w in words[at - 1 : at]) or words[at][:1] in "—–-…[(":
            return None
        return left, f"{' '.join(words[:at])},{right} {speaker} said, {left}{' '.join(words[at:])}", f"{right}{stop}"
    return {
        "tag": (left, comma, f"{right} {speaker} said on Monday."),
        "said X": (left, quote, f"{right}, said {speaker}."),
        "colon": (f"{speaker} said: {left}", quote, f"{right}{stop}"),
        "according": (f"According to {speaker}, {left}", quote, f"{right}{stop}"),
        "told": (f"{speaker} told reporters on Tuesday: {left}", quote, f"{right}"),
        "wrote": (f"{speaker} wrote in a letter that {left}", quote, f"{right}{stop}"),
        "signed": (left, quote, f"{right}\n— {speaker}"),
        "reads": (f"The text reads: {left}", quote, f"{right}{stop}"),
        "alone": (left, quote, right),
        "words": (f"The words {left}", quote, f"{right} were on every wall."),
        "how it was put": (left, quote, f"{right} is how it was put."),
    }[form]


def fits(quote: str, marks: str) -> bool:
    """Whether the words may stand in these marks: none of them, and no apostrophe in single ones, is among the words."""
    taken = set(marks) | set(FAMILY.get(marks[0], "")) | ({"'", "’", "‘"} if marks[0] in SINGLE else set())
    return not taken & set(quote) and "''" not in quote and not quote.lstrip().startswith(">")


def articles(corpus: Corpus, each: int, rng: random.Random) -> Iterator[tuple[str, list[Set]]]:
    """Articles until the cases are used up."""
    waiting = [
        c for c in cases(corpus, each) if c.kind != "true: in quotation marks" and not re.search(r"\n\s*\n", c.quote)
    ]
    waiting = [c for c in waiting if c.speaker is None or _is_name(c.speaker)]
    invented = [n for n in INVENTED if not corpus.has(n.split()[-1])]
    rng.shuffle(waiting)
    while waiting:
        draft, done = Draft(rng, "A report from the coast\n\n"), []
        names = rng.sample(invented, len(invented))
        for _ in range(rng.randint(5, 8)):
            if rng.random() < 0.4:
                draft.text += rng.choice(PLAIN) + "\n\n"
            if waiting and (one := _placed(draft, waiting.pop(), done, names)):
                done.append(one)
        scare = rng.choice(SHORT)
        draft.text += f"So much for the so-called “{scare}” of our time.\n"
        at = draft.text.rindex(f"“{scare}”") + 1
        done.append(Set(at, at + len(scare), "scare quote", "scare quote", "“”", None, ("not judged",)))
        yield draft.text, done


def _placed(draft: Draft, case: Case, done: Sequence[Set], names: list[str]) -> Set | None:
    """The case in marks and a form that fit it, if any do; its speaker is its own, an invented one or nobody."""
    rng, speaker = draft.rng, case.speaker
    true = case.kind.startswith("true")
    if speaker is None and names and rng.random() < 0.6 and not case.kind.endswith("cut off"):
        speaker = names.pop()
        if true:
            case = replace(case, kind="of somebody else", right=("misattributed",))
    if speaker and any(one.speaker and _shared_word(one.speaker, speaker) for one in done):
        return None
    forms = [f for f in (NAMED if speaker else NOBODY) if f not in ("resumed", "paragraphs") or true]
    for form in rng.sample(forms, len(forms)):
        for marks in rng.sample(MARKS, len(MARKS)):
            if fits(case.quote, marks) and (one := draft.set(case, speaker, form, marks)):
                return one if "block" not in form else replace(one, marks=">")
    return None


def _is_name(speaker: str) -> bool:
    return (
        len(speaker.split()) > 1
        and all(w[0].isupper() for w in speaker.split() if len(w) > 3)
        and speaker.split()[-1][0].isupper()
    )


def _shared_word(a: str, b: str) -> bool:
    return bool(set(a.split()) & set(b.split()))


def compare(gold: Sequence[Set], found: ArticleCheck, counts: dict[str, Counter[str]]) -> list[dict[str, object]]:
    """Count what is right of one article; what is not."""
    at = {(q.start, q.end): q for q in found.quotes}
    known = [(g.start, g.end) for g in gold]
    extra = [q for q in found.quotes if q.inside is None and not any(s <= q.start < e for s, e in known)]
    counts["all"]["extra"] += len(extra)
    wrong: list[dict[str, object]] = [{"extra": found.article.text[q.start : q.end]} for q in extra]
    for one in gold:
        there = at.get((one.start, one.end))
        verdict = _verdict(there)
        right = {
            "found": there is not None,
            "speaker": there is not None and _same(one.speaker, there.speaker),
            "verdict": verdict in one.right or (verdict in TRUE and bool(set(TRUE) & set(one.right))),
        }
        counts["all"]["passed"] += verdict in TRUE and not set(TRUE) & set(one.right)
        for group in ("all", f"kind: {one.kind}", f"form: {one.form}", f"marks: {one.marks}"):
            counts[group]["count"] += 1
            counts[group].update(name for name, yes in right.items() if yes)
        if not all(right.values()):
            speaker = there.speaker if there else None
            missed = [name for name, yes in right.items() if not yes]
            around = found.article.text[max(0, one.start - 80) : one.end + 60]
            wrong.append({"missed": missed, **vars(one), "got": [verdict, speaker], "text": around})
    return wrong


def _verdict(there: ArticleQuote | None) -> str:
    return "not found" if there is None else there.check.verdict if there.check else "not judged"


def _same(gold: str | None, given: str | None) -> bool:
    return gold == given if gold is None or given is None else same_name(gold, given) or same_name(given, gold)


def main() -> None:
    args = arguments(__doc__, each=25, documents=80)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    wrong: list[dict[str, object]] = []
    number, themselves = 0, Counter[str]()
    for name, files in corpora(args.bench, args.documents):
        with tempfile.TemporaryDirectory() as temporary:
            assistant = opened(Path(temporary) / "index", files)
            rng = random.Random(f"{SEED} {name} articles")
            for text, gold in articles(Corpus(assistant.documents(), random.Random(f"{SEED} {name}")), args.each, rng):
                number += 1
                wrong += [{"corpus": name, **w} for w in compare(gold, assistant.check_article(text), counts)]
            for document in assistant.documents() if name in NEWS else ():
                themselves.update(_verdict(quote) for quote in assistant.check_article(document).quotes)
        print(f"{name}: {number} articles so far", flush=True)
    if args.wrong:
        args.wrong.write_text("".join(json.dumps(w, ensure_ascii=False) + "\n" for w in wrong), encoding="utf-8")
    report(number, counts)
    judged = themselves.total() - themselves["not judged"]
    true = sum(themselves[v] for v in TRUE)
    low, high = wilson(true, judged)
    print(
        f"\nnews against itself: {true} of {judged} true, {true / judged:.4f} [{low:.3f}, {high:.3f}]: {dict(themselves)}"
    )


def report(number: int, counts: dict[str, Counter[str]]) -> None:
    print(
        f"\n{number} articles, {counts['all']['count']} quotations; found besides: {counts['all']['extra']}, called true wrongly: {counts['all']['passed']}\n"
    )
    print(f"{'':32}{'count':>6}" + "".join(f"{n:>27}" for n in ("found", "speaker", "verdict")))
    for group, found in sorted(counts.items()):
        cells = []
        for name in ("found", "speaker", "verdict"):
            low, high = wilson(found[name], found["count"])
            cells.append(f"{found[name] / found['count']:9.4f} [{low:.3f}, {high:.3f}]")
        print(f"{group:32}{found['count']:6}" + "".join(f"{c:>27}" for c in cells))


if __name__ == "__main__":
    main()
