"""Has a sentence anything at all of the kind that the question asks for: a quantity for "how many", a year for "which
year", an office and somebody's name for "who is the minister", a name for "which town"?

Only kinds that can be told by their form. That a sentence has such a thing says nothing; that it has none says that the
answer is not in it (`eval/slots.py` tells how often that is wrong).
"""

from __future__ import annotations

import re

from assistant.attribution.lexicon import TITLES
from assistant.constraints.names import country_of
from assistant.english import MONTHS
from assistant.names import AUXILIARY, DATE, PERSON, QUESTION_WORD, THING, is_common
from assistant.premise.names import question_names
from assistant.premise.numbers import LARGE, ONES, TENS
from assistant.text import STOP_WORDS, content_stems, word_form, words

_MONTH = rf"(?:{'|'.join(MONTHS)}|(?:{'|'.join(m[:3] for m in MONTHS)}|Sept)\b\.?)"
_DAY = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH}(?:,?\s+\d{{4}})?|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}})?"
    rf"|\b{_MONTH},?\s+\d{{4}}|\b\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}|\b\d{{4}}-\d\d-\d\d"
)
_YEAR = re.compile(r"(?<![\d,.$£€])\b(?:1\d{3}|20\d\d)(?:s|[-–/]\d{2,4})?\b(?!,\d)")
_UNIT = r"(?:year|month|week|day|hour|minute|mile|metre|meter|foot|inch|point)"
_COMPOUND = re.compile(rf"\b[\w,.]+[-‑]{_UNIT}\b", re.IGNORECASE)  # "the 44-day war" counts nothing but days
_FIGURE = r"\d|[$€£%]"
_COUNT = (
    rf"{_FIGURE}|\b(?:(?:{'|'.join(LARGE)})s?|{'|'.join([*ONES, *TENS])}|\w+ty-\w+|dozens?|single|both|no|none|half|once|twice"
    r"|several|pair|couple|few|all|quarter|third|majority|tripled?|doubled?)\b"
)
_TIME = r"\b(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?|century|centuries|millennia|ever|forever|never|until|till|since|permanent\w*|always|brief\w*|short|long|indefinite\w*|life\w*|temporar\w*|remainder)\b"
_PART = r"\b(?:part|portion|fraction|fifth|tenth|most|little|less|more|much|nothing|some|any|whole|entire\w*|free|amount|percentage|complete)\b"
_MONEY = (
    rf"[$€£¥₹%]|\b(?:(?:{'|'.join(LARGE)})s?|percent|per cent|dollars?|euros?|pounds?|francs?|marks?|yen|yuan|rupees?|rou?bles?"
    r"|pesos?|cents?|shillings?|crowns?|guineas?|livres?|ducats?|USD|GBP|EUR|money|sum)\b"
)
_WEEKDAY = r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|Sabbath|today|yesterday|tomorrow|tonight|Eve|Day)\b"

