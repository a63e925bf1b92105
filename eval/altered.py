"""Altered quotes: made with a fixed seed from the seeds and the public corpora, checked, and counted by verdict.

Usage: altered.py [BENCH_FOLDER] [--each N] [--documents N] [--wrong FILE.jsonl]

Without BENCH_FOLDER, or where a set is absent, the seeds alone are used and that is said. Each corpus is indexed without
an encoder (all vectors alike: the verdicts never look at them), N cases of each kind are made from it, and each is
checked. A changed quote that happens to stand somewhere in its corpus is not a case. Exits 1 where a changed quote passed
as exact or formatting only. Intervals are 95 % (Wilson).
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant import Assistant, Settings
from assistant.constraints.demands import same_name
from assistant.index import LocalIndex
from assistant.passages import quotable
from assistant.shingles import QUOTES
from assistant.text import sentences
from assistant.types import Document, Span
from assistant.voices import statement_of

SEED = 20261123
SETS = ("attribution", "news_2023q3", "mtrag", "clapnq", "chroma", "xquad_en", "xquad_ru")
SEEDS = Path(__file__).parent.parent / "seeds"
TRUE = ("exact", "formatting only")
OTHERS = dict(  # synonyms, antonyms and neighbours, either way
    pair.split("/")
    for pair in """war/peace large/small big/little new/old first/last more/less before/after high/low long/short good/bad
    strong/weak many/few rise/fall increase/decrease support/oppose accept/reject agree/disagree begin/end started/ended
    always/never all/some public/private north/south east/west buy/sell won/lost true/false early/late full/empty right/left
    important/significant help/assist show/demonstrate country/state people/citizens said/denied made/created used/applied
    called/named often/frequently large/huge major/minor best/worst most/least inside/outside above/below open/closed
    hundred/thousand million/billion year/month day/week men/women father/mother city/town house/building began/stopped
    found/lost given/refused allowed/banned according/contrary local/national former/current several/two""".split()
)
OTHERS |= {b: a for a, b in OTHERS.items() if b not in OTHERS}
HELPER = r"(?:is|are|was|were|has|have|had|will|would|could|should|can|may|must|did|does|do)"
CUES = re.compile(  # sentences without any of these cannot be cropped to say otherwise by the rules' own lights
    r"\b(?:not|never|neither|nor|without|if|unless|no|none|nothing|that|said|says|told|according|claim\w*|refus\w*|fail\w*|"
    r"den(?:y|ied)\w*|reject\w*|whether|provided|only|un\w+|non)\b|n[’']t\b|[“”\"]"
)
TYPOGRAPHY = (("“", '"'), ("”", '"'), ("’", "'"), ("‘", "'"), ("–", "-"), ("—", "–"), ("…", "..."))


class NoEncoder:
    """Every text has the same vector: the index is made in no time, and nothing is ever near."""

    dimension = 4
    fingerprint = "none"

    def encode_passages(self, texts: Sequence[str], progress: object = None) -> NDArray[np.float32]:  # noqa: ARG002
        return np.full((len(texts), self.dimension), 0.5, dtype=np.float32)

    def encode_query(self, text: str) -> NDArray[np.float32]:  # noqa: ARG002
        return np.full(self.dimension, 0.5, dtype=np.float32)


@dataclass(frozen=True)
class Case:
    """A quote, what was done to make it, and the verdicts that name that rightly."""

    kind: str
    quote: str
    right: tuple[str, ...]
    speaker: str | None = None


@dataclass
class Corpus:
    """The documents of one index and what cases are made from."""

    documents: list[Document]
    rng: random.Random

    def __post_init__(self) -> None:
        self.folded = "\n".join(_folded(d.text) for d in self.documents)
        self.sentences = [
            (d, s) for d in self.documents for s in quotable(sentences(d.text), d.zones) if self._fits(d, s)
        ]
        self.rng.shuffle(self.sentences)
        self.speakers = sorted({s.speaker for d in self.documents for s in d.statements if s.speaker})

    @staticmethod
    def _fits(document: Document, sentence: Span) -> bool:
        return 8 <= len(document.text[slice(*sentence)].split()) <= 45

    def has(self, quote: str) -> bool:
        """Whether the quote stands somewhere after all, marks and case aside."""
        return _folded(quote) in self.folded


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def cases(corpus: Corpus, each: int) -> list[Case]:
    """At most `each` cases of every kind, none twice."""
    found: dict[str, dict[tuple[str, str | None], Case]] = defaultdict(dict)
    for document, sentence in corpus.sentences:
        for case in (*true_cases(document, sentence, corpus), *changed_cases(document, sentence, corpus)):
            words = case.quote.split()
            if len(found[case.kind]) < each and len(words) >= 4 and any(c.isalnum() for c in case.quote):
                if case.right == ("altered",) and corpus.has(case.quote):
                    continue
                found[case.kind][case.quote, case.speaker] = case
    return [case for kind in sorted(found) for case in found[kind].values()]


def true_cases(document: Document, sentence: Span, corpus: Corpus) -> Iterator[Case]:
    """True words, as they are and as they are copied."""
    quote = document.text[slice(*sentence)]
    rng = corpus.rng
    yield Case("true: a sentence", quote, ("exact",))
    yield Case("true: line breaks", re.sub(r" ", lambda _: rng.choice([" ", " ", "\n", " \r\n "]), quote), ("exact",))
    yield Case("true: no-break spaces", quote.replace(" ", "\u00a0"), ("exact",))
    yield Case("true: in quotation marks", f"«{quote}»", TRUE)
    other = quote
    for old, new in TYPOGRAPHY:
        other = other.replace(old, new) if old in other else other
    if other == quote:
        other = quote.replace('"', "“").replace("'", "’").replace("-", "–").replace("fi", "ﬁ")
    if other.strip(QUOTES) != quote.strip(QUOTES):
        yield Case("true: other marks", other, ("formatting only",))
    if quote[0].isalpha() and quote[0].swapcase() != quote[0] and len(quote[0].swapcase()) == 1:
        yield Case("true: first letter", quote[0].swapcase() + quote[1:], ("formatting only",))
    after = next((s for s in sentences(document.text[sentence.end : sentence.end + 600])), None)
    if after and not any(z.start < sentence.end + after.end and sentence.start < z.end for z in document.zones):
        yield Case("true: two sentences", document.text[sentence.start : sentence.end + after.end], ("exact",))
    said = statement_of(document.statements, sentence)
    if said and said.speaker and said.how in ("direct", "reported"):
        yield Case("true: with its speaker", quote, ("exact",), said.speaker)
        other_names = [n for n in corpus.speakers if not (same_name(n, said.speaker) or same_name(said.speaker, n))]
        if other_names:
            yield Case("wrong speaker", quote, ("misattributed",), rng.choice(other_names))
    words = quote.split()
    if len(words) >= 14 and not CUES.search(quote):
        first = rng.randint(1, len(words) - 9)
        yield Case("true: part of a sentence", " ".join(words[first : first + rng.randint(5, 8)]), TRUE)
    if len(words) >= 14 and not re.search(
        r"\b(?:not|not|never|neither|nor|without|if|unless|no|none|nothing)\b", quote
    ):
        cut = len(words) // 3
        yield Case(
            "true: an omission shown", " ".join([*words[:cut], rng.choice(["…", "...", "[...]"]), *words[-cut:]]), TRUE
        )


def changed_cases(document: Document, sentence: Span, corpus: Corpus) -> Iterator[Case]:
    """Words that were tampered with, and true words that mislead."""
    quote, rng = document.text[slice(*sentence)], corpus.rng
    changes = {
        "negation dropped": re.sub(r"\b(not|never) |n[’']t\b", "", quote, count=1),
        "negation added": re.sub(rf"\b({HELPER}) (?!not\b|never\b)", r"\1 not ", quote, count=1),
        "number changed": re.sub(r"\d+", lambda m: str(int(m.group()) + rng.choice([1, 2, 7, 10])), quote, count=1),
        "parties swapped": _swapped(quote),
        "word replaced": _replaced(quote, rng),
        "word dropped": _without_one(quote, rng),
    }
    for kind, changed in changes.items():
        if _folded(changed) != _folded(quote):
            yield Case(kind, changed, ("altered",))
    crops = {
        "negation": re.search(rf"\b{HELPER} (?:not|never) (?!only\b|just\b|necessarily\b|merely\b)(.+?)[.!]?$", quote),
        "condition": re.match(
            r"(.{30,}?),? (?:if|unless|provided that|as long as) (?!any\b|ever\b|not\b|so\b|necessary\b|possible\b)",
            quote,
        ),
        "attribution": re.match(
            r"(?:[\w.’'-]+ ){1,6}(?<!be )(?:said|says|claimed|argued|insisted|announced|stated|noted) that (.+?)[.!]?$",
            quote,
        ),
    }
    for kind, match in crops.items():
        if (
            match
            and match[1][0].isalnum()
            and len(match[1].split()) >= 5
            and corpus.folded.count(_folded(match[1])) == 1  # nowhere whole
            and not re.search(r"\b(?:even|only|as|asked|know|see|and|or|what)$", match[1])
        ):
            yield Case(f"{kind} cut off", match[1], ("cropped",))
    other_document, other = rng.choice(corpus.sentences)
    if other != sentence or document is not other_document:
        one, two = quote.split(), other_document.text[slice(*other)].split()
        halves = [
            *one[: rng.randint(5, len(one) - 1)],
            *rng.choice([["…"], ["[...]"], []]),
            *two[-rng.randint(5, len(two) - 1) :],
        ]
        if not corpus.has(" ".join(halves)):
            yield Case(
                "spliced" + (" with an ellipsis" if {"…", "[...]"} & set(halves) else ""),
                " ".join(halves),
                ("spliced",),
            )


def _swapped(quote: str) -> str:
    names = list(re.finditer(r"(?<=\w )(?<![.!?] )[A-Z]\w+(?: [A-Z]\w+)*", quote))
    for a in names:
        for b in names:
            if a.end() < b.start() and a.group() != b.group():
                return quote[: a.start()] + b.group() + quote[a.end() : b.start()] + a.group() + quote[b.end() :]
    return quote


def _replaced(quote: str, rng: random.Random) -> str:
    known = [m for m in re.finditer(r"\b[a-z]+\b", quote) if m.group() in OTHERS]
    if not known:
        return quote
    match = rng.choice(known)
    return quote[: match.start()] + OTHERS[match.group()] + quote[match.end() :]


def _without_one(quote: str, rng: random.Random) -> str:
    words = quote.split()
    del words[rng.randint(1, len(words) - 2)]
    return " ".join(words)


def opened(folder: Path, sources: Sequence[Path]) -> Assistant:
    """An index of the files, made without an encoder."""
    made = Assistant(LocalIndex.create(folder, NoEncoder(), "none", Settings()), _unused, _unused)
    made.add(sources)
    return made


def _unused() -> None:  # type: ignore[return]
    raise NotImplementedError


def wilson(right: int, count: int) -> tuple[float, float]:
    """The 95 % interval of a share."""
    if not count:
        return 0.0, 1.0
    z, p = 1.96, right / count
    middle, room = p + z * z / (2 * count), z * math.sqrt(p * (1 - p) / count + z * z / (4 * count * count))
    return (middle - room) / (1 + z * z / count), (middle + room) / (1 + z * z / count)


def corpora(bench: Path | None, documents: int) -> Iterator[tuple[str, list[Path]]]:
    """The name and files of each corpus that is there."""
    yield "seeds", sorted(SEEDS.glob("*.txt"))
    for name in SETS if bench else ():
        files = sorted((bench / name / "corpus").glob("*.txt")) if bench else []
        if not files:
            print(f"{name}: left out, it is not in {bench}.")
            continue
        yield name, sorted(random.Random(SEED).sample(files, min(documents, len(files))))
    if bench is None:
        print("The public corpora are left out: no folder was named.")


def arguments(about: str | None, each: int, documents: int) -> argparse.Namespace:
    """The command line of this script and of articles.py, each `about` something else and with its own defaults."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", nargs="?", type=Path)
    parser.add_argument("--each", type=int, default=each, help="cases of each kind and corpus (default: %(default)s)")
    parser.add_argument(
        "--documents", type=int, default=documents, help="files of a corpus at most (default: %(default)s)"
    )
    parser.add_argument("--wrong", type=Path, help="where what was judged wrong goes, one a line")
    return parser.parse_args()


