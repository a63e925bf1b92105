"""Other names of countries: "Baku turned it down" is how people ask about Azerbaijan, "the American side" about the U.S.

The country's own name is tried as a second reading of such a question, for searching and ranking alone; what is shown is
what the user wrote. A capital after "in", "to", "from" and the like is the place, and is left alone.
"""

from __future__ import annotations

import re

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
_CAPITAL = re.compile(rf"{_PLACE}\b({'|'.join(sorted(COUNTRY_OF, key=len, reverse=True))})\b{_EVENT}")


_OTHER_NAMES = {
    "Azeri": "Azerbaijani",
    "Azeris": "Azerbaijanis",
    "America": "United States",
    "American": "U.S.",
    "Americans": "the United States",
    "Britain": "United Kingdom",
    "British": "U.K.",
}
_OTHER_NAME = re.compile(rf"(?<!North )(?<!South )(?<!Latin )\b({'|'.join(_OTHER_NAMES)})\b")


def with_countries(question: str) -> str:
    """`question` with each name that stands for a country replaced by the country's own; unchanged if there is none."""
    named = _CAPITAL.sub(lambda m: COUNTRY_OF[m.group(1)], question)
    return _OTHER_NAME.sub(lambda m: _OTHER_NAMES[m.group(1)], named)
