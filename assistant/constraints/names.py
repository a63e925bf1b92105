"""Does a name in a question denote a known speaker? "Hajizada" is "Aykhan Hajizada, Spokesperson of the Ministry of
Foreign Affairs", "the Azerbaijani foreign ministry" the "Ministry of Foreign Affairs of the Republic of Azerbaijan".

Precision first: what may be somebody else is somebody else ("Azerbaijan" is not the Western Azerbaijan Community, nor is
an assistant secretary the secretary). A short form may fit several speakers ("the ministry"); the caller sees that.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from assistant.capitals import COUNTRY_OF

_DEMONYMS = """american united_states|americans united_states|us united_states|usa united_states|america united_states
|british united_kingdom|uk united_kingdom|britain united_kingdom|un united_nations|eu european_union|french france
|german germany|turkish turkey|turkiye turkey|polish poland|spanish spain|swedish sweden|danish denmark
|finnish finland|dutch netherlands|swiss switzerland|greek greece|chinese china|japanese japan|portuguese portugal
|lebanese lebanon|vietnamese vietnam|ukrainian ukraine|iraqi iraq|israeli israel|pakistani pakistan|afghan afghanistan
|kazakh kazakhstan|uzbek uzbekistan|turkmen turkmenistan|tajik tajikistan|kyrgyz kyrgyzstan|czech czech_republic
|irish ireland|norwegian norway|argentine argentina|canadian canada|mexican mexico|belgian belgium|english england
|scottish scotland|welsh wales|hungarian hungary|italian italy|brazilian brazil|egyptian egypt|saudi saudi_arabia
|azeri azerbaijan|turk turkey|swede sweden|spaniard spain|briton united_kingdom
|serb serbia|croat croatia|slovak slovakia|slovene slovenia|icelandic iceland|cypriot cyprus|montenegrin montenegro
|macedonian north_macedonia|persian iran|thai thailand|filipino philippines|philippine philippines|moroccan morocco
|peruvian peru|sudanese sudan|congolese congo|senegalese senegal"""
_PLACE_OF = dict(entry.split() for entry in " ".join(_DEMONYMS.split()).split("|"))
_COUNTRIES = frozenset(c.casefold().replace(" ", "_") for c in COUNTRY_OF.values()) | frozenset(_PLACE_OF.values())
_LONG_NAMES = tuple(sorted((c.replace("_", " ") for c in _COUNTRIES if "_" in c), key=len, reverse=True))

_FILLERS = frozenset(
    "the a an of for to in on at by and its his her their our republic side government authorities affairs official".split()
)
_HONORIFICS = frozenset("mr mrs ms miss dr prof professor sir dame madam mme h e".split())
RANKS = frozenset(
    "president minister premier chancellor secretary spokesperson spokesman spokeswoman ambassador senator"
    " commander-in-chief commander general colonel chairman chairwoman chair director governor judge king queen prince"
    " princess pope chief leader head representative congressman congresswoman envoy adviser aide"
    " captain major lieutenant sergeant admiral marshal inspector superintendent constable detective councillor justice coach nurse bishop archbishop cardinal".split()
)
_LESSER = frozenset("assistant deputy vice former ex acting under".split())
_BODIES = frozenset(
    "ministry department community committee council commission congress senate house parliament assembly party union"
    " agency bureau board bank court office army police service society association university company embassy group"
    " foundation movement institute cabinet administration organization nato news press".split()
)
SPEAKERS = (
    RANKS
    | (_BODIES - {"house", "news", "press", "court", "office"})
    | frozenset(
        "side group author official diplomat government authority leadership presidency envoy lawmaker speaker reporter journalist".split()
    )
)
"""Common nouns for somebody who can say something."""
# words of those who speak for a state; a legislature has many voices, an ambassador is named by the other country, too
_OFFICES = frozenset(
    "president vice prime minister premier chancellor secretary state department ministry spokesperson deputy assistant"
    " foreign defence interior internal justice finance economy health education culture energy government cabinet"
    " leadership administration presidential office head press service".split()
)
_STATE = r"side|government|authorities|leadership"
_COMMON = (RANKS | _LESSER | _BODIES | _OFFICES | SPEAKERS) - {"nato"}
_SAME_WORD = {
    "spokesman": "spokesperson",
    "spokeswoman": "spokesperson",
    "defense": "defence",
    "organisation": "organization",
}
_SPELLINGS = str.maketrans({"ə": "a", "ı": "i", "ø": "o", "đ": "d", "ł": "l", "ß": "ss", "’": "'", "ʻ": "'", "`": "'"})
_TRANSLITERATIONS = (("kh", "x"), ("gh", "g"), ("q", "g"), ("zh", "j"))
SHORTEST = 5  # letters from which one may differ


def same_name(asked: str, known: str) -> bool:
    """True if `asked`, a name as a question has it, denotes the speaker labelled `known`."""
    wanted, (name, _, role) = _tokens(asked), known.partition(",")
    label, duty = _tokens(name), _tokens(role)
    if not wanted or not label:
        return False
    if stands_for(asked, name) or stands_for(name, asked):
        return True
    if _is_person(label, duty):
        return _same_person(wanted, label, duty)
    return not (set(wanted) & RANKS) and _same_body(wanted, label)


_SPEAKS_FOR = re.compile(r"\b(?:spokes(?:person|man|woman)|representative)\s+(?:of|for)\s+(.+)", re.IGNORECASE)


def speaks_for(asked: str, known: str) -> bool:
    """True if `known` is a person labelled as speaking for the body called `asked`: a ministry's spokesperson."""
    match = _SPEAKS_FOR.search(known)
    return match is not None and same_name(asked, match[1])


