"""Does a sentence take the contrary stance of the one that a question takes for granted: refused for accepted, regret for praise?

Coarser than `premise_opposites`, which wants the very contrary beside the same words: who accepts one thing may refuse another, so this
counts only where the judge does not hold the sentence for an answer either (`assistant.confidence`).
"""

from __future__ import annotations

import re

from assistant.followups_names import AUXILIARY, QUESTION_WORD

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


def other_stance(question: str, sentence: str) -> bool:
    """True if all words for a stance that the question has are for something and all of the sentence's against, or the other way
    round. A question that can be answered with yes or no, or asks how somebody reacted, takes no stance for granted."""
    if _OPEN.match(question) or not QUESTION_WORD.search(question):
        return False
    asked, told = _stances(question), _stances(sentence)
    return len(asked) == len(told) == 1 and asked != told


def _stances(text: str) -> set[bool]:
    """True for each word that is for something, False for each against; turned by "not" before it or "not to" behind."""
    return {
        bool(word["for"]) != (bool(_NOT.search(text[: word.start()])) != bool(word["turned"]))
        for word in _STANCE.finditer(text)
    }
