"""Does a sentence take the contrary stance of the one that a question takes for granted: refused for accepted, regret for praise?

Coarser than `premise.opposites`, which wants the very contrary beside the same words: who accepts one thing may refuse another, so this
counts only where the judge does not hold the sentence for an answer either (`assistant.confidence`). What is called good or bad is surer, and
counts always.
"""

from __future__ import annotations

import re

from assistant.names import AUXILIARY, QUESTION_WORD
from assistant.premise.roles import Clash
from assistant.types import Span

_FOR = (
    r"accept\w*|agree[sd]?|agreeing|approv\w+|support(?:s|ed|ing)?|welcom\w+|prais\w+|pleased|satisf\w+|applau\w+|commend\w*"
    r"|thank(?:s|ed|ful|ing)?(?! to\b)|endors\w+|consent\w*|concede[sd]?|credit(?:s|ed)?(?=\W+\w+(?:\W+\w+){0,4}?\W+(?:with|for)\b)"
    r"|favou?r(?:s|ed|ing)|embrac\w+|advocat\w+|encourag\w+|congratulat\w+|glad|happy|hail(?:s|ed)|ratif\w+"
    r"|(?:open|start|enter)(?:s|ed)? (?:into )?(?:\w+ )?(?:talks|negotiations|dialogue)|(?:began|begins?|h[eo]ld|h[eo]lds) (?:\w+ )?(?:talks|negotiations)"
)
_AGAINST = (
    r"reject\w*|refus(?:e|es|ed|al|als|ing)|declin(?:e|es|ed|ing)|oppos(?:e|es|ed|ing)|condemn\w*|regret\w*|critici[sz]\w*|rebuff\w*"
    r"|disagree\w*|disapprov\w+|deplor\w+|denounc\w+|unaccept\w+|disappoint\w*|displeas\w+|dishearten\w*|veto\w*|unwilling\w*"
    r"|den(?:y|ies|ied|ying)|turn(?:s|ed|ing)? (?:it |them |him |her )?down"
)
_STANCE = re.compile(rf"\b(?:(?P<for>{_FOR})|{_AGAINST})\b(?P<turned> not to\b)?", re.IGNORECASE)
_NOT = re.compile(
    r"(?:\b(?:not|never|no|nor|neither|nobody|none|cannot|fail(?:s|ed)? to)|n[’']t)\b(?! only\b| doubt\b| but\b| more\b| hesitat)"
    r"(?:\s+(?!hesitat|more\b)\w+){0,4}\s*\Z",
    re.IGNORECASE,
)
_OPEN = re.compile(rf"\W*(?:{AUXILIARY}|why not)\b|.*\b(?:react|respond|feel|felt|whether|true that)\b", re.IGNORECASE)
_GOOD = """balanced constructive fair productive helpful acceptable justified legitimate impartial objective unbiased even-handed
    favourable favorable useful appropriate reasonable accurate truthful honest well-founded friendly positive lawful""".split()
_BAD = """biased unproductive unfair unhelpful unacceptable unjustified illegitimate partial one-sided groundless baseless unfounded
    unfavourable unfavorable useless inappropriate unreasonable inaccurate untruthful dishonest counterproductive destructive harmful
    hostile unfriendly negative unlawful provocative misleading prejudiced""".split()
_VALUE = re.compile(rf"\b(?:(?P<good>{'|'.join(_GOOD)})|{'|'.join(_BAD)})\b", re.IGNORECASE)
# "find the remarks balanced", "welcome it as fair"; "what balanced remarks" takes no judgement for granted
_HELD = re.compile(
    r"\b(?:find|finds|found|consider(?:s|ed)?|deem(?:s|ed)?|call(?:s|ed)?|label(?:s|l?ed)?|describe[sd]?|regard(?:s|ed)?|judge[sd]?"
    r"|characteri[sz]e[sd]?|think|thought|welcome[sd]?|praise[sd]?|reject(?:s|ed)?|dismiss(?:es|ed)?|condemn(?:s|ed)?|critici[sz]e[sd]?"
    r"|view(?:s|ed)?|rate[sd]?)\b(?P<what>.*)",
    re.IGNORECASE,
)


def other_stance(question: str, sentence: str) -> bool:
    """True if all words for a stance that the question has are for something and all of the sentence's against, or the other way
    round. A question that can be answered with yes or no, or asks how somebody reacted, takes no stance for granted."""
    if _OPEN.match(question) or not QUESTION_WORD.search(question):
        return False
    asked, told = _stances(question), _stances(sentence)
    return len(asked) == len(told) == 1 and asked != told


def valued_otherwise(question: str, sentence: str) -> Clash | None:
    """Where the question takes for granted that something is held for good ("find the remarks balanced"), and all the words of
    the sentence for what is good or bad call it bad ("biased"), or the other way round."""
    held = _HELD.search(question) if QUESTION_WORD.match(question.strip()) else None
    asked = list(_VALUE.finditer(question, held.start("what"))) if held else []
    told = list(_VALUE.finditer(sentence))
    if not asked or not told or any(_NOT.search(question[: m.start()]) for m in asked):
        return None
    if any(_NOT.search(sentence[: m.start()]) for m in told):
        return None
    called, calls = ({bool(m["good"]) for m in found} for found in (asked, told))
    return Clash(Span(*asked[0].span()), Span(*told[0].span())) if len(called) == 1 and not called & calls else None


def _stances(text: str) -> set[bool]:
    """True for each word that is for something, False for each against; turned by "not" before it or "not to" behind."""
    return {
        bool(word["for"]) != (bool(_NOT.search(text[: word.start()])) != bool(word["turned"]))
        for word in _STANCE.finditer(text)
    }