def represented(role: str) -> str:
    """The body for which a role speaks: "Ministry of Foreign Affairs" of its spokesperson; "" for any other role."""
    match = _SPEAKS_FOR.search(role)
    return match[1] if match else ""


def bare_body(label: str) -> frozenset[str]:
    """The words of a body's name in comparable form, its country left out; none for what is no body."""
    found = frozenset(_tokens(label)) - _COUNTRIES
    return found if found & _BODIES else frozenset()


def may_speak_for(asked: str, known: str) -> bool:
    """True if `known` is labelled as speaking for a body of the kind of `asked`, of a country it does not name: the spokesperson of
    "the Ministry of Foreign Affairs" may be that of "Azerbaijan's Foreign Ministry", and speak for "Azerbaijan" or "Baku"."""
    match = _SPEAKS_FOR.search(known)
    if match is None or set(_tokens(match[1])) & _COUNTRIES:
        return False
    body = " ".join(word for word in _tokens(asked) if word not in _COUNTRIES)
    return same_name(body, match[1]) or (state_of(asked) is not None and set(_tokens(match[1])) <= _OFFICES)


@lru_cache(maxsize=65_536)
def country_of_office(label: str) -> str | None:
    """The country as whose state `label` speaks, "United States" of "U.S. Secretary of State"; None where it says less or more.

    Every other word must be that of an office: neither a "former president of Georgia", nor an opposition leader, an
    ambassador (to it?), a member of its parliament or "Armenians" speak as the state.
    """
    found = _tokens(label)
    countries = {word for word in found if word in _COUNTRIES}
    offices = {word for word in found if word not in _COUNTRIES}
    if len(countries) != 1 or not offices <= _OFFICES:
        return None
    country = countries.pop().replace("_", " ")
    itself = label.casefold().removeprefix("the ") == country or label.replace(".", "").isupper()
    return country.title() if offices or itself or re.search(_STATE, label) else None


def is_state(asked: str, label: str | None) -> bool:
    """True if `asked` is a country and nothing more, and `label` an office that speaks as its state: what the Azerbaijani foreign
    ministry says is what Azerbaijan says."""
    wanted, country = state_of(asked), country_of_office(label) if label else None
    return wanted is not None and country is not None and _tokens(country) == (wanted,)


def state_of(asked: str) -> str | None:
    """The country, in comparable form, that `asked` names and nothing more, or whose capital it names: "Baku"."""
    found = _tokens(COUNTRY_OF.get(asked, asked))
    return found[0] if len(found) == 1 and found[0] in _COUNTRIES else None


@lru_cache(maxsize=65_536)
def is_definite(name: str) -> bool:
    """True for a name that means the same in every document: it has a word of its own, or a country's.

    "Foreign Ministry", "the mayor" and "State Department official" may each be another's in another document.
    """
    last = name.split()[-1]
    if last[0].islower() and last.casefold() not in _BODIES and not re.fullmatch(_STATE, last):
        return False
    return any(word not in _COMMON for word in _tokens(name))


@lru_cache(maxsize=2**16)  # an index has few speakers beside its sentences
def _tokens(name: str) -> tuple[str, ...]:
    """Words of a name in comparable form: no case, accents, articles or possessives; countries as one word each."""
    text = unicodedata.normalize("NFKD", name.casefold().translate(_SPELLINGS))
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = re.sub(r"\b((?:[a-z]\.){2,})", lambda m: m[1].replace(".", ""), text)
    text = re.sub(r"'s?(?=\W|$)", "", text).replace("'", "")
    text = re.sub(r"\bmfa\b", "ministry foreign", text)
    for long in _LONG_NAMES:
        text = re.sub(rf"\b{long}\b", long.replace(" ", "_"), text)
    found = [_SAME_WORD.get(w, w) for w in re.findall(r"[^\W_][\w-]*", text)]
    return tuple(country_of(w) or w for w in found if w not in _FILLERS and w not in _HONORIFICS)


