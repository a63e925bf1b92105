#!/usr/bin/env python3
"""How well is page furniture told from text in pasted web pages, and is any of it quoted?

Usage: pasted_pages.py [BENCH_FOLDER] [--ask] [--chromium] [--show] [--weights FILE]

BENCH_FOLDER (default ../shared/bench) holds articles/: pages with their main text as gold. Each page is rendered as
select-all and copy would give it, by a small block walker or (--chromium) by Chromium with scripts and the network
off. A line is furniture if its words are not in the gold text; headlines, bylines and dates, which the gold leaves
out, count as neither. Prints shares of lines and words, and of the words hidden in clean texts. With --ask the 100
questions of pasted_questions.jsonl are asked over 20 pages and every quoted line of furniture is shown. Where the
folder is absent this says so and ends well.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import lxml.html
from lxml import etree
from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from assistant import Assistant
from assistant.reading import furniture
from assistant.reading.zones import find_zones
from assistant.text import is_dateline

BLOCKS = frozenset(
    """address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer
    form h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre section summary table tr caption ul br""".split()
)
SKIPPED = frozenset(
    """script style noscript template head svg iframe object embed select datalist textarea input button canvas map
    math applet frame frameset meta link""".split()
)
CLEAN = ("clapnq", "chroma", "mtrag", "xquad_en", "xquad_ru", "news_2023q3", "attribution")
PAGES = 20  # asked about
FURNITURE_LINES = 15  # that a page asked about has at least
KEPT, FURNITURE, NEITHER = 0, 1, 2
QUESTIONS = Path(__file__).with_name("pasted_questions.jsonl")
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
WIDE = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
BYLINE = re.compile(
    r"(by|written by|author:?|posted by|published:?|updated:?|posted on|last updated)\b.{0,60}", re.IGNORECASE
)


@dataclass(frozen=True)
class Page:
    """A pasted page: its text, and of each line that is not blank where it lies, what it is and how many words it has."""

    name: str
    text: str
    spans: list[tuple[int, int]]
    labels: list[int]
    words: list[int]
    gold: str


def pasted(html: str) -> str:
    """All visible text of a page, a line a block."""
    html = re.sub(r"^\s*<\?xml[^>]*\?>", "", html)
    tree = lxml.html.document_fromstring(
        html, parser=lxml.html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    )
    pieces: list[str] = []
    skipping = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        block = element.tag in BLOCKS
        if event == "start":
            if skipping or element.tag in SKIPPED or is_hidden(element):
                skipping += 1
                continue
            pieces += ["\0"] * block + [element.text or ""]
        else:
            skipping -= skipping > 0
            if not skipping:
                pieces += ["\0"] * block + [" "] * (element.tag in ("td", "th")) + [element.tail or ""]
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\0"))
    return "\n".join(line for line in lines if line)


def is_hidden(element: etree._Element) -> bool:
    style = element.get("style") or ""
    return element.get("hidden") is not None or HIDDEN_STYLE.search(style) is not None


def chromium(paths: list[Path]) -> Iterator[str]:
    """The same, by Chromium's innerText, scripts and network off."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player, tempfile.TemporaryDirectory() as scratch:
        browser = player.chromium.launch(executable_path="/usr/bin/chromium")
        page = browser.new_context(java_script_enabled=False, offline=True).new_page()
        copy = Path(scratch) / "page.html"
        page.route("**/*", lambda r: r.continue_() if r.request.url == copy.as_uri() else r.abort())
        for path in paths:
            raw = path.read_bytes()
            copy.write_bytes((b"\xef\xbb\xbf" if is_utf8(raw) else b"") + raw)
            page.goto(copy.as_uri(), wait_until="domcontentloaded")
            yield str(page.evaluate("document.body.innerText"))
        browser.close()


def is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def tokens(text: str) -> list[str]:
    """Words, case kept; in scripts without spaces every character is one."""
    return [t for word in re.findall(r"\w+", text) for t in (list(word) if WIDE.search(word) else [word])]


