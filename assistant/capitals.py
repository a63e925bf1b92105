"""Other names of countries: "Baku turned it down" is how people ask about Azerbaijan, "the American side" about the U.S.

The country's own name is tried as a second reading of such a question, for searching and ranking alone; what is shown is
what the user wrote. A capital after "in", "to", "from" and the like is the place, and is left alone, but for whose seat it is ("the
president in Baku"); so is what is part of a longer name: "George Washington", "British Airways".
"""

from __future__ import annotations

import re

from assistant.text import STOP_WORDS
from assistant.types import Span

_TABLE = """Abuja Nigeria|Accra Ghana|Addis Ababa Ethiopia|Algiers Algeria|Amman Jordan|Amsterdam Netherlands|Ankara
Turkey|Ashgabat Turkmenistan|Asmara Eritrea|Astana Kazakhstan|Asunción Paraguay|Athens Greece|Baghdad Iraq|Baku
Azerbaijan|Bamako Mali|Bangkok Thailand|Beijing China|Beirut Lebanon|Belgrade Serbia|Berlin Germany|Bern
Switzerland|Bishkek Kyrgyzstan|Bogotá Colombia|Brasília Brazil|Bratislava Slovakia|Bucharest Romania|Budapest
Hungary|Buenos Aires Argentina|Cairo Egypt|Canberra Australia|Caracas Venezuela|Chisinau Moldova|Copenhagen
Denmark|Dakar Senegal|Damascus Syria|Dhaka Bangladesh|Doha Qatar|Dublin Ireland|Dushanbe Tajikistan|Hanoi
Vietnam|Harare Zimbabwe|Havana Cuba|Helsinki Finland|Islamabad Pakistan|Jakarta Indonesia|Juba South Sudan|Kabul
Afghanistan|Kampala Uganda|Kathmandu Nepal|Khartoum Sudan|Kigali Rwanda|Kinshasa Congo|Kyiv Ukraine|Kiev
Ukraine|Kuala Lumpur Malaysia|Lima Peru|Lisbon Portugal|Ljubljana Slovenia|London United Kingdom|Luanda Angola|Lusaka
Zambia|Madrid Spain|Managua Nicaragua|Manila Philippines|Maputo Mozambique|Minsk Belarus|Mogadishu
Somalia|Montevideo Uruguay|Moscow Russia|Muscat Oman|Nairobi Kenya|New Delhi India|Nicosia Cyprus|Oslo
Norway|Ottawa Canada|Paris France|Podgorica Montenegro|Prague Czech Republic|Pretoria South Africa|Pyongyang North Korea|Quito Ecuador|Rabat Morocco|Reykjavik Iceland|Riga Latvia|Riyadh Saudi
Arabia|Rome Italy|Sanaa Yemen|Santiago Chile|Sarajevo Bosnia|Seoul South Korea|Skopje North Macedonia|Sofia
Bulgaria|Stockholm Sweden|Tallinn Estonia|Tashkent Uzbekistan|Tbilisi Georgia|Tehran Iran|Tirana Albania|Tokyo
Japan|Tripoli Libya|Tunis Tunisia|Ulaanbaatar Mongolia|Vienna Austria|Vilnius Lithuania|Warsaw
Poland|Washington United States|Wellington New Zealand|Yerevan Armenia|Zagreb Croatia"""

_TWO_WORDS = ("Addis Ababa", "Buenos Aires", "Kuala Lumpur", "New Delhi")


def _row(entry: str) -> tuple[str, str]:
    capital = next((c for c in _TWO_WORDS if entry.startswith(c)), entry.split()[0])
    return capital, entry.removeprefix(capital).strip()


COUNTRY_OF = dict(_row(" ".join(entry.split())) for entry in _TABLE.split("|"))