def country_of(word: str) -> str | None:
    """The country that a word names or is the adjective of; "azerbaijani" is "azerbaijan"."""
    if word in _COUNTRIES:
        return word
    if adjective := next((w for w in (word, word.removesuffix("s")) if w in _PLACE_OF), None):
        return _PLACE_OF[adjective]
    for ending in ("ian", "an", "ns", "n", "is", "i"):
        if word.endswith(ending) and (bare := word.removesuffix(ending)) in _COUNTRIES:
            return bare
    return None


def demonyms(country: str) -> list[str]:
    """The irregular adjectives and short names of a country, in comparable form: "french", "uk"."""
    return [word for word, place in _PLACE_OF.items() if place == country]


def _is_person(label: Sequence[str], duty: Sequence[str]) -> bool:
    if set(duty) & RANKS or set(label) & RANKS:
        return True
    return not (set(label) & _BODIES) and not (set(label) & _COUNTRIES) and all(w.isalpha() for w in label)


def _same_person(wanted: Sequence[str], label: Sequence[str], duty: Sequence[str]) -> bool:
    """By surname and, where the question has them, other names; by rank where it has no name."""
    everything = [*label, *duty]
    own = _own_names(wanted)
    if not own:
        lesser = (set(everything) & _LESSER) - set(wanted)
        return bool(set(wanted) & RANKS) and not lesser and set(wanted) <= set(everything)
    theirs = _own_names(label)
    if not theirs or not alike(own[-1], theirs[-1]):
        return False
    if _places(wanted) and _places(everything) and not _places(wanted) <= _places(everything):
        return False
    return (
        all(any(alike(a, b) or _initial(a, b) or _initial(b, a) for b in theirs[:-1]) for a in own[:-1])
        if len(theirs) > 1
        else True
    )


def _own_names(tokens: Sequence[str]) -> list[str]:
    """The words that are a person's own: after the last rank and its office ("secretary of state antony blinken")."""
    office = {"state", "foreign", "defence", "interior", "prime", "first", "lady", "finance", "press"}
    skipped = RANKS | _LESSER | _BODIES | _COUNTRIES | office
    return [t for t in tokens if t not in skipped]


def _places(tokens: Sequence[str]) -> set[str]:
    return set(tokens) & _COUNTRIES


def _same_body(wanted: Sequence[str], label: Sequence[str]) -> bool:
    """Every word of the question's name must be the label's; a bare country is only the country itself."""
    if not set(wanted) & _BODIES and set(wanted) != set(label):
        return len(wanted) == len(label) and all(alike(a, b) for a, b in zip(wanted, label, strict=True))
    return all(
        any(a == b or (a not in _COUNTRIES and b not in _COUNTRIES and alike(a, b)) for b in label) for a in wanted
    )


def alike(a: str, b: str) -> bool:
    """The same name, or one letter apart as transliterations are; a letter more at the end is another name ("Aliyeva")."""
    for one, other in _TRANSLITERATIONS:
        a, b = a.replace(one, other), b.replace(one, other)
    if a == b:
        return True
    if min(len(a), len(b)) < SHORTEST or a[0] != b[0] or a.startswith(b) or b.startswith(a):
        return False
    if DamerauLevenshtein.distance(a, b) > 1:
        return False
    return a[:-1] != b[:-1] or {a[-1], b[-1]} <= set("aeiy")


def _initial(a: str, b: str) -> bool:
    return len(a) == 1 and b.startswith(a)


def stands_for(short: str, full: str) -> bool:
    """True if `short` is the initials of `full`, with or without the country at its end: "ICRC", "MFA"."""
    letters = re.sub(r"^the\s+|[.\s]", "", short.strip(), flags=re.IGNORECASE)
    if not (letters.isupper() and letters.isalpha() and 2 <= len(letters) <= 8):
        return False
    parts = [
        w for w in re.findall(r"[\w’'-]+", full) if w.casefold() not in ("of", "the", "for", "and", "on", "in", "to")
    ]
    while len(parts) > 1 and (country_of(parts[-1].casefold()) or parts[-1].casefold() in _FILLERS - {"affairs"}):
        if "".join(w[0] for w in parts).upper() == letters:
            return True
        parts.pop()
    return len(parts) > 1 and "".join(w[0] for w in parts).upper() == letters
