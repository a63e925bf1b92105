"""Made-up sentences on who did what to whom, each with its parties exchanged, for `contrasts.py`.

A public question set has few sentences with two named parties and a question that tells them apart. Here both are made:
names, verbs, forms of a sentence (active, passive, cleft, noun) and of a question. None of them is of the seeds.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from assistant.english import MONTHS

Contrast = list[tuple[str, str, str, int]]  # question, sentence, context, whether it answers

FIRST = "Anna Boris Clara David Elena Farid Grace Hassan Irene Jakob Karim Leyla Marco Nadia Oscar Petra Quentin Rosa Samir Tara Umar Vera Walter Yusuf Zoe Amara Kwame Mei Hiro Priya Arjun Lucia Sven".split()
LAST = "Abbott Baker Castillo Dumont Eriksen Farouk Hughes Ivanov Jensen Karimov Lopez Moretti Nguyen Okafor Petrov Quinn Rahman Sokolov Tanaka Ulrich Vargas Weber Xu Yilmaz Zeller Brandt Osei Fontaine Haddad Novak Kaya".split()
COUNTRIES = "Turkey Russia France Germany Georgia Iran Ukraine Poland Egypt Sudan Ethiopia Eritrea Kenya Uganda Chad Mali Niger Nigeria Ghana Brazil Peru Bolivia Chile Argentina Mexico Cuba Canada Japan China India Pakistan Nepal Vietnam Laos Thailand Greece Cyprus Serbia Kosovo Croatia Hungary Romania Moldova Israel Lebanon Syria Jordan Iraq Yemen Qatar Kuwait Spain Portugal Italy Norway Sweden Finland Estonia Latvia".split()
BODIES = "the European Union|the Commission|the Senate|the Ministry of Health|the Supreme Court|Amnesty International|the World Bank|the Red Cross|the National Assembly|the Central Bank|Microsoft|Apple|Siemens|Toyota|Boeing|Airbus|the Labour Party|the Greens|the City Council|the Teachers' Union|Oxford University|the Security Council|Parliament|the Foreign Ministry|the Peace Mission|the Workers' Union|Acme Mining|Northwind Bank|the Harbour Authority|the Football Association|Real Madrid|Arsenal|the Rangers|the Eagles|the Tigers".split(
    "|"
)
TITLES = "President Minister Senator Ambassador Secretary Judge General Professor Mayor Bishop".split()
# base form, past, participle and, after a bar, the noun with its preposition
VERBS = """attack attacked attacked|attack on;invade invaded invaded|invasion of;accuse accused accused|accusation against
criticise criticised criticised|criticism of;support supported supported|support for;defeat defeated defeated|defeat of
sue sued sued|lawsuit against;blame blamed blamed|;praise praised praised|praise for;betray betrayed betrayed|betrayal of
help helped helped|help for;finance financed financed|;recognise recognised recognised|recognition of
visit visited visited|visit to;warn warned warned|warning to;threaten threatened threatened|threat against
shell shelled shelled|shelling of;blockade blockaded blockaded|blockade of;sanction sanctioned sanctioned|sanctions against
replace replaced replaced|;hire hired hired|;dismiss dismissed dismissed|dismissal of;arrest arrested arrested|arrest of
advise advised advised|;buy bought bought|purchase of;owe owed owed|;follow followed followed|;lead led led|
teach taught taught|;marry married married|;protect protected protected|;trust trusted trusted|
reject rejected rejected|rejection of;influence influenced influenced|influence on;overtake overtook overtaken|
join joined joined|;leave left left|;welcome welcomed welcomed|;punish punished punished|;pay paid paid|payment to
copy copied copied|;beat beat beaten|victory over;interview interviewed interviewed|interview with
nominate nominated nominated|nomination of;deceive deceived deceived|;occupy occupied occupied|occupation of
rescue rescued rescued|rescue of""".replace("\n", ";").split(";")
ACTS = "withdraw its troops|open the road|release the prisoners|sign the agreement|stop the shelling|respect the ceasefire|publish the report|return the documents|allow aid to pass|hold elections|lower the prices|stop the construction|pay the debt|apologise in public|resume the talks|share the data|leave the building|cancel the contract|end the strike|hand over the keys".split(
    "|"
)
DEEDS = "blocking the road|breaking the ceasefire|hiding the figures|stealing the design|spreading rumours|delaying the talks|destroying churches|arming the rebels|misleading the public|breaking the contract|torturing prisoners|ignoring the ruling|raising prices in secret|faking the results|closing the border".split(
    "|"
)
ASKING = "urge urged|ask asked|order ordered|tell told|call_on called_on|press pressed|force forced|invite invited|persuade persuaded|advise advised|beg begged|want wanted|allow allowed".split(
    "|"
)
GIVING = "sell sold buy bought|give gave receive received|send sent receive received|lend lent borrow borrowed|export exported import imported|hand_over handed_over get got".split(
    "|"
)
THINGS = "a shipment of weapons|three ships|a factory|the archive|two paintings|a plot of land|a loan of $4 million|the broadcasting rights|a hospital|the patents|grain|natural gas|medicines|a letter of protest|a list of demands".split(
    "|"
)
REASONS = "because of a dispute over water|over the failed talks|because of unpaid bills|for religious reasons|over the border|because of the elections|to gain influence|for lack of money".split(
    "|"
)
PLACES = "in the capital|in Geneva|in Brussels|in the south|in the mountains|in Vienna|in the north|in court|in the final|in the region".split(
    "|"
)
THAN = "larger than|older than|richer than|stronger than|more popular than|younger than|north of|east of|faster than".split(
    "|"
)
OPENINGS = (
    [""] * 4
    + "At that time, |According to the report, |As is well known, |In the same statement it was said that |{P} said that |{P} noted that |However, |It was emphasized that ".split(
        "|"
    )
)


def contrasts(many: int, rng: random.Random) -> Iterator[Contrast]:
    """`many` fours: a question and its sentence, the parties exchanged in either, and in both."""
    for _ in range(many):
        one, other, persons = _parties(rng)
        sentence, question = rng.choice([_deed, _deed, _request, _accusation, _gift, _comparison])(rng, persons)
        sentence = rng.choice(OPENINGS).replace("{P}", _person(rng)) + sentence
        context = rng.choice(
            ["", f"Statement of {_person(rng)}", f"News . {_person(rng)} spoke.", "Report on the talks"]
        )
        asked = [_filled(question, one, other), _filled(question, other, one)]
        if rng.random() < 0.25:
            asked = [q.lower().rstrip("?") for q in asked]
        told = [_filled(sentence, one, other), _filled(sentence, other, one)]
        yield [(q, s, context, int(i == j)) for j, s in enumerate(told) for i, q in enumerate(asked)]


def _parties(rng: random.Random) -> tuple[str, str, bool]:
    persons = rng.random() < 0.35
    pool = COUNTRIES if rng.random() < 0.6 else BODIES
    one = other = ""
    while not one or one.split()[-1] == other.split()[-1]:
        one, other = (_person(rng), _person(rng)) if persons else rng.sample(pool, 2)
    return one, other, persons


def _person(rng: random.Random) -> str:
    return f"{rng.choice(FIRST if rng.random() < 0.75 else TITLES)} {rng.choice(LAST)}"


def _day(rng: random.Random) -> str:
    day, year = f"{rng.choice(MONTHS)} {rng.randint(1, 28)}", rng.randint(1950, 2024)
    return rng.choice([f"in {year}", f"on {day}, {year}", f"in {rng.choice(MONTHS)} {year}", f"on {day}"])


def _filled(form: str, one: str, other: str) -> str:
    text = form.replace("{A}", one).replace("{B}", other)
    return text[0].upper() + text[1:]


def _deed(rng: random.Random, persons: bool) -> tuple[str, str]:
    forms, _, noun = rng.choice(VERBS).partition("|")
    base, past, done = forms.split()
    when, why, where = _day(rng), rng.choice(REASONS), rng.choice(PLACES)
    tail = rng.choice([f" {when}", f" {why}", f" {where}", f" {when} {why}", f" {where} {when}", ""])
    sentences = [
        f"{{A}} {past} {{B}}{tail}.",
        f"{{B}} was {done} by {{A}}{tail}.",
        f"it was {{A}} that {past} {{B}}{tail}.",
        f"{{A}} had {done} {{B}}{tail}.",
        f"{{A}}, {'who' if persons else 'which'} {past} {{B}}{tail}, has not commented.",
        f"{{A}} decided to {base} {{B}}{tail}.",
    ]
    if noun:
        sentences += [f"{{A}}'s {noun} {{B}}{tail} surprised many.", f"the {noun} {{B}} by {{A}}{tail} surprised many."]
    questions = [
        f"Who {past} {{B}}?",
        f"Whom did {{A}} {base}?",
        f"Did {{A}} {base} {{B}}?",
        f"Who was {done} by {{A}}?",
        f"By whom was {{B}} {done}?",
        f"Is it true that {{A}} {past} {{B}}?",
    ]
    for word, part in (("When", when), ("Why", why), ("Where", where)):
        if part in tail:
            questions += [f"{word} did {{A}} {base} {{B}}?", f"{word} was {{B}} {done} by {{A}}?"] * 2
    return rng.choice(sentences), rng.choice(questions)


def _request(rng: random.Random, _: bool) -> tuple[str, str]:
    base, past = _two(rng.choice(ASKING))
    act = rng.choice(ACTS)
    sentences = [
        f"{{A}} {past} {{B}} to {act}.",
        f"{{A}} has {past} {{B}} to {act} {_day(rng)}.",
        f"{{A}} again {past} {{B}} to {act}.",
    ]
    sentences += [f"{{B}} was {past} by {{A}} to {act}."] if base != "want" else []
    questions = [
        f"What did {{A}} {base} {{B}} to do?",
        f"Who {past} {{B}} to {act}?",
        f"Whom did {{A}} {base} to {act}?",
        "What was {B} asked to do by {A}?",
        f"Did {{A}} {base} {{B}} to {act}?",
        "What does {A} want {B} to do?",
    ]
    return rng.choice(sentences), rng.choice(questions)


def _two(entry: str) -> tuple[str, str]:
    base, past = entry.split()
    return base.replace("_", " "), past.replace("_", " ")


def _accusation(rng: random.Random, _: bool) -> tuple[str, str]:
    deed = rng.choice(DEEDS)
    sentences = [
        f"{{A}} accused {{B}} of {deed}.",
        f"{{B}} was accused by {{A}} of {deed}.",
        f"{{A}} blamed {{B}} for {deed}.",
        f"{{A}} has repeatedly charged {{B}} with {deed}.",
        f"{{B}}, {{A}} claimed, is {deed}.",
    ]
    questions = [
        "What did {A} accuse {B} of?",
        f"Who accused {{B}} of {deed}?",
        f"Whom did {{A}} accuse of {deed}?",
        "Of what is {B} accused by {A}?",
        "What does {A} blame {B} for?",
        f"Did {{A}} accuse {{B}} of {deed}?",
    ]
    return rng.choice(sentences), rng.choice(questions)


def _gift(rng: random.Random, _: bool) -> tuple[str, str]:
    give, gave, take, took = (w.replace("_", " ") for w in rng.choice(GIVING).split())
    thing = rng.choice(THINGS)
    sentences = [
        f"{{A}} {gave} {thing} to {{B}} {_day(rng)}.",
        f"{{B}} {took} {thing} from {{A}} {_day(rng)}.",
        f"{{A}} agreed to {give} {thing} to {{B}}.",
    ]
    questions = [
        f"What did {{A}} {give} to {{B}}?",
        f"Who {gave} {thing} to {{B}}?",
        f"To whom did {{A}} {give} {thing}?",
        f"What did {{B}} {take} from {{A}}?",
        f"Who {took} {thing} from {{A}}?",
        f"From whom did {{B}} {take} {thing}?",
    ]
    return rng.choice(sentences), rng.choice(questions)


def _comparison(rng: random.Random, _: bool) -> tuple[str, str]:
    than = rng.choice(THAN)
    return rng.choice([f"{{A}} is {than} {{B}}.", f"{{A}} was considered {than} {{B}}."]), rng.choice(
        [f"Is {{A}} {than} {{B}}?", f"Who is {than} {{B}}?"]
    )
