"""True words whose sentence says otherwise: a negation, a condition or who says it was cut off. Rules for English.

Only what governs the quoted words counts: it stands right before or after them, or opens or closes the clause they are
taken from. What a rule does not know it does not flag, so a quote that is not called cropped may still mislead.
"""

from __future__ import annotations

import re

from assistant.attribution.lexicon import BARE_THAT, THAT_VERBS, VERBS
from assistant.shingles import QUOTES
from assistant.types import Document, Missing, Span
from assistant.voices import statement_of

NEGATION, CONDITION, ATTRIBUTION = "negation", "condition", "attribution"
_MARKS = re.escape(QUOTES)
_THAT = "|".join(sorted(form for form, verb in VERBS.items() if verb in THAT_VERBS))
_BARE = "|".join(sorted(form for form, verb in VERBS.items() if verb in BARE_THAT))
_NOT = r"(?:not|never|no|nor|neither|none|nobody|nothing|cannot|without|hardly|scarcely|barely|\w+n[’']t)"
_NOT_REALLY = r"(?!\s+(?:only|just|merely|simply|least|doubt|matter)\b)"
_FILLING = r"(?:even|ever|yet|be|been|being|have|has|had|to|really|actually|fully|formally|necessarily|longer|a|an|the|any|so|as|\w+ly)"
_HELPER = r"(?:is|are|was|were|has|have|had|would|will|can|could|should|may|might|must|do|does|did|be|been|being)"
_UNTRUE = r"(?:not\s+(?:true|correct|the case|so)|false|untrue|wrong|incorrect|a lie|lies|a myth|fabricated|denied|rejected|refuted|disputed)"
_DENYING = r"(?:den(?:y|ies|ied|ying)|refut(?:e|es|ed|ing)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|disput(?:e|es|ed|ing)|doubt(?:s|ed|ing)?|false|untrue|wrong|myth|lie|incorrect|unlikely|impossible)"
_REFUSING = r"(?:refus(?:e|es|ed|ing|al)|fail(?:s|ed|ing|ure)?|declin(?:e|es|ed|ing)|unable|unwilling|reluctan(?:t|ce)|forbidden|prohibited|unlikely|impossible)"
_PREFIX = re.compile(r"\b(?:non|anti|un|counter|ex|pseudo|quasi|semi|mis|de|dis)[-‐‑–]$", re.IGNORECASE)
_IF = r"(?:if|unless|provided(?:\s+that)?|providing|as\s+long\s+as|so\s+long\s+as|in\s+case|assuming(?:\s+that)?|suppos(?:e|ing)(?:\s+that)?|on\s+(?:the\s+)?condition(?:\s+that)?)"
_JOINT = r"(?:and|but|or|nor|that|who|which|because|while|whereas|although|though|so|ask|asks|asked|asking|see|know|wonder|wondered|decide|determine|even|as|what)"

