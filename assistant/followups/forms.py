"""Follow-ups that take over the form of the question before: "What about Armenia?", "And in 2022?", "Why?", "No, I
mean Azerbaijan."

Each function gives the question in full, or None where its rule does not surely fit.
"""

from __future__ import annotations

import re

from assistant.constraints.dates import SAY, WHEN
from assistant.constraints.demands import constraints
from assistant.constraints.names import SPEAKERS
from assistant.names import (
    AUXILIARY,
    BODY,
    COUNTRY,
    DATE,
    PERSON,
    Name,
    is_common,
    is_subject,
    names,
    with_article,
)
from assistant.text import content_stems, words

_OPENER = r"(?:(?:and|but|or|so|ok|okay|then)\b[\s,]*)*"
_PREPOSITIONS = "in|on|at|for|from|to|by|with|about|before|after|since|under|during|against"
_ABOUT = re.compile(
    rf"{_OPENER}(?:(?:what|how)\s+about\s+|and\s+|or\s+)(?:(?P<preposition>{_PREPOSITIONS})\s+)?(?P<subject>[^,?;:]+?)\s*[?.!]*",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    rf"{_OPENER}(?:(?:what|how)\s+about\s+)?(?P<topic>[^,?;:]+?)\s*,\s*(?P<question>(?:{AUXILIARY}|what|when|where|why|how|who|whom|whose|which)\b.+)",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    rf"(?:if|when|while|because|although|though|as|given|according|well|yes|no|{_PREPOSITIONS}|{AUXILIARY}|i|we|you)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:he|she|it|they)\b", re.IGNORECASE)
_ADVERBIAL = (
    r"(?:since\s+|until\s+|from\s+)?(?:when|where)|why|how(?:\s+(?:long|often|soon|far|early|late))?"
    rf"|(?:{_PREPOSITIONS})\s+(?:what|which|whose)\s+[\w-]+(?:\s+[\w-]+)?"
)
_ELLIPSIS = re.compile(
    rf"{_OPENER}(?P<wh>(?P<adverbial>{_ADVERBIAL})|how\s+(?:many|much)(?:\s+\w+)?|(?:by\s+|with\s+|to\s+)?whom?|(?:what|which)\s+[\w-]+)"
    r"\s*(?:exactly|precisely)?\s*[?.!]*",
    re.IGNORECASE,
)
_ADVERBIAL_QUESTION = re.compile(rf"(?:{_ADVERBIAL})\s+(?={AUXILIARY}\s)", re.IGNORECASE)
_YES_NO = re.compile(rf"{AUXILIARY}\s+(?!you\b|we\b|i\b)", re.IGNORECASE)
_WH = re.compile(r"(?:\w+\s+)?(?:what|when|where|why|how|who|whom|whose|which)\b", re.IGNORECASE)
_CORRECTION = re.compile(
    r"(?:(?:no|oops|sorry|pardon|well|actually|wait)\b[\s,.!–—-]*)*(?P<mean>i\s+(?:mean|meant)\s+|(?<=[\s,.!–—-]))"
    r"(?:not\s+(?P<wrong>[^,]+?)(?:\s+but\s+|,\s*(?:but\s+)?))?(?P<right>[^?!;,]+?)[\s,]*(?:please|pls|instead)?\s*[.!?]*",
    re.IGNORECASE,
)
_NO = re.compile(r"(?:no|oops|sorry|actually)\b", re.IGNORECASE)
_SUBJECT_OF = "about|on|regarding|concerning|over|towards?"
_OTHER_SUBJECT = re.compile(
    rf"{_OPENER}(?:(?:what|how)\s+about\s+(?:(?:{_SUBJECT_OF})\s+)?|(?:about|on|regarding|concerning|over)\s+)"
    r"(?P<subject>(?:(?:the|an?|its|their|his|her|these|those)\s+(?!other\b)|(?-i:[A-Z]))[^,?;:]*?\w)\s*[?.!]*",
    re.IGNORECASE,
)
# where or to whom, or when
_ADDRESSED = rf"(?:on|in)\s+{WHEN}|(?:at|to|before|in|during)\s+(?:[\w.’'-]+\s+){{0,4}}?[\w.’'-]+"
_SAYS_OF = re.compile(
    rf"(?P<head>\s+(?:{SAY})\s+(?:(?:{_ADDRESSED})\s+)?)(?:{_SUBJECT_OF})\s+[^?]+[?.!]*", re.IGNORECASE
)
_DETERMINER = re.compile(r"\b(?:the|an?|its|their|his|her|these|those)\s", re.IGNORECASE)
_NO_OBJECT = re.compile(
    rf"(?:\b(?:{_PREPOSITIONS}|of|into|than|and|or|{AUXILIARY}|what|which|who|where|when|why|how)\s+|^)$", re.IGNORECASE
)
LONGEST_PHRASE = 7  # words of a correction
ACTORS = (PERSON, BODY, COUNTRY)