_PLACE = r"(?<!\bin )(?<!\bto )(?<!\bat )(?<!\bfrom )(?<!\bnear )(?<!\binto )(?<!\bvia )(?<!\baround )"
_EVENT = r"(?!,? (?:D\.?C|meeting|talks|summit|visit|trip|conference|hearing|accords?|agreement|declaration|treaty|airport|metro)\b)"
_CAPITALS = "|".join(sorted(COUNTRY_OF, key=len, reverse=True))
_CAPITAL = rf"{_PLACE}\b(?P<capital>{_CAPITALS})\b{_EVENT}"
_SEATED = re.compile(
    r"\b(?:president|prime minister|premier|chancellor|head of (?:state|government)|(?:foreign )?(?:minister|ministry)|government|leaders?|leadership"
    rf"|authorities|administration|rulers?)\s+(?P<seat>(?i:in)\s+(?P<capital>{_CAPITALS}))\b{_EVENT}",
)

_OTHER_NAMES = {
    "Azeri": "Azerbaijani",
    "Azeris": "Azerbaijanis",
    "America": "United States",
    "American": "U.S.",
    "Americans": "the United States",
    "Britain": "United Kingdom",
    "British": "U.K.",
}
_STANDS_FOR_COUNTRY = re.compile(rf"{_CAPITAL}|\b(?:{'|'.join(_OTHER_NAMES)})\b")

# capitals beside a name that make no longer name of it: "Compare Baku …", "Baku Mayor", "the American Secretary of State"
_NO_NAME_BEFORE = STOP_WORDS | frozenset(
    "according although as because compare describe despite explain list name say says said show since tell though".split()
)
_OFFICE = re.compile(
    r"\s+(?:(?:Vice|Deputy|Assistant|Under|Prime|Foreign|Home|Interior|Defen[cs]e|Finance|Justice|State|National|Security)\s+)*"
    r"(?:President|Minister|Premier|Chancellor|Secretary|Spokes(?:person|man|woman)|Ambassador|Envoy|Senator|Congress(?:man|woman)?"
    r"|General|Governor|Mayor|Adviser|Ministry|Government|Parliament|Senate|Embassy|Department|Administration|Office)\b"
)
_BEFORE = re.compile(r"([^\W\d_][\w’'&.-]*)\s+$")
_BEHIND = re.compile(r"\s+([^\W\d_]\w*)")
_ENDS_NAME = re.compile(r"[’']s?$|(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|St))(?<!\b(?:Mrs|Gen|Sen|Rep|Gov|Col))\.$")


def stand_ins(text: str) -> list[tuple[Span, str]]:
    """The names in `text` that stand for a country, in order, each with the country's own."""
    found = [
        (Span(*m.span()), COUNTRY_OF[m[0]] if m["capital"] else _OTHER_NAMES[m[0]])
        for m in _STANDS_FOR_COUNTRY.finditer(text)
        if not _is_part_of_name(text, m)
    ]
    seated = [(Span(*m.span("seat")), f"of {COUNTRY_OF[m['capital']]}") for m in _SEATED.finditer(text)]
    return sorted(found + seated)


def with_countries(question: str) -> str:
    """`question` with each name that stands for a country replaced by the country's own; unchanged if there is none."""
    for span, country in reversed(stand_ins(question)):
        question = question[: span.start] + country + question[span.end :]
    return question


def _is_part_of_name(text: str, match: re.Match[str]) -> bool:
    """True for "Washington" in "George Washington" and "Washington Post"."""
    before, behind = _BEFORE.search(text, 0, match.start()), _BEHIND.match(text, match.end())
    if before and not _ENDS_NAME.search(before[1]) and _is_name(before[1], _NO_NAME_BEFORE):
        return True
    return behind is not None and not _OFFICE.match(text, match.end()) and _is_name(behind[1], STOP_WORDS)


def _is_name(word: str, others: frozenset[str]) -> bool:
    """True for a word with a capital that is none of the `others`, whose capital opens a sentence or stands in a heading."""
    return word[0].isupper() and word.casefold() not in others
