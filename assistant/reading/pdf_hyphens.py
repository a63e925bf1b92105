"""Words and dashes at the ends of lines: which hyphens are of the word, and which the layout put there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container
from functools import cache
from itertools import pairwise

from spellchecker import SpellChecker

from assistant.reading.pdf_lines import BREAK, Line

_HYPHENATED = re.compile(r"(\w[\w’'.,-]*)[-\u2010\u00ad\x02]$")
_SUSPENDED = {"and", "or", "und", "oder", "et", "ou", "y", "o"}  # "pre- and post-war"
_FIRST_WORD = re.compile(r"[\w’'-]+")
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_TIGHT_END = re.compile(r"\w[–—]$")  # a dash that has no space on one side has none on the other
_TIGHT_START = re.compile(r"[–—]\w")


def mend_hyphens(flow: list[Line]) -> None:
    """Join words parted by a hyphen at the end of a line, and keep the hyphens and dashes that are of the text."""
    breaks: list[tuple[Line, Line, str, str]] = []
    texts: list[str] = []
    parted = False
    for line, after in zip(flow, [*flow[1:], None], strict=True):
        text = _FIRST_WORD.sub("", line.text, count=1) if parted else line.text
        ends = _HYPHENATED.search(line.text[-80:])
        begins = _FIRST_WORD.match(after.text) if after and after.lead == " " else None
        parted = bool(ends and begins)
        if after and ends and begins:
            text = text[: -1 - len(ends[1])]
            breaks.append((line, after, ends[1], begins[0]))
        texts.append(text)
    words = Counter(w.lower() for text in texts for w in _WORDS.findall(text))
    votes = [_votes(head, tail, words) for _, _, head, tail in breaks]
    habit = sum(votes) or int(len(breaks) > 0.03 * len(flow))  # positive where words are cut at the ends of lines
    english = _dictionary(words) if habit > 0 and 0 in votes else ()
    layout = {"\u00ad"} | ({"\u2010"} - set("".join(texts)))  # hyphens that nobody types, so the layout put them there
    for (line, after, head, tail), vote in zip(breaks, votes, strict=True):
        if tail.lower() in _SUSPENDED:
            continue
        after.lead = ""
        if line.text[-1] in layout or vote > 0 or (vote == 0 and habit > 0 and _is_one_word(head, tail, english)):
            line.text = line.text[:-1]
    for line, after in pairwise(flow):
        line.text = line.text.replace(BREAK, "-")
        if after.lead == " " and (_TIGHT_END.search(line.text) or _TIGHT_START.match(after.text)):
            after.lead = ""
    if flow:
        flow[-1].text = flow[-1].text.replace(BREAK, "-")


def _votes(head: str, tail: str, words: Counter[str]) -> int:
    """1 if the rest of the document says that head-tail is one word without a hyphen, -1 if with one, 0 if neither."""
    last, first = _WORDS.findall(f"{head} 0")[-1:], _WORDS.match(tail)
    if not (last and first and head[-1].isalpha()):
        return -1
    before, after = last[0].lower(), first[0].lower()
    pieces = before.split("-")[-1] + after.split("-")[0]
    whole, compound = words[before + after] or words[pieces], words[f"{before}-{after}"]
    if whole != compound:
        return 1 if whole > compound else -1
    return 0 if tail[0].islower() else -1


def _is_one_word(head: str, tail: str, english: Container[str]) -> bool:
    """What the dictionary says; of names and where there is no dictionary, that the layout cut the word."""
    before, after = _WORDS.findall(head.lower())[-1].split("-")[-1], _WORDS.findall(tail.lower())[0].split("-")[0]
    return before + after in english or not (before in english and after in english)


def _dictionary(words: Counter[str]) -> Container[str]:
    """English words, if `words` are those of an English document, else nothing."""
    english = _english()
    sample = [word for word, _ in words.most_common(300)]
    return english if sum(word in english for word in sample) >= 0.7 * len(sample) else ()


@cache
def _english() -> Container[str]:
    found: Container[str] = SpellChecker(language="en").word_frequency
    return found