def about(question: str, before: str) -> str | None:
    """ "What about Armenia?", "And in 2022?": `before` with the name or date of the same kind replaced."""
    topic = _TOPIC.fullmatch(question)
    if topic and _is_topic(topic["topic"]) and (pronoun := _PRONOUN.search(topic["question"])):
        full = topic["question"]
        full = full[: pronoun.start()] + topic["topic"] + full[pronoun.end() :]
        return full[0].upper() + full[1:]
    match = _ABOUT.fullmatch(question)
    if match is None:
        return None
    subject = match["subject"].strip()
    found = names(subject)
    if len(found) != 1 or len(words(subject)) > len(words(found[0].text)) + 1:
        return _other_subject(question, before)
    if found[0].kind == DATE:
        return _other_date(subject, match["preposition"], before)
    if (match["preposition"] or "").lower() in ("about", "on") and (made := _other_subject(question, before)):
        return made
    return _other_name(subject, found[0], before)


def _other_subject(question: str, before: str) -> str | None:
    """ "And about the fee?", "What about the fee?": what the one asked about before said about that."""
    match, speaker = _OTHER_SUBJECT.fullmatch(question), constraints(before).speaker_span
    says = _SAYS_OF.fullmatch(before, speaker.end) if match and speaker else None
    if match is None or speaker is None or says is None:
        return None
    last = words(match["subject"])[-1]
    if (
        re.fullmatch(
            r"others?|sides?|opposition|critics|public|people", word := match["subject"][last.start :].casefold()
        )
        or word in SPEAKERS
        or is_common(word)
    ):
        return None  # who speaks may be meant
    return f"{before[: speaker.end]}{says['head']}about {match['subject']}?"


def _is_topic(text: str) -> bool:
    return bool(names(text)) and len(words(text)) <= LONGEST_PHRASE and not _SUBORDINATE.match(text)


def _other_name(subject: str, new: Name, before: str) -> str | None:
    there = names(before)
    if any(n.key == new.key for n in there):
        return None
    same = [n for n in there if n.kind == new.kind]
    actors = [n for n in there if n.kind in ACTORS and new.kind in ACTORS]
    subjects = [n for n in (same or actors) if is_subject(before, n)]
    chosen = subjects or (same if len({n.key for n in same}) == 1 else [])
    return _replaced(before, chosen[0], subject) if chosen else None


def _replaced(before: str, old: Name, new: str) -> str:
    head = re.sub(r"\bthe\s+$", "", before[: old.start], flags=re.IGNORECASE)
    return head + with_article(new) + before[old.end :]


def _other_date(subject: str, preposition: str | None, before: str) -> str | None:
    dates = [n for n in names(before) if n.kind == DATE]
    if len(dates) > 1 or preposition is None:
        return None
    phrase = f"{preposition.lower()} {subject}"
    if not dates:
        return f"{before.rstrip(' ?.!')} {phrase}?"
    date = dates[0]
    if subject.isdigit() and not date.text.isdigit() and date.text[-4:].isdigit():
        return before[: date.end - 4] + subject + before[date.end :]
    if subject.isdigit() != date.text.isdigit():
        return None
    head = re.sub(r"\b(?:in|on|since|before|after|until|by|during)\s+$", "", before[: date.start], flags=re.IGNORECASE)
    return f"{head}{phrase}{before[date.end :]}"


def elliptic(question: str, before: str) -> str | None:
    """ "Why?", "And when?", "On what condition?": `before` asked that way, or both asked together."""
    match = _ELLIPSIS.fullmatch(question)
    if match is None:
        return None
    phrase = match["wh"]
    first = phrase[0].upper() + phrase[1:]
    if match["adverbial"]:
        if _YES_NO.match(before):
            return f"{first} {before[0].lower()}{before[1:]}"
        if opening := _ADVERBIAL_QUESTION.match(before):
            return f"{first} {before[opening.end() :]}"
    if _WH.match(before) or _YES_NO.match(before):
        return f"{before.rstrip(' ?.!')}, and {phrase[0].lower()}{phrase[1:]}?"
    return None


def corrected(question: str, before: str) -> str | None:
    """ "No, I mean Azerbaijan", "I meant personal data": `before` with what was meant in the place of what was not."""
    match = _CORRECTION.fullmatch(question)
    if match is None or not (match["mean"] or match["wrong"] or _NO.match(question)):
        return None
    right = match["right"].strip()
    if not right or len(words(right)) > LONGEST_PHRASE or _WH.match(right) or _YES_NO.match(right):
        return None
    if match["wrong"] and match["wrong"] in before:
        return before.replace(match["wrong"], right, 1)
    found = names(right)
    is_name = len(found) == 1 and len(words(right)) <= len(words(found[0].text)) + 1 and found[0].kind != DATE
    swapped = _other_name(right, found[0], before) if is_name else None
    return swapped or _same_head(right, before) or _other_object(right, before)


def _same_head(right: str, before: str) -> str | None:
    """ "personal data" for "impersonal data": the words before a noun that both phrases end in."""
    new, old = words(right), words(before)
    if len(new) < 2 or not (head := content_stems(right[new[-1].start :])):
        return None
    for at, span in enumerate(old):
        if content_stems(before[span.start : span.end]) == head and at >= len(new) - 1:
            start = old[at - len(new) + 1].start
            if not content_stems(before[start : span.start]):
                return None
            return before[:start] + right + before[span.end :]
    return None


def _other_object(right: str, before: str) -> str | None:
    """ "the meeting in Washington" for the object that ends `before`: "Why did Baku cancel the visits from the U.S.?" """
    if not _DETERMINER.match(right):
        return None
    objects = [m.start() for m in _DETERMINER.finditer(before) if not _NO_OBJECT.search(before[: m.start()])]
    return f"{before[: objects[-1]]}{right}?" if objects else None
