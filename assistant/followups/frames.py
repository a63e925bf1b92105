"""What a question says of the documents themselves, of being asked or of who asks, taken off: they are what is asked anyway.

"What date is on the press release?" asks when it was published; "I'm writing about the bridge: what did it cost?" what it cost.

To a model "What do the documents say about the toll?" asks about documents, "Could you please tell me about the toll?" about telling;
"What is said about the toll?" asks about the toll.
Only the documents as a whole are meant, and now: "the July statement" tells which is asked (`assistant.sources`), and what "the
documents said" may be others, of which they tell.
"""

from __future__ import annotations

import re

from assistant.constraints.dates import TEXT

_DOCUMENTS = (
    r"(?:(?:(?:any|all|most|some)\s+of\s+)?(?:the|these|those|your|my|our)|any|all(?:\s+(?:the|these|those|your))?)\s+"
    r"(?:documents|texts?|passages?|corpus)"
)
_TELL = r"(?:say|tell(?:\s+(?:us|me|you))?|mention|state|report|have\s+to\s+say|contain|reveal|explain|record|show|disclose)"
_ON = r"(?:about|on|of|regarding|concerning|as to)"
_ABOUT = re.compile(
    rf"what\s+(?:(?:do|does|can)\s+)?{_DOCUMENTS}\s+{_TELL}\s+{_ON}\s+(?P<rest>.+)"
    rf"|what\s+(?:is|can\s+be\s+(?:found|read))\s+(?:there\s+)?in\s+{_DOCUMENTS}\s+{_ON}\s+(?P<found>.+)",
    re.IGNORECASE,
)
_WH = r"who|whom|whose|what|when|where|why|which|how"
_WHETHER = re.compile(
    rf"(?:do|does|can)\s+{_DOCUMENTS}\s+{_TELL}\s+(?P<rest>(?:{_WH})\b.+)",
    re.IGNORECASE,
)
_PLEASE = r"(?:(?:hi|hello|hey|please|kindly|can|could|would|will|do|may|i|i['’]d|want|like|need|to|you|now)\b[\s,]*)*"
_SOME = r"(?:(?:some|any|a\s+bit|a\s+little|more|basic|general|further|the|what|all|everything)\s+)*(?:information|info|details|facts|you\s+know)?\s*"
_REQUEST = re.compile(
    rf"{_PLEASE}(?:(?:tell|give|inform|brief)\s+(?:me|us)\s+{_SOME}(?:about|on|of|regarding)|(?:know|learn|hear|read)\s+{_SOME}about|summari[sz]e)"
    rf"\s+(?!(?:it|that|this|these|those|them|him|her|me|us|the\s+(?:documents|texts?|corpus))\b)(?P<rest>.+)",
    re.IGNORECASE,
)
_TELLING = re.compile(
    rf"{_PLEASE}(?:(?:tell|show)\s+(?:me|us)|know|find\s+out)\s+(?P<rest>(?:{_WH})\b(?!\s+you\b).+)", re.IGNORECASE
)
_SOURCE = rf"(?:according\s+to|based\s+on|judging\s+by|as\s+stated\s+in|as\s+per)\s+{_DOCUMENTS}"
_LEADING = re.compile(rf"(?:{_SOURCE}|(?:in|from)\s+{_DOCUMENTS})\s*,\s*(?P<rest>.+)", re.IGNORECASE)
_TAIL = re.compile(
    r",?\s+(?:for\s+(?:instance|example)|(?<=,\s)please|in\s+particular|if\s+(?:any|at\s+all)|by\s+any\s+chance)(?=\s*[?.!]*$)",
    re.IGNORECASE,
)
_TRAILING = re.compile(rf"(?P<rest>.+?)\s*,?\s+{_SOURCE}(?P<end>\s*[?.!]*)", re.IGNORECASE)

_BEARING = rf"(?P<text>(?:the|this|that)\b(?:\s+[\w’'-]+){{0,3}}?\s+(?:{TEXT}|items?|pieces?)\b.*?)"
_TIME = r"(?:time(?:\s+of\s+(?:the\s+)?day)?|hour)"
_DATED = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?:what|which)\s+(?:(?P<time>{_TIME})|dates?|day|month|year)\s+(?:is|stands|appears)\s+(?:given\s+|printed\s+|shown\s+|written\s+)?"
        rf"(?:on|under|over|above|below|at\s+the\s+(?:top|head|foot|bottom)\s+of)\s+{_BEARING}\s*\?*",
        rf"(?:what|which)\s+(?:(?P<time>{_TIME})|dates?|day|month|year)\s+(?:does|do|did)\s+{_BEARING}\s+(?:bear|carry|have)\s*\?*",
        rf"(?:(?:from|of)\s+(?:what|which)\s+(?:date|day)|how|what|when)\s+is\s+{_BEARING}\s+dated\s*\?*",
    )
)