_BEFORE: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (NEGATION, rf"\b{_NOT}\b{_NOT_REALLY}(?:\s+{_FILLING}){{0,3}}\s*[{_MARKS}]*$"),
        (NEGATION, rf"\b{_NOT}\b{_NOT_REALLY}(?:\s+[\w’'-]+){{0,3}}\s*[{_MARKS}]+$"),
        (NEGATION, rf"(?<!whether or )\b{_NOT}\b{_NOT_REALLY}(?:\s+[\w’'-]+){{0,8}}\s+(?:that|whether)\s*[{_MARKS}]*$"),
        (NEGATION, rf"(?<!no )(?<!not )\b{_DENYING}\b(?:\s+[\w’'-]+){{0,8}}?\s+that\s*[{_MARKS}]*$"),
        (NEGATION, rf"\b{_REFUSING}\s+to(?:\s+{_FILLING}){{0,2}}\s*$"),
        (CONDITION, rf"\b(?:{_IF}|whether|lest)\s*[{_MARKS}]*$"),
        (CONDITION, rf"(?:^|[,;:—–{_MARKS}]\s*|\b(?:that|and|but|or)\s+)(?:only\s+)?{_IF}\s(?:(?!\b(?:and|but)\b)[^;:.]){{1,250}}(?:,|,?\s+then)\s*[{_MARKS}]*$"),
        (ATTRIBUTION, rf"\b(?:{_THAT})\b(?:\s+[\w’'.-]+){{0,8}}?\s+that[\s,—–-]*$"),
        (ATTRIBUTION, rf"\b(?:{_BARE})\s*[,:]?\s*$"),
        (ATTRIBUTION, r"\b(?:according\s+to|in\s+the\s+(?:view|words|opinion)\s+of)\s[^;:.,]{1,120},\s*$"),
        (ATTRIBUTION, r"\b(?:accus(?:e|es|ed|ing)|suspect(?:s|ed)?|alleg(?:e|es|ed|ing)|allegations?|claims?|accusations?)\b(?:\s+[\w’'.-]+){0,6}\s+(?:of|that)\s*$"),
    )
)  # fmt: skip
_AFTER: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (NEGATION, rf"\s+{_NOT}\b{_NOT_REALLY}(?:\s+longer)?"),
        (NEGATION, rf"[{_MARKS}]*,?\s*(?:(?:which|that|this|it)\s+)?(?:{_HELPER}\s+){{1,3}}(?:\w+ly\s+)?{_UNTRUE}\b"),
        (CONDITION, rf"[{_MARKS}]*\s*[,–—-]?\s*(?:(?!{_JOINT}\b)[\w’'%$-]+,?\s+){{0,8}}?(?:but\s+|and\s+)?(?:only\s+)?{_IF}\b(?!\s+(?:any|ever|not|possible|necessary)\b)"),
        (CONDITION, rf"[{_MARKS}]*\s*[,–—-]?\s*(?:but\s+|and\s+)?only\s+(?:when|after|once)\b"),
        (ATTRIBUTION, rf"\s*,\s*(?:as\s+)?(?-i:[A-Z][\w.’'-]*|he|she|they|it|the|an?)(?:\s+[\w.’'-]+){{0,7}}?\s+(?:{_BARE}|alleged)\b"),
        (ATTRIBUTION, r"\s*,?\s*(?:according\s+to|in\s+the\s+(?:view|words|opinion)\s+of|allegedly|reportedly)\b"),
        (ATTRIBUTION, rf"\s*,\s*(?:{_BARE})\s+(?-i:[A-Z]|the\b|an?\b)"),
    )
)  # fmt: skip
_HIDDEN = (
    (NEGATION, re.compile(rf"\b{_NOT}\b{_NOT_REALLY}", re.IGNORECASE)),
    (CONDITION, re.compile(rf"\b{_IF}\b", re.IGNORECASE)),
)


def negated(words: str) -> bool:
    """Whether there is a negation among the words."""
    return re.search(rf"\b{_NOT}\b|\b\w+n t\b", words, re.IGNORECASE) is not None


def missing(document: Document, sentence: Span, quoted: Span, *, named: bool) -> tuple[Missing, ...]:
    """What of the sentence (or sentences) around `quoted` was cut off although it turns the words round.

    Who says it is not missed where the quote was `named` as that speaker's, nor of words in quotation marks.
    """
    text, said = document.text, statement_of(document.statements, quoted)
    within = {NEGATION: sentence, CONDITION: sentence}
    if not named:
        within[ATTRIBUTION] = sentence
    in_marks = said and said.how == "direct" and said.start <= quoted.start + 1 and quoted.end <= said.end + 1
    if not named and said and in_marks:  # who says words in marks is told outside of them
        within[ATTRIBUTION] = Span(max(sentence.start, said.start), min(sentence.end, said.end))
    found = []
    prefix = _PREFIX.search(text[max(0, quoted.start - 12) : quoted.start])
    if prefix:
        found.append(_missing(document, NEGATION, quoted.start - len(prefix.group()), quoted.start))
    for kind, pattern in _BEFORE:
        start = within.get(kind, quoted).start
        match = pattern.search(text[start : quoted.start])
        if match and not (kind == ATTRIBUTION and found):  # "denied claims that" is no mere claim
            at = start + match.start()
            named_at = said.speaker_start if said and kind == ATTRIBUTION else None
            at = named_at if named_at is not None and start <= named_at < at else at
            found.append(_missing(document, kind, at, quoted.start))
    for kind, pattern in _AFTER:
        match = pattern.match(text[quoted.end : within.get(kind, quoted).end])
        if match:
            found.append(_missing(document, kind, quoted.end, quoted.end + match.end()))
    return tuple({m.kind: m for m in reversed(found)}.values())[::-1]


def omitted(document: Document, gap: Span) -> tuple[Missing, ...]:
    """What an ellipsis inside a sentence hides: a negation or a condition anywhere in the words left out."""
    text = document.text[gap.start : gap.end]
    matches = ((kind, pattern.search(text)) for kind, pattern in _HIDDEN)
    return tuple(_missing(document, kind, gap.start + m.start(), gap.start + m.end()) for kind, m in matches if m)


def _missing(document: Document, kind: str, start: int, end: int) -> Missing:
    while document.text[start].isspace() or document.text[start] in f",;:—–{QUOTES}":
        start += 1
    while document.text[end - 1].isspace():
        end -= 1
    return Missing(kind, start, end, document.text[start:end])