def spans_of(text: str) -> list[tuple[int, int]]:
    """Where the lines that are not blank lie, white space around them aside."""
    found = []
    for match in re.finditer(r"[^\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+", text):
        line = match.group()
        if bare := line.strip():
            start = match.start() + len(line) - len(line.lstrip())
            found.append((start, start + len(bare)))
    return found


def titles(html: str) -> list[str]:
    """Headlines and summaries of a page, which gold texts leave out."""
    tree = lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", html))
    found = tree.xpath(
        '//title/text()|//h1//text()|//meta[@property="og:title" or @property="og:description" or @name="description"]/@content'
    )
    found += [h.text_content() for h in tree.xpath("//h1")]
    return [" ".join(t.split()) for t in found if len(t.strip()) > 12]


def label(name: str, text: str, gold: str, headlines: list[str]) -> Page:
    """What each line is, by aligning the page's words with the gold text's: the longest common subsequence."""
    spans = spans_of(text)
    lines = [text[start:end] for start, end in spans]
    of_lines, wanted = [tokens(line) for line in lines], tokens(gold)
    owners = [i for i, words in enumerate(of_lines) for _ in words]
    hits = [0] * len(lines)
    flat = [word for words in of_lines for word in words]
    for tag, first, end, *_ in LCSseq.opcodes(flat, wanted):
        for i in range(int(first), int(end)) if tag == "equal" else ():
            hits[owners[i]] += 1
    grams = {tuple(wanted[i : i + 4]) for i in range(len(wanted) - 3)}
    gold_lines = {" ".join(tokens(line)) for line in gold.split("\n")}
    sure, maybe = set(), set()
    for i, words in enumerate(of_lines):
        if len(words) >= 5:
            shared = sum(tuple(words[j : j + 4]) in grams for j in range(len(words) - 3)) / (len(words) - 3)
            if hits[i] >= len(words) / 2 and shared >= 0.4:
                sure.add(i)
        elif words and hits[i] == len(words):
            maybe.add(i)
    first, last = min(sure, default=0), max(sure, default=-1)
    for i in maybe:  # a word or two may match by chance: only in the main text's place
        beside = not sure.isdisjoint((i - 2, i - 1, i + 1, i + 2))
        if first - 3 <= i <= last + 3 and (beside or " ".join(of_lines[i]) in gold_lines):
            sure.add(i)
    labels = [KEPT if i in sure else FURNITURE for i in range(len(lines))]
    for i, line in enumerate(lines):
        if i not in sure and (not of_lines[i] or is_label(line, headlines)):
            labels[i] = NEITHER
    return Page(name, text, spans, labels, [len(words) for words in of_lines], gold)


def is_label(line: str, headlines: list[str]) -> bool:
    """True for a date, a byline, a headline or the summary below it."""
    if is_dateline(line) or BYLINE.fullmatch(line):
        return True
    return len(line) > 12 and any(fuzz.ratio(line, t) >= 85 or (len(line) > 20 and line in t) for t in headlines)