_KINDS = {  # of what a question asks for: how it asks, and what fills it
    "how much money": (r"\bhow much money\b|\b(?:what|which) (?:exact |total )?sum(?: of money)?\b", _MONEY),
    "how many": (r"\bhow many\b", _COUNT),
    "how much": (r"\bhow much\b", f"{_COUNT}|{_PART}"),
    "share": (r"\b(?:what|which) (?:percentage|percent|proportion|share)\b", f"{_COUNT}|{_PART}"),
    "age or height": (r"\bhow (?:old|tall)\b", f"{_COUNT}|{_TIME}"),
    "how long": (
        r"\bhow long (?:did|does|do|is|was|were|has|have|had|will|would|ago|after|before)\b",
        f"{_COUNT}|{_TIME}|{_PART}",
    ),
    "year": (r"\b(?:what|which) years?\b", _FIGURE),
    "day": (r"\b(?:what|which) (?:exact )?(?:date|day)\b", f"{_FIGURE}|{_WEEKDAY}"),
}
_SLOTS = {k: (re.compile(a, re.IGNORECASE), re.compile(b, re.IGNORECASE)) for k, (a, b) in _KINDS.items()}
_PRESS = "reporter|journalist|correspondent"
_OF_BODY = r"(?:(?:the\s+)?(?-i:[A-Z]\w+ of [A-Z]\w+)\s+)?"  # "Voice of America"
# "Who is the present foreign minister", "the name of their spokesman"; a verb or preposition between tells of something else
_HOLDER = re.compile(
    rf"\b(?:(?:who (?:is|was|are|were)|what (?:is|was) the (?:full )?name of)\s+{_OF_BODY}(?:(?!(?:by|to|in|on|at|for|from|with|about|of|who|that)\b)"
    r"(?!\w+(?:ed|ing)\b)[\w.’'-]+\s+){0,6}?(?P<office>minister|president|chair|secretary|ambassador|spokes|governor|mayor|director"
    rf"|chancellor|premier|commissioner|{_PRESS})(?:man|woman|person)?|which {_OF_BODY}(?:(?!(?:{AUXILIARY}|the)\b)[\w.’'-]+\s+){{0,3}}(?P<press>{_PRESS}|spokes)(?:man|woman|person)?)\b",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(r"\b(?:he|she)\b", re.IGNORECASE)
# a sentence that has none of these may be of another language, in which numbers have other words
ENGLISH = re.compile(
    r"\b(?:the|of|and|that|with|this|they|their|its|his|her|were|has|have|had|to|by|from|for|at|is|are|been|which|who)\b",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(r"\bhow many\s+((?:[\w-]+\s+){0,2}?[\w-]+)", re.IGNORECASE)
# what is counted, if a verb or a preposition behind it tells where its name ends
_COUNTED_NOUN = re.compile(
    rf"\b(?i:how many)\s+(?!of\b)(?:(?!{AUXILIARY}\b)[\w’'-]+\s+){{0,3}}?(?P<noun>(?!{AUXILIARY}\b)[a-z][\w’'-]+)\s+(?:{AUXILIARY}|of|in|on|at|to|per|that|who|which|from|for|by|with|[a-z]+ed)\b"
)
_UNCOUNTED = frozenset(  # whoever or whatever: another word for it will do
    "people person persons individuals members others times years months weeks days hours minutes percent"
    " ones more thousand million became".split()
)
_WHO_DID = re.compile(
    r"\W*(?:and\s+)?who\s+(?:\w+ly\s+)?(?P<verb>[a-z]+(?:ed|t|n|d|ke|ve|de|w|ok))\s+(?!by\b)", re.IGNORECASE
)
_PASSIVE = re.compile(r"\b(?:was|were|is|are|been|being|be)\s+(?:\w+ly\s+|also\s+|then\s+|first\s+)?$", re.IGNORECASE)
_AGENT = re.compile(r"\b(?:by|through|in the (?:House|Senate|Commons|Lords|Assembly|Parliament))\b")
_COUNTED_PEOPLE = re.compile(
    rf"(?:\b\d[\d,.]*|\b(?:{'|'.join([*LARGE, *ONES, *TENS])})s?)\s+(?:[a-z-]+\s+)?([A-Z][\w-]+)"
)
_COUNTED = ("how many", "how much", "share")  # by no day or year
_OF_TIME = ("year", "day")
_LASTS = re.compile(
    rf"\bhow (?:long|many {_UNIT}s)\b.*\b(?:lasts?|lasted|go(?:es)? on|went on|continues?|continued)\b",
    re.IGNORECASE,
)
_LASTING = frozenset(content_stems("how long many year month week day hour minute last go went on continue"))
HOLDER = "who holds an office"
LEADER = "who leads"
_LEADS = re.compile(r"\bwho (?:\w+ )?(?:commands?|commanded|heads?|headed|chairs?|chaired)\b", re.IGNORECASE)
NAMED = "the name of a place or a firm"
# what hardly ever is told without its name; the first that a country's name cannot be that of
_SMALL = r"cit(?:y|ies)|towns?|villages?|count(?:y|ies)|provinces?|rivers?|lakes?|airlines?|newspapers?|magazines?|universit(?:y|ies)|compan(?:y|ies)"
_NAMED = re.compile(
    rf"\b(?:what|which) (?:(?!of\b)\w+ )?(?:(?P<small>{_SMALL})|countr(?:y|ies)|nations?|continents?)\b(?!-)",
    re.IGNORECASE,
)
_OPENING = re.compile(r"\W*(?:(?:the|an?|in|at|on|from|of|and|but)\s+)?(?-i:(?P<word>[A-Z][\w’'-]+))", re.IGNORECASE)
_UNNAMED = re.compile(r"\bcapital\b|\b(?:home|own) (?:town|city|country)", re.IGNORECASE)
_ASKS_WHEN = re.compile(
    r"\W*(?:(?:and|so|but|on|in|by|since|until|from)\s+){0,2}(?:when|(?:what|which) (?:exact )?(?:date|day|month|year)s?)\b(?![’']|\s+care\b)",
    re.IGNORECASE,
)
_DATING = frozenset(
    content_stems(
        "when what which exact date day month year first last take took taken place happen occur make made give given hold held come came due"
    )
)
# of what a pronoun means nothing can be looked for; and what a text says of itself has no word for it
_UNTRACED = re.compile(
    r"\b(?:it|they|them|this|that|these|those|published|issued|released|dated|posted|written|report|article|statement|text|document)\b",
    re.IGNORECASE,
)
SHARED = 4  # letters in a row that two words on the same have in common: "testify", "testimony"


def kind_of(question: str) -> str | None:
    """What kind of thing the question asks for first, where its form tells."""
    first = QUESTION_WORD.search(question)
    if first and _HOLDER.match(question, first.start()):
        return HOLDER
    if first and _LEADS.match(question, first.start()):
        return LEADER
    if first and _NAMED.match(question, first.start()):
        return NAMED
    found = ((kind, asked.search(question)) for kind, (asked, _) in _SLOTS.items())
    return next((kind for kind, match in found if match and first and match.start() <= first.start()), None)


def unfilled(question: str, sentence: str, beside: str) -> bool:
    """True if the question asks for a quantity, a share, a duration, a year, a day, who holds an office or which place or firm, and
    the English sentence has none.

    `beside` is what is read with it and what the document says of itself; a day, a year or the office may stand there.
    """
    kind = kind_of(question)
    if kind is None or not ENGLISH.search(sentence):
        return False
    if kind == HOLDER:
        return not _names_holder(question, sentence, beside)
    if kind == LEADER:
        titled = TITLES & {word_form(sentence[s:e]) for s, e in words(sentence)}  # "headed by a retired judge"
        return not titled and not _names_somebody(question, sentence)
    if kind == NAMED:
        return not _has_name(question, sentence)
    if kind in _COUNTED:
        sentence = _undated(question, sentence)
    text = f"{sentence} {beside}" if kind in _OF_TIME else sentence
    return not _SLOTS[kind][1].search(text)


def counts_others(question: str, sentence: str) -> bool:
    """True if the question asks how many of a people, and the sentence counts another and does not name them: "How many Georgians
    …?", "70 Armenians"."""
    asked = _HOW_MANY.search(question)
    people = next((country for word in (asked[1].split() if asked else ()) if (country := _people(word))), None)
    told = {_people(sentence[s:e]) for s, e in words(sentence)}
    return (
        people is not None and people not in told and any(_people(word) for word in _COUNTED_PEOPLE.findall(sentence))
    )


def counts_elsewhere(question: str, sentence: str) -> bool:
    """True if the question asks how many of something there are, and the English sentence has no word for it: then it counts
    something else, or calls it quite otherwise."""
    asked = _COUNTED_NOUN.search(question)
    if not asked or asked["noun"] in _UNCOUNTED or not ENGLISH.search(sentence):
        return False
    return not set(content_stems(asked["noun"])) & set(content_stems(sentence))


def is_agentless(question: str, sentence: str) -> bool:
    """True if the question asks who did something, and the sentence only tells that it was done: "The rule was introduced in 2021."."""
    asked = _WHO_DID.match(question)
    if not asked or re.fullmatch(AUXILIARY, asked["verb"], re.IGNORECASE):
        return False
    done = [(s, e) for s, e in words(sentence) if set(content_stems(sentence[s:e])) & set(content_stems(asked["verb"]))]
    return bool(done) and all(_PASSIVE.search(sentence, 0, s) and not _AGENT.search(sentence, e) for s, e in done)


def _people(word: str) -> str | None:
    return country_of(word.casefold()) if word[:1].isupper() else None


def lasts_elsewhere(question: str, told: str) -> bool:
    """True if the question asks how long something lasts, and not one word of it is `told`, in the sentence and just before it:
    then some other thing lasts there."""
    event = set(content_stems(question)) - _LASTING
    return bool(_LASTS.search(question) and event) and not event & set(content_stems(told))


def dated_elsewhere(question: str, told: str) -> bool:
    """True if the question asks for the day or year of something, and not one word of it, but for who does it, is `told`, in the
    sentence and just before it: then some other thing is dated there, or this in quite other words."""
    if not _ASKS_WHEN.match(question) or _UNTRACED.search(question) or not ENGLISH.search(told):
        return False
    for name in reversed(question_names(question)):
        if name.kind != THING:
            question = f"{question[: name.start]} {question[name.end :]}"
    named = {
        stem
        for start, end in words(question)
        if question[start:end].casefold() in TITLES
        for stem in content_stems(question[start:end])
    }
    event = {stem for stem in content_stems(question) if len(stem) > 1} - _DATING - named
    found = " ".join(content_stems(told))
    return bool(event) and not any(
        stem[i : i + SHARED] in found for stem in event for i in range(max(1, len(stem) - SHARED + 1))
    )


def _names_holder(question: str, sentence: str, beside: str) -> bool:
    """Whether the office is named, and somebody whom the question does not name."""
    office = _HOLDER.search(question)
    if not office or not _names_somebody(question, sentence):
        return False
    called = (office["office"] or office["press"]).casefold()
    told = f"{sentence} {beside}".casefold()
    return any(word in told for word in (_PRESS.split("|") if called in _PRESS.split("|") else [called]))


def _has_name(question: str, sentence: str) -> bool:
    """Whether the sentence has a name that is not in the question; of a town or a firm none that is a country's."""
    asked = _NAMED.search(question)
    own = {word_form(question[s:e]) for s, e in words(question)}
    sentence = _DAY.sub(" ", sentence)
    found = [word for name in question_names(sentence) if name.kind != DATE for word in name.text.split()]
    # "Melbourne has": a word that opens a sentence is a name where it is no common one
    opening = _OPENING.match(sentence)
    if opening and opening["word"].casefold() not in STOP_WORDS and not is_common(opening["word"]):
        found.append(opening["word"])
    no_country = asked is not None and asked["small"] is not None
    told = (w for w in found if word_form(w) not in own and not (no_country and country_of(w.casefold())))
    return bool(_UNNAMED.search(sentence)) or any(told)


def _names_somebody(question: str, sentence: str) -> bool:
    """Whether somebody is named, or told of as "he" or "she", whom the question does not name."""
    own = {word_form(question[s:e]) for s, e in words(question)}
    named = (n for n in question_names(sentence) if n.kind in (PERSON, THING))
    others = ({word_form(w) for w in n.text.split()} - own for n in named)
    return bool(_SOMEBODY.search(sentence) or any(w for other in others for w in other if not country_of(w)))


def _undated(question: str, text: str) -> str:
    """The text without what is no quantity: days, years, and compounds of a unit that is not asked for."""
    text = _YEAR.sub(" ", _DAY.sub(" ", text))
    asked = re.search(rf"\b{_UNIT}", _COMPOUND.sub(" ", question), re.IGNORECASE)
    return text if asked else _COMPOUND.sub(" ", text)
