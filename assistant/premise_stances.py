"""Does a sentence take the contrary stance of the one that a question takes for granted: refused for accepted, regret for praise?

Coarser than `premise_opposites`, which wants the very contrary beside the same words: a sentence may refuse one thing and be asked about
another, so this counts only where the judge does not hold it for an answer either (`assistant.confidence`).
"""

from __future__ import annotations

import re

_FOR = (
    r"accept\w*|agree[sd]?|agreeing|approv\w+|allow\w*|permit\w*|support(?:s|ed|ing)?|welcom\w+|prais\w+|pleased|satisf\w+|applau\w+"
    r"|commend\w*|thank\w*|endors\w+|consent\w*|concede[sd]?|granted|credit(?:s|ed)?|favou?r(?:s|ed|ing)?|embrac\w+|advocat\w+"
    r"|encourag\w+|congratulat\w+|glad|happy|hail(?:s|ed)?|ratif\w+"
)
_AGAINST = (
    r"reject\w*|refus(?:e|es|ed|al|als|ing)|declin(?:e|es|ed|ing)|oppos(?:e|es|ed|ing|ition)|block(?:s|ed|ing)?|prevent\w*"
    r"|prohibit\w*|forb[aio]d\w*|ban(?:s|ned|ning)?|condemn\w*|regret\w*|critici[sz]\w*|rebuff\w*|obstruct\w*|hinder\w*|hamper\w*"
    r"|disagree\w*|disapprov\w+|deplor\w+|denounc\w+|unaccept\w+|disappoint\w*|displeas\w+|dishearten\w*|resist(?:s|ed|ing)?|veto\w*"
    r"|thwart\w*|unwilling\w*|den(?:y|ies|ied|ying|ial)|turn(?:s|ed|ing)? (?:it |them |him |her )?down|rul(?:es?|ed|ing) out"
)
_STANCE = re.compile(rf"\b(?:(?P<for>{_FOR})|{_AGAINST})\b", re.IGNORECASE)
_NOT = re.compile(
    r"(?:\b(?:not|never|no|nor|neither|without|cannot|fail\w*)|n[’']t)\b(?:\W+\w+){0,4}\W*\Z", re.IGNORECASE
)
_WH = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE)


def other_stance(question: str, sentence: str) -> bool:
    """True if all words for a stance that the question has are for something and all of the sentence's against, or the other way
    round. A question that can be answered with yes or no takes no stance for granted."""
    if not _WH.search(question):
        return False
    asked, told = _stances(question), _stances(sentence)
    return len(asked) == len(told) == 1 and asked != told


def _stances(text: str) -> set[bool]:
    """True for each word that is for something, False for each against; turned by "not" before it."""
    return {bool(word["for"]) != bool(_NOT.search(text[: word.start()])) for word in _STANCE.finditer(text)}