def main() -> None:
    args = arguments(__doc__, each=60, documents=150)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    wrong, seconds = [], []
    for name, files in corpora(args.bench, args.documents):
        with tempfile.TemporaryDirectory() as temporary:
            assistant = opened(Path(temporary) / "index", files)
            made = cases(Corpus(assistant.documents(), random.Random(f"{SEED} {name}")), args.each)
            print(f"{name}: {len(files)} files, {len(made)} cases", flush=True)
            for case in made:
                began = time.perf_counter()
                verdict = assistant.check(case.quote, case.speaker).verdict
                seconds.append(time.perf_counter() - began)
                counts[case.kind][verdict] += 1
                counts[case.kind]["right"] += verdict in case.right
                if verdict not in case.right:
                    wrong.append({"corpus": name, **vars(case), "verdict": verdict})
    if args.wrong:
        args.wrong.write_text("".join(json.dumps(w, ensure_ascii=False) + "\n" for w in wrong), encoding="utf-8")
    sys.exit(_report(counts, seconds))


def _report(counts: dict[str, Counter[str]], seconds: list[float]) -> int:
    print(f"\n{'kind':28}{'cases':>7}{'named right':>13}{'95 %':>16}   other verdicts")
    for kind, found in sorted(counts.items()):
        count = sum(n for v, n in found.items() if v != "right")
        low, high = wilson(found["right"], count)
        verdicts = ", ".join(f"{v} {n}" for v, n in found.most_common() if v != "right")
        print(f"{kind:28}{count:7}{found['right'] / count:13.4f}   [{low:.3f}, {high:.3f}]   {verdicts}")
    true = {k: c for k, c in counts.items() if k.startswith("true")}
    for title, kinds in (("true quotes", true), ("changed quotes", {k: c for k, c in counts.items() if k not in true})):
        count = sum(n for c in kinds.values() for v, n in c.items() if v != "right")
        passed = sum(c[v] for c in kinds.values() for v in TRUE)
        named = sum(c["right"] for c in kinds.values())
        low, high = wilson(passed, count)
        print(
            f"{title}: {count}, called exact or formatting only {passed} ({passed / max(1, count):.4f} [{low:.4f}, {high:.4f}]), named right {named / max(1, count):.4f}"
        )
    ranked = sorted(seconds)
    print(f"seconds a quote: p50 {ranked[len(ranked) // 2]:.4f}, p95 {ranked[int(len(ranked) * 0.95)]:.4f}")
    return int(any(c[v] for k, c in counts.items() if k not in true for v in TRUE))


if __name__ == "__main__":
    main()