def pages(bench: Path, by_chromium: bool = False) -> list[Page]:
    """The pages with gold text, rendered and labelled, in the order of their names."""
    rows = [json.loads(line) for line in (bench / "articles" / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = sorted((r for r in rows if "text" in r), key=lambda r: r["file_name"])
    paths = [bench / "articles" / "corpus" / r["file_name"] for r in rows]
    htmls = [path.read_bytes().decode("utf-8", "replace") for path in paths]
    texts = chromium(paths) if by_chromium else map(pasted, htmls)
    return [
        label(r["file_name"], text, r["text"], titles(h)) for r, h, text in zip(rows, htmls, texts, strict=True) if text
    ]


def hidden(page: Page) -> list[bool]:
    """Which lines lie in zones."""
    zones = iter(find_zones(page.text))
    zone, found = next(zones, None), []
    for start, _ in page.spans:
        while zone and zone.end <= start:
            zone = next(zones, None)
        found.append(zone is not None and zone.start <= start)
    return found


def report(found: list[Page], marks: list[list[bool]]) -> None:
    """Print the shares over all pages."""
    lines, words = [[0, 0], [0, 0], [0, 0]], [[0, 0], [0, 0], [0, 0]]
    for page, marked in zip(found, marks, strict=True):
        for what, count, hid in zip(page.labels, page.words, marked, strict=True):
            lines[what][hid] += 1
            words[what][hid] += count
    for name, table in (("lines", lines), ("words", words)):
        true, false, left = table[FURNITURE][1], table[KEPT][1], table[FURNITURE][0]
        print(
            f"{name}: precision {true / max(1, true + false):.4f}, recall {true / max(1, true + left):.4f}, main text"
            f" hidden {false / max(1, sum(table[KEPT])):.4%}, furniture left {left / max(1, true + left):.4%},"
            f" headlines and dates hidden {table[NEITHER][1] / max(1, sum(table[NEITHER])):.4%}"
        )


def report_clean(bench: Path) -> None:
    """Print the share of words hidden in texts that have no furniture, or hardly any."""
    for name in CLEAN:
        total = lost = 0
        for path in sorted((bench / name / "corpus").glob("*.txt")):
            text = path.read_text(encoding="utf-8", errors="replace")
            total += len(text.split())
            lost += sum(len(text[z.start : z.end].split()) for z in find_zones(text))
        print(f"{name}: {lost / max(1, total):.4%} of {total:,} words hidden")


def asked_pages(found: list[Page]) -> list[Page]:
    """The pages that are asked about: the first by name with furniture enough."""
    return [p for p in found if p.labels.count(FURNITURE) >= FURNITURE_LINES][:PAGES]


def use_weights(path: Path) -> None:
    """Judge lines by other weights from now on."""
    furniture.WEIGHTS = path
    furniture._trees.cache_clear()


def ask(found: list[Page]) -> None:
    """Ask the questions over the first pages by name that have furniture enough; print what furniture is quoted."""
    chosen = asked_pages(found)
    questions = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    counts = {"citations": [0, 0], "nearest": [0, 0]}
    with tempfile.TemporaryDirectory() as scratch:
        corpus = Path(scratch) / "corpus"
        corpus.mkdir()
        for page in chosen:
            (corpus / Path(page.name).with_suffix(".txt").name).write_bytes(page.text.encode())
        assistant = Assistant.build([corpus], index=Path(scratch) / "index")
        by_name = {Path(p.name).with_suffix(".txt").name: p for p in chosen}
        for question in questions:
            answer = assistant.ask(question["question"])
            for part, quotes in (("citations", answer.citations), ("nearest", answer.nearest)):
                for c in quotes:
                    page = by_name[c.document]
                    line = next(i for i, (a, b) in enumerate(page.spans) if a <= c.sentence_start < b)
                    counts[part][0] += 1
                    if page.labels[line] == FURNITURE:
                        counts[part][1] += 1
                        print(f"  {question['id']} {part} {c.document}: {c.sentence}")
    for part, (all_, bad) in counts.items():
        print(f"{len(questions)} questions, {part}: {bad} of {all_} quotes are furniture")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path, nargs="?", default=Path("../shared/bench"))
    parser.add_argument("--ask", action="store_true")
    parser.add_argument("--chromium", action="store_true")
    parser.add_argument("--show", action="store_true", help="print the lines that are told wrong")
    parser.add_argument("--weights", type=Path, help="of train_zones.py, e.g. learned without the pages asked about")
    args = parser.parse_args()
    if args.weights:
        use_weights(args.weights)
    if not (args.bench / "articles" / "gold.jsonl").is_file():
        print(f"{args.bench}: no articles/gold.jsonl there, so nothing is measured.")
        sys.exit(0)
    found = pages(args.bench, args.chromium)
    if args.ask:
        return ask(found)
    marks = [hidden(page) for page in found]
    report(found, marks)
    for page, marked in zip(found, marks, strict=True) if args.show else ():
        for (start, end), what, hid in zip(page.spans, page.labels, marked, strict=True):
            if what == (KEPT if hid else FURNITURE):
                print(f"{'LOST' if hid else 'LEFT'} {page.name}: {page.text[start:end][:150]}")
    return report_clean(args.bench)


if __name__ == "__main__":
    main()