_DOES = (  # what askers say they do, word by word: "I'm trying to pin down", "we need to know"
    "just|really|still|been|currently|trying|looking|hoping|need|needing|want|wanting|like|going|to|understand|understanding|know|learn|see"
    "|find|figure|pin|work|make|sort|get|nail|out|down|establish|check|checking|confirm|verify|clarify|write|writing|researching|research"
    "|prepare|preparing|do|doing|collecting|compiling|reporting|working|on|about|a|an|piece|article|story|report|paper|clear|into"
)
_ASKER = rf"(?:i|we)\b(?:['’](?:m|re|ve|d)|\s+(?:am|are|have|would))?(?:\s+(?:{_DOES})\b)+"
_WORK = (
    r"\s+(?:\w+\s+)?(?:piece|article|story|report|paper|thesis|essay|book|brief|briefing|memo|timeline"
    r"|class|talk|post|chapter|column|backgrounder)\b"
)
_ASKS = (
    rf"(?:{_WH}|in|on|at|by|to|from|for|do|does|did|is|are|was|were|has|have|had|can|could|will|would|should)\b[^?]*\?+"
)
_ASIDES = (
    re.compile(rf"{_ASKER}(?P<subject>[^?:;]{{0,200}}?)(?:[.:;!]|\s[–—-])\s+(?P<rest>{_ASKS})", re.IGNORECASE),
    re.compile(rf"for\s+an?{_WORK}(?P<subject>[^?:;]{{0,200}}?)(?:[.:;!]|\s[–—-])\s+(?P<rest>{_ASKS})", re.IGNORECASE),
    re.compile(
        rf"for\s+(?:my|our){_WORK}(?P<subject>[^?:;]{{0,200}}?)(?:[.:;!,]|\s[–—-])\s+(?P<rest>{_ASKS})", re.IGNORECASE
    ),
)
_AS_A = re.compile(r"as\s+an?\s+(?:[\w’'-]+\s+){0,6}[\w’'-]+,?\s+(?=(?:i|we)\b)", re.IGNORECASE)
_WHAT_IT_IS = re.compile(rf"(?:{_WH})\s+(?:is|are|was|were)\s+(?:it|that|this|they|those|these)\s*\?*", re.IGNORECASE)


def without_aside(question: str) -> tuple[str, str]:
    """The question without what the asker tells of themselves before it, and the subject that this names ("" where there is none):
    "I'm writing about the bridge: what did it cost?" → "What did it cost?", "the bridge"."""
    if (who := _AS_A.match(question)) and any(f.fullmatch(question, who.end()) for f in (*_ASIDES, _TELLING)):
        question = question[who.end() :]
    made = next(filter(None, (form.fullmatch(question) for form in _ASIDES)), None)
    if made is None or re.match(r"\s*that\s", made["subject"], re.IGNORECASE):  # "We know that …" is taken for granted
        return question, ""
    subject = re.sub(r"^(?:on|about)\s+", "", made["subject"].strip(" ,"), flags=re.IGNORECASE)
    if (
        _WHAT_IT_IS.fullmatch(made["rest"])
        and subject.split(" ")[0].casefold() == made["rest"].split(" ")[0].casefold()
    ):
        return f"{_opened(subject)}?", ""
    return _opened(made["rest"]), subject


def unframed(question: str) -> str:
    """The question without what it says of the documents as a whole, without a request to tell and a filler at its end; as it is
    where that leaves nothing to be asked."""
    question = _TAIL.sub("", question)
    for pattern in (_LEADING, _TRAILING):
        if made := pattern.fullmatch(question):
            question = _opened(made["rest"] + made.groupdict().get("end", ""))
    for pattern in (_TELLING, _WHETHER):
        if made := pattern.fullmatch(question):
            question = _opened(made["rest"])
    for pattern in (_ABOUT, _REQUEST):
        if made := pattern.fullmatch(question):
            return f"What is said about {next(filter(None, made.groups())).rstrip(' .?!')}?"
    return _published(question)


def _published(question: str) -> str:
    """A question after the date that a text bears as one after the day of its publication, which is what its date is read as."""
    for form in _DATED:
        if made := form.fullmatch(question):
            at = "At what time" if made.groupdict().get("time") else "When"
            return f"{at} was {made['text']} published?"
    return question


def _opened(text: str) -> str:
    return text[:1].upper() + text[1:]
