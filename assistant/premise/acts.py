"""Is the act that a question asks about told at all where the sentence stands: thanks, an apology, a reply, a signature?

Models take an appeal for thanks, and any statement for a reply. Such an act is hardly ever told without one of the words
listed for it (`eval/slots.py` tells how often it is).
"""

from __future__ import annotations

import re

from assistant.names import AUXILIARY
from assistant.premise.names import places_of, question_names
from assistant.premise.roles import Clash
from assistant.premise.slots import ENGLISH
from assistant.types import Span

_ACTS = {  # how a question names the act, and how the words begin that tell it
    "thanks": (
        r"(?<!to )thank(?:s|ed|ing)?(?! to\b)|grateful",
        "thank grateful gratitude appreciat indebted acknowledg credit tribute owe",
    ),
    "apology": (r"apologi[sz]\w+|apolog(?:y|ies)", "apolog sorry regret forgiv pardon remorse"),
    "praise": (
        r"prais(?:e|es|ed|ing)|applaud(?:s|ed|ing)?",
        "prais laud commend applau hail compliment admir acclaim welcom honor honour celebrat appreciat recogni tribute positiv great best"
        " excellent good success favorabl favourabl beautiful thank grateful gratitude",
    ),
    "congratulations": (r"congratulat\w+", "congratulat felicitat compliment prais applau wish"),
    "reply": (
        r"repl(?:y|ies|ied|ying)|(?:write|writes|wrote|writing|written) back|in (?:his|her|its|their|[\w.-]+[’']s?) (?:\w+ )?answers? to (?:\S+ ){0,3}(?:letters?|notes?|messages?|appeals?|petitions?)",
        "reply repli respon answer retort rejoin counter react",
    ),
    "chair": (
        r"chair(?:s|ed|ing)|presid(?:es|ed|ing)",
        r"chair presided presides presiding headed led leads moderat conven under\b",
    ),
    "signature": (
        r"who (?:\w+ ){0,2}sign(?:s|ed)|who(?:se)? (?:\w+ ){0,4}signature\w*",
        "sign initial inked ratif conclu seal author name",
    ),
    "resignation": (r"resign\w*", "resign step quit left leav abdicat depart withdr retire relinquish forced oust"),
    "vote": (r"vot(?:e|es|ed|ing)", "vot ballot elect poll referend plebisc adopt pass approv reject"),
    "arrest": (r"arrest\w*", "arrest detain detention custod jail prison imprison captur seiz apprehend held"),
}
_NO_ACT = r"responsib\w*|authori[tsz]\w*|signifi\w*|signal\w*|leadership|passenger\w*|department\w*"  # begin like one
_PATTERNS = {
    act: (
        re.compile(rf"\b(?:{asked})\b", re.IGNORECASE),
        re.compile(rf"\b(?!(?:{_NO_ACT})\b)(?:{'|'.join(told.split())})", re.IGNORECASE),
    )
    for act, (asked, told) in _ACTS.items()
}
_WHETHER = re.compile(rf"\W*(?:(?:and|so|but)\s+)?{AUXILIARY}\b", re.IGNORECASE)
_NO_REPLY = re.compile(r"\bunanswered\b", re.IGNORECASE)
# up to the next verb or mark
_REPLY_TO = re.compile(
    r"\b(?:repl(?:y|ies|ied)|respon(?:se|ses|ds?|ded)|answer(?:s|ed)?|react(?:s|ed|ion)?)\s+to\s+(?P<whom>(?:(?!(?:has|have|had|is|was|were|that|in which|who|and)\b)[^,;:.?!\s]+\s*){1,8})",
    re.IGNORECASE,
)


def acts(question: str) -> list[str]:
    """The acts of the kinds listed here that the question names."""
    return [act for act, (asked, _) in _PATTERNS.items() if asked.search(question)]


def untold(question: str, around: str) -> bool:
    """True if the question names an act of which the English text `around` the sentence has no word. That a letter is unanswered tells
    whether somebody replied, but not what."""
    if _WHETHER.match(question) and _NO_REPLY.search(around):
        return False
    return any(not _PATTERNS[act][1].search(around) for act in acts(question)) and bool(ENGLISH.search(around))


def answers_another(question: str, sentence: str) -> Clash | None:
    """Where a reply to somebody, or to what is somebody's, is asked about, and the sentence tells of replies to others only."""
    asked = _REPLY_TO.search(question)
    told = list(_REPLY_TO.finditer(sentence))
    names = question_names(asked["whom"]) if asked else ()
    if not asked or not names or not told or any(not question_names(reply["whom"]) for reply in told):
        return None
    if any(True for reply in told for name in names for _ in places_of(name, reply["whom"])):
        return None
    return Clash(Span(*asked.span()), Span(*told[0].span()))
