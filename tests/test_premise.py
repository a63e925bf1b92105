"""The premise check on texts and questions made for it: what fires, and above all what must not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant
from assistant.attribution.statements import statements
from assistant.premise.acts import answers_another, untold
from assistant.premise.check import Premise, Reach, premise, spread
from assistant.premise.names import in_corpus, places_of, question_names
from assistant.premise.numbers import numbers
from assistant.premise.offices import other_country, other_office
from assistant.premise.opposites import opposed
from assistant.premise.roles import confirmed, denied, exchanged, other_agent
from assistant.premise.slots import (
    counts_elsewhere,
    counts_others,
    dated_elsewhere,
    is_agentless,
    lasts_elsewhere,
    unfilled,
)
from assistant.premise.stances import other_stance, valued_otherwise
from assistant.snapshot import Snapshot
from assistant.types import Document, Span, Value
from tests.toys import toy_over, written

PEOPLE = ("Maren Holt", "Piotr Zalewski", "Ada Quist", "Jorge Beltrán")
BEFORE = "The Nordhavn Port Authority opened in 1911. "
SENTENCE = "In May 1962 Governor Maren Holt dismissed Piotr Zalewski, who had led the Norwegian company for 44 years."
AFTER = " The Quay Workers Union (QWU) protested." + " Nothing more was heard." * 200 + " Ada Quist wrote the book."
DOCUMENT = Document("port.txt", "0" * 64, BEFORE + SENTENCE + AFTER, {"title": Value("Port news", "metadata.jsonl")})
SPAN = Span(len(BEFORE), len(BEFORE) + len(SENTENCE))


@pytest.fixture
def corpus(toy: Assistant) -> Iterator[Snapshot]:
    with toy.index.view() as view:
        yield view.store


def check(question: str, corpus: Snapshot) -> Premise:
    return premise(question, SPAN, BEFORE, DOCUMENT, corpus)


@pytest.mark.parametrize(
    ("question", "reaches"),
    [
        ("When did Maren Holt dismiss Piotr Zalewski?", ["SENTENCE", "SENTENCE"]),
        ("When did Holt dismiss Zalewski?", ["SENTENCE", "SENTENCE"]),
        ("Why was Zalewsky dismissed?", ["SENTENCE"]),  # one letter apart
        ("Why was Oscar Zalewski dismissed?", ["NOWHERE"]),  # another first name
        ("Who led the company in Norway?", ["SENTENCE"]),
        ("Who led the company in Oslo?", ["SENTENCE"]),  # the capital for the country
        ("Who led the company in Denmark?", ["NOWHERE"]),
        ("What did the QWU do?", ["NEAR"]),
        ("What did the Quay Workers’ Union do?", ["NEAR"]),
        ("When did the NPA open?", ["CONTEXT"]),  # initials of a name in the context
        ("What did Ada Quist write?", ["DOCUMENT"]),
        ("Which bridge over the Kura was closed?", ["CORPUS"]),  # only in another document
        ("who dismissed zalewski", ["SENTENCE"]),
        ("who dismissed kowalczyk", ["NOWHERE"]),
        ("Which Norway-based company dismissed him?", ["SENTENCE"]),
        ("Which year was that?", []),
        ("BTW who led the company?", []),
        ("BTW Maren Holt dismissed whom?", ["SENTENCE"]),
        ("Who led the NordhavnPort Authority?", ["CONTEXT"]),
        ("Port workers: who dismissed their leader?", []),  # a common word that only opens the question
    ],
)
def test_names_are_found_in_their_usual_shapes_and_graded_by_distance(
    question: str, reaches: list[str], corpus: Snapshot
) -> None:
    assert [n.reach.name for n in check(question, corpus).names] == reaches


@pytest.mark.parametrize(
    ("text", "reach"),
    [
        ("Holt spoke before a Senate committee.", Reach.SENTENCE),
        ("Holt spoke in the House of Representatives.", Reach.SENTENCE),
        ("Holt spoke in the House of Lords.", Reach.NOWHERE),
        ("Holt met the EU Special Representative.", Reach.NOWHERE),
    ],
)
def test_who_speaks_before_a_chamber_or_its_committee_speaks_in_congress(
    text: str, reach: Reach, corpus: Snapshot
) -> None:
    found = premise("What did Holt tell Congress?", Span(0, len(text)), "", Document("h.txt", "5" * 64, text), corpus)
    assert [n.reach for n in found.names] == [Reach.SENTENCE, reach]


def test_a_chamber_of_congress_in_the_corpus_is_congress_in_the_corpus(tmp_path: Path) -> None:
    for chamber, has in (("Senate", True), ("Lords", False)):
        texts = written({"h.txt": f"Holt spoke before a committee of the {chamber}."}, tmp_path / chamber)
        with toy_over(texts, tmp_path / f"index of {chamber}").index.view() as view:
            assert in_corpus("Congress", view.store) is has


@pytest.mark.parametrize(
    ("text", "there"),
    [("Captain Henrik Solberg slept.", True), ("Solberg slept.", True), ("Captain Lund slept.", False)],
)
def test_a_rank_before_a_surname_is_no_first_name(text: str, there: bool) -> None:
    name, *_ = question_names("Where was Captain Solberg?")
    assert (list(places_of(name, text)) != []) is there


@pytest.mark.parametrize(
    "text", ["from the U.S.", "U. S. visits", "the U.S.'s approach", "of the USA", "American trips"]
)
def test_letters_with_full_stops_are_the_country(text: str) -> None:
    name, *_ = question_names("Which trips did the United States cancel?")
    assert list(places_of(name, text)) != []


@pytest.mark.parametrize(
    ("question", "sentence", "lacks"),
    [
        ("How many soldiers died?", "They died in the 44-day war of 2020.", True),
        ("How many days did it last?", "It was a 44-day war.", False),
        ("How many soldiers died?", "On November 10, 2020 they died.", True),
        ("How many soldiers died in the 44-day war?", "They died in the 44-day war.", True),
        ("How many soldiers died?", "About 300,000 died.", False),
        ("How many soldiers died?", "None died.", False),
        ("How much did it cost?", "It cost £5m.", False),
        ("How much did it cost?", "The war began in May 2020.", True),
        ("How much money was asked for?", "On October 31 it asked for 3 ships and for help.", True),
        ("What sum did it ask for?", "On October 31 it asked for 3 ships and for help.", True),
        ("How much money was asked for?", "On October 31 it asked for 3 million of them.", False),
        ("How much money do I put down for it?", "The down payment is 20 percent of the price.", False),
        ("What percentage of voters stayed away?", "A third of them did.", False),
        ("How long did the call last?", "The call was about the visits.", True),
        ("How long did the call last?", "It went on for decades.", False),
        ("In which years were they expelled?", "They were expelled by force.", True),
        ("In which years were they expelled?", "They were expelled in 1988.", False),
        ("On which date was it?", "It was on a Monday.", False),
        ("On which day of May was it?", "It was in the month of May.", True),
        ("On which date was it?", "It was raining in the bay.", True),
        ("How was it?", "It was raining.", False),
        ("Over which town were the planes jammed?", "On July 26 the planes were jammed near Norway.", True),
        ("Over which town were the planes jammed?", "At the time the planes were jammed over Moss.", False),
        ("Which town is the oldest?", "Moss is the oldest.", False),
        ("Which country left?", "Norway left.", False),
        ("Which country besides Norway left?", "Norway left, and more did.", True),
        ("In which city was it?", "It was in the capital.", False),
        ("Which river did they cross in Oslo?", "They crossed it in Oslo.", True),
        ("What did the city-states want?", "They wanted peace.", False),
        ("How many soldiers died?", "Es starben zweitausend Soldaten in Kursk.", False),
        ("How many soldiers died?", "Погибло три тысячи солдат.", False),
        ("What do they say of how much it cost?", "They say nothing that helps.", False),
        ("How long and broad is it?", "It is broad.", False),
        ("How many soldiers died?", "Soldiers died.", False),  # too short to tell its language
        ("Who is Armenia's foreign minister?", "It met the foreign ministers of Georgia and Armenia in May.", True),
        ("Who is Armenia's foreign minister?", "On May 1 Ann Lee, the assistant secretary, was heard.", True),
        ("Who is Armenia's foreign minister?", "The Azerbaijani ministry meets ministers of Armenia.", True),
        ("Who is Armenia's foreign minister?", "The minister of the south is Ann Lee.", False),
        ("What is the name of the minister?", "He was the minister of both.", False),
        ("Who was accused by the minister?", "Nobody was heard of there.", False),  # of no minister's name
        ("Who is the minister that Ann Lee praised?", "Ann Lee praised the minister.", True),
        ("What is the name of the Voice of Reason reporter who asked?", "The Voice of Reason asked Ann Lee.", True),
        ("Which Voice of Reason correspondent asked?", "The Voice of Reason asked Ann Lee.", True),
        ("Which correspondent asked?", "Ann Lee, a reporter, asked.", False),
        ("Who commanded the Norwegian ships?", "The Norwegian ships lay in the harbour.", True),
        ("Who commanded the Norwegian ships?", "The Norwegian ships were under Ann Lee.", False),
        ("Who heads the inquiry?", "It will be headed by a retired judge.", False),
        ("Which Treasury spokesperson asked?", "Ann Lee of the Treasury asked.", True),
        ("Which plans does the spokesperson name?", "Ann Lee named two plans.", False),
        ("Which paper's correspondent asked?", "The Herald asked.", True),
    ],
)
def test_a_quantity_a_year_a_day_or_a_holder_must_stand_where_one_is_asked_for(
    question: str, sentence: str, lacks: bool
) -> None:
    assert unfilled(question, sentence, "") is lacks


def test_a_day_may_stand_in_the_labels() -> None:
    assert not unfilled("On which day was it published?", "It was raining in the bay.", "2023-11-20")
    assert unfilled("How many days did it rain?", "It was raining in the bay.", "2023-11-20")


@pytest.mark.parametrize(
    ("question", "told", "other"),
    [
        ("How long did the phone call between Lee and Ray last?", "The answer came 70 days late.", True),
        ("How many minutes did the call go on?", "Lee sent the plan. It came after 70 minutes.", True),
        ("How long did the phone call last?", "Lee called. The call was over after 5 minutes.", False),
        ("How long did Lee's stay last?", "Lee left after 70 days.", False),
        ("How long did it last?", "It was over after 70 days.", False),
        ("How long does a pass take?", "It comes after 70 days.", False),
    ],
)
def test_how_long_another_thing_lasts_is_no_answer(question: str, told: str, other: bool) -> None:
    assert lasts_elsewhere(question, told) is other


@pytest.mark.parametrize(
    ("question", "told", "other"),
    [
        ("On what date did the union send its letter to Mayor Ray?", "They noted what Ray said on 10 May 2023 of the port.", True),
        ("On what date was the Union's letter to Mayor Ray sent?", "The union noted what Mayor Ray said on 10 May 2023.", True),
        ("In which year were the weavers driven out of Lydd?", "Four resolutions of 1993 name Lydd and its trade.", True),
        ("On what date did the union send its letter?", "The letter was of 10 May 2023.", False),
        ("When did Lee testify?", "That was the testimony of 10 May 2023 by Ann Lee.", False),
        ("When was the Schools Act passed?", "The Schools Act of 1996 has two kinds of them.", False),
        ("When did it close?", "They noted what Ray said on 10 May 2023.", False),  # what did?
        ("When was the report published?", "They noted what Ray said on 10 May 2023.", False),  # a label may tell
        ("When did Ray meet Lee?", "On 10 May 2023 Ray was with Lee.", True),  # in other words: the judge may know better
        ("When did that happen?", "On 10 May 2023 Ray was with Lee.", False),
        ("In which month was he to come?", "Ray asked to allow the visit of Lee in May.", False),  # what is asked of him?
        ("Who left in 1990?", "On 10 May 2023 Ray was with Lee.", False),
        ("What happened when Lydd fell?", "On 10 May 2023 Ray was with Lee.", False),
        ("What day care does the firm offer?", "On 10 May 2023 Ray was with Lee.", False),
        ("Wann kam der Brief?", "Am 10. Mai 2023 war Ray mit Lee dort.", False),
    ],
)  # fmt: skip
def test_what_dates_another_thing_has_no_word_of_the_one_asked_about(question: str, told: str, other: bool) -> None:
    assert dated_elsewhere(question, told) is other


@pytest.mark.parametrize(
    ("question", "sentence", "other"),
    [
        ("How many sheep were rescued?", "A herd of 40 cows was swum to higher ground.", True),
        ("How many sheep were rescued?", "They saved the last of the sheep.", False),
        ("How many grey sheep were rescued?", "They saved 40 sheep.", False),
        ("How many people were rescued?", "They saved the last 40 voters.", False),  # whoever they are
        ("How many Azeris had to leave?", "They drove 300 of them out.", False),  # `counts_others` knows peoples
        ("How many of those living in the bay were saved?", "The 40 of them were.", False),
        ("How many sheep?", "The 40 cows.", False),
        ("Why did the sheep die?", "The 40 cows did.", False),
    ],
)
def test_what_counts_another_thing_has_no_word_for_the_one_asked_about(
    question: str, sentence: str, other: bool
) -> None:
    assert counts_elsewhere(question, sentence) is other


@pytest.mark.parametrize(
    ("question", "sentence", "agentless"),
    [
        ("Who introduced the rule?", "The rule was introduced in 2021.", True),
        ("Who introduced the rule?", "The rule was introduced by the board.", False),
        ("Who introduced the rule?", "The board introduced the rule.", False),
        ("Who introduced the rule?", "The board made the rule.", False),
        ("Who was found?", "The man was found.", False),
        ("When was it found?", "It was found on Monday.", False),
    ],
)
def test_who_did_it_is_not_told_by_a_passive(question: str, sentence: str, agentless: bool) -> None:
    assert is_agentless(question, sentence) is agentless


@pytest.mark.parametrize(
    ("question", "sentence", "other"),
    [
        ("Why did Lee accept the plan?", "Lee turned it down, as it came too late.", True),
        ("Why did Lee turn down the plan?", "Lee has agreed to it, as it came early.", True),
        ("What terms did Lee set when she approved the plan?", "Lee has not even agreed to talk of it.", True),
        ("What terms did Lee set when she opened talks?", "Lee has not even agreed to talk of it.", True),
        ("What terms did Lee set when she opened the shop?", "Lee has not even agreed to talk of it.", False),
        ("In what words did Ray condemn the strike?", "Ray welcomed those who went on it.", True),
        ("What did Ray never accept?", "Ray approved of it on two days.", True),
        ("Why did Lee refuse to sign?", "Lee did not accept the terms.", False),
        ("Why did Lee refuse to sign?", "Lee accepted the price but declined the terms.", False),
        ("Why did Lee refuse to sign?", "Lee thought that the terms were old.", False),
        ("Which plan was rejected, and which approved?", "The first was rejected.", False),
        ("Did Lee accept the plan?", "Lee turned it down.", False),  # may be answered with no
        ("What does the peace agreement say?", "It was rejected.", False),
        ("What did Lee find acceptable?", "That is unacceptable.", True),
        ("Why does Lee credit Ray with the peace?", "Nobody has ever approved of Ray.", True),
        ("Did the minister who resigned accept the plan?", "The minister turned it down.", False),
        ("Is it true that Lee agreed to the terms which Ray set?", "Lee rejected them.", False),
        ("How did Lee react when the plan was approved?", "She was disappointed.", False),
        ("Why not? (Did Lee accept the plan?)", "The plan was rejected, as it came late.", False),
        ("Why did Lee agree not to sign?", "Lee refused to sign.", False),
        ("Why did Lee thank Ray?", "Without hesitation Lee accepted it.", False),
        ("Why did Lee welcome it?", "She did not hesitate to praise it.", False),
        ("Why did Lee welcome it?", "Lee not only welcomed it, she was glad of it.", False),
        ("Why did Lee welcome it?", "No doubt, she welcomed it.", False),
        ("Why did Lee accept it?", "There was no other bid. Lee accepted it.", False),
        ("Why did Lee accept it?", "After talks failed, Lee accepted it.", False),
        ("Why did Lee praise the crew?", "They had prevented the fire from spreading.", False),
        ("Why was the plan rejected?", "It would have allowed tankers into the bay.", False),
        ("What did the opposition say?", "It was pleased.", False),
        ("Which credit card was accepted?", "Cheques were refused.", True),
        ("What is a credit card?", "A card that was refused with the note for it.", False),
    ],
)
def test_who_refuses_does_not_take_the_stance_of_who_accepts(question: str, sentence: str, other: bool) -> None:
    assert other_stance(question, sentence) is other


@pytest.mark.parametrize(
    ("question", "around", "fires"),
    [
        ("Why did the union thank the mayor?", "We call upon the mayor to raise the wages.", True),
        ("Why did the union thank the mayor?", "We are grateful to the mayor for the wages.", False),
        ("What improved thanks to the mayor?", "We call upon the mayor to raise the wages.", False),
        ("What did he write in his reply to the letter?", "The letter to the mayor remains unanswered.", True),
        ("What did he write back to the union?", "The letter to the mayor remains unanswered.", True),
        ("What did he say in his written answer to the union's letter?", "The letter to the mayor is old.", True),
        ("What stood in Ray’s answer to the appeal?", "The union appealed to the mayor.", True),
        ("What stood in Ray’s answer to the appeal?", "Ray responded that it is old.", False),
        ("What was America's answer to Sputnik?", "In 1958 the country founded an agency.", False),
        ("What was her answer to the question about wages?", "Asked about the wages, she said they would rise.", False),
        ("What did he write in his reply to the letter?", "The authorities are responsible for the leak.", True),
        ("What did he write in his reply to the letter?", "In his response the mayor was sorry.", False),
        ("Why did they praise the mayor?", "We call upon the mayor to raise the wages.", True),
        ("Why did they praise the mayor?", "They welcomed what the mayor did for the port.", False),
        ("Who chaired the hearing?", "The leadership was heard by a committee for the port.", True),
        ("Who chaired the hearing?", "It was heard by a committee headed by Ann Lee.", False),
        ("Who signed the letter?", "This is a significant letter.", True),
        ("When was the treaty signed?", "In 1648 the treaty was made.", False),
        ("Wofür dankte er, who thanked him?", "Das Rathaus schweigt.", False),  # not English
        ("Did Lee reply to the letter?", "The letter of the union remains unanswered by her.", False),
        ("Who put their signatures under it?", "It was made by the union on May 2.", True),
    ],
)
def test_an_act_that_is_asked_about_must_be_told_around(question: str, around: str, fires: bool) -> None:
    assert untold(question, around) is fires


def test_where_the_document_tells_of_no_reply_nothing_is_one(corpus: Snapshot) -> None:
    text = "We wrote a letter to the mayor on the port. The port must stay open to all."
    document = Document("a.txt", "0" * 64, text, metadata={"title": Value("Our letter", "file")})
    at = Span(text.index("The port must"), len(text))
    assert premise("What was the mayor's reply to the letter?", at, "", document, corpus).unfilled
    answered = replace(document, text=text.replace("We wrote", "After the mayor's answer we wrote"))
    at = Span(answered.text.index("The port must"), len(answered.text))
    assert not premise("What was the mayor's reply to the letter?", at, "", answered, corpus).unfilled


def test_the_office_may_stand_in_the_title() -> None:
    assert not unfilled("Who is the mayor?", "The winner is Ann Lee.", "The new mayor")
    assert unfilled("Who is the mayor?", "The winner is known.", "The new mayor, Ann Lee")


def test_evidence_of_a_name_is_its_span_in_question_and_document(corpus: Snapshot) -> None:
    question = "What did Ada Quist write about Maren Holt?"
    found = check(question, corpus).names
    assert [question[n.span.start : n.span.end] for n in found] == ["Ada Quist", "Maren Holt"]
    assert [DOCUMENT.text[n.at.start : n.at.end] for n in found if n.at] == ["Ada", "Maren"]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Who built the US-Mexico wall?", ["US", "Mexico"]),
        ("What did Karine Jean-Pierre say?", ["Karine Jean-Pierre"]),
        ("Approximately 4 million people were asked. What does Eurostat call it?", ["Eurostat"]),
        ("Unit 731 did what in Harbin?", ["Unit 731", "Harbin"]),
        ("How do I know if I'm ill? Can’t I ask? Who's Ann Lee?", ["Ann Lee"]),
        ("What did Mr. Brown tell Dr. Green?", ["Brown", "Green"]),
        ("What did Gen. Stone order?", ["Stone"]),
        ("What did he say to Armenia. Did Baku reply?", ["Armenia", "Baku"]),
        ("What of " + "Ostrel. " * 240, ["Ostrel"] * 240),
    ],
)
def test_a_hyphen_joins_two_names_and_no_opening_or_shortened_word_is_one(question: str, found: list[str]) -> None:
    assert [n.text for n in question_names(question)] == found


def test_the_pronoun_us_is_not_the_country(corpus: Snapshot) -> None:
    text = "They told us nothing. The report came late."
    document = Document("us.txt", "1" * 64, text)
    found = premise("What did the US say about the report?", Span(0, 21), "", document, corpus)
    assert [n.reach for n in found.names] == [Reach.NOWHERE]


@pytest.mark.parametrize(
    ("question", "text", "absent"),
    [
        ("Who came on May 17, 2023?", "Ann Lee came on May 27, 2023.", ("May 17",)),
        ("Who came on May 17, 2023?", "Ann Lee came on the 17th. It was May, 2023.", ()),
        ("Who came on the 17th of May, 2023?", "They came on May 15, 16 and 17 of 2023.", ()),
        ("Who came on 17 May?", "Ann Lee, the first of 17 who had asked, came at last in May.", ("17 May",)),
        ("Who came on 17 May?", "Ann Lee came on 2023-05-17, it says.", ()),
        ("Which 17 came?", "Ann Lee was the first of 17.", ()),
        ("What cost $20,000 in 2023?", "It cost 20 thousand, the press said in 2023-24.", ()),
        ("What did the 300 do?", f"They came. {'So it was. ' * 400}Ann Lee led 300.", ()),  # far away, but there
        ("What did the three of 2019 do?", "They came late.", ("2019",)),  # in words it may be counted otherwise
        ("What came in 2019?", "So it was. " * 100_000, ()),  # too long to read it all
        ("What came by the 1700s or in the 15th century?", "It came in 1698.", ()),  # may be told otherwise
        ("What weighs 1.25 tons?", "It weighs a ton and a quarter.", ()),
    ],
)
def test_a_number_in_figures_may_stand_nowhere_in_the_document(
    question: str, text: str, absent: tuple[str, ...], corpus: Snapshot
) -> None:
    found = premise(question, Span(0, 10), "", Document("n.txt", "3" * 64, text), corpus)
    assert tuple(n.absent for n in found.uncounted) == absent


def test_numbers_of_a_question_in_parts_may_stand_in_any_document(corpus: Snapshot) -> None:
    question = "What came in 2019, and who came in 2020?"
    held = [
        premise(question, Span(0, 10), "", Document(f"{year}.txt", "4" * 64, f"It came in {year}."), corpus)
        for year in (2019, 2020)
    ]
    assert [[n.value for n in p.uncounted] for p in held] == [["2020"], ["2019"]]
    assert spread(held).uncounted == ()


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("I love my city. I shall mend its bridges. Thank you.", ()),  # may be her own speech
        ("The mayor loves the city. She will mend its bridges.", ("Maren Holt",)),
    ],
)
def test_a_speech_that_never_names_its_speaker_may_be_anybodys(
    text: str, absent: tuple[str, ...], corpus: Snapshot
) -> None:
    document = Document("speech.txt", "2" * 64, text)
    found = premise("What will Maren Holt do with the bridges?", Span(0, 40), "", document, corpus)
    assert tuple(n.name for n in found.absent) == absent
    assert found.farthest_name == Reach.NOWHERE


@pytest.mark.parametrize(
    ("question", "text", "publisher", "reach"),
    [
        ("What did President Holt say of the bridge?", "I love my bridge. I shall mend it.", None, Reach.CONTEXT),
        ("What did President Holt say of the bridge?", "I love my bridge. I shall mend it.", "Gazette", Reach.NOWHERE),
        ("What did President Holt say of the bridge?", "She loves her bridge. She shall mend it.", None, Reach.NOWHERE),
        ("What did President Holt say of the bridge?", "I love it. Ann Lee: “My bridge, I say!”", None, Reach.NOWHERE),
        ("What did Maren Holt say of the bridge?", "I love my bridge. I shall mend it.", None, Reach.NOWHERE),
    ],
)
def test_who_speaks_as_i_without_a_name_may_be_the_holder_of_an_office(
    question: str, text: str, publisher: str | None, reach: Reach, corpus: Snapshot
) -> None:
    labels = {"publisher": Value(publisher, "sidecar")} if publisher else {}
    document = Document("speech.txt", "2" * 64, text, metadata=labels)
    document = replace(document, statements=tuple(statements(document)))
    found = premise(question, Span(0, 10), "", document, corpus)
    assert found.names[0].reach == reach


@pytest.mark.parametrize(
    ("question", "told", "instead"),
    [
        ("How did 303 journalists die?", "Since then 303 Azerbaijanis, including two journalists, died.", "two"),
        ("How did two journalists die?", "Since then 303 Azerbaijanis, including two journalists, died.", None),
        ("How did 303 people die?", "Since then 303 Azerbaijanis, including two journalists, died.", None),
        ("How did 303 journalists die?", "Since then 303 died, of whom two journalists in May.", "two"),
        ("How did 303 journalists die?", "Since then 303 died, of whom two were journalists.", None),
        ("How did 303 journalists die?", "303 journalists died, including two journalists of ours.", None),
        ("What became of the two letters?", "Of three letters one was read, and the two others were lost.", None),
        ("How did 40 ships sink?", "The 40 enemy ships sank and 12 ships were taken.", None),
        ("How many of the 303 victims wrote?", "Of 303 people killed since, two victims wrote.", None),
        ("Who lost the 2020 election?", "In 2020 Smith lost to Lee, among them 2016 election winners.", None),
        ("What did Ray say on 17 May?", "On May 17 Ray replied to the letter of 4 May.", None),
    ],
)
def test_a_number_of_other_things_is_another_number(
    question: str, told: str, instead: str | None, corpus: Snapshot
) -> None:
    document = Document("fleet.txt", "4" * 64, told)
    found = premise(question, Span(0, len(told)), "", document, corpus).contradicted
    assert [told[n.instead.start : n.instead.end] for n in found if n.instead] == ([instead] if instead else [])


@pytest.mark.parametrize(
    ("question", "values", "reaches", "instead"),
    [
        ("What happened in May 1962?", ["month 5", "1962"], ["SENTENCE", "SENTENCE"], [None, None]),
        ("What happened in May 1963?", ["month 5", "1963"], ["SENTENCE", "NOWHERE"], [None, "1962"]),
        ("Who led it for 54 years?", ["54"], ["NOWHERE"], ["44"]),
        ("Who led it for forty-four years?", ["44"], ["SENTENCE"], [None]),
        ("What opened in 1911?", ["1911"], ["CONTEXT"], [None]),
        ("Which two men were at odds in 1962?", ["1962"], ["SENTENCE"], [None]),  # "two" counts the answer
        ("Who was dismissed first?", [], [], []),
        ("Who led it 54 years later?", ["54"], ["CONTEXT"], [None]),
        ("Who was dismissed three years earlier?", ["3"], ["CONTEXT"], [None]),  # may be told by its date
    ],
)
def test_numbers_are_found_in_any_writing_and_a_changed_one_is_contradicted(
    question: str, values: list[str], reaches: list[str], instead: list[str | None], corpus: Snapshot
) -> None:
    found = check(question, corpus).numbers
    assert [n.value for n in found] == values
    assert [n.reach.name for n in found] == reaches
    assert [DOCUMENT.text[n.instead.start : n.instead.end] if n.instead else None for n in found] == instead


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2,000 people, $1.7 million, 3 bn", ["2000", "1700000", "3000000000"]),
        ("28.11.2023", ["11", "2023", "28"]),
        ("2023-11-02", ["11", "2", "2023"]),
        ("the 1960–65 plan of the 1990s and the '80s", ["1960", "1965", "1980s", "1990s"]),
        ("the 44-day war, World War II, the 21st day", ["2", "21", "44"]),
        ("twenty-first, ninety, a hundred, two thousand", ["100", "2000", "21", "90"]),
        ("Covid-19 and one first second you may march on", []),
    ],
)
def test_a_number_has_one_value_however_it_is_written(text: str, values: list[str]) -> None:
    assert sorted(n.value.removeprefix("month ") for n in numbers(text)) == sorted(values)


@pytest.mark.parametrize(
    ("question", "sentence", "fires"),
    [
        ("Why did Holt sue Zalewski?", "Zalewski sued Holt.", "exchanged"),
        ("Why did Holt sue Zalewski?", "Holt sued Zalewski.", ""),
        ("Why did Holt sue Zalewski?", "Holt was sued by Zalewski.", "exchanged"),
        ("Why was Holt sued by Zalewski?", "Zalewski sued Holt.", ""),
        ("Why was Holt sued by Zalewski?", "Holt has never sued Zalewski.", "exchanged"),
        ("Who accused Zalewski?", "Zalewski accused Holt.", "exchanged"),
        ("Who accused Zalewski?", "Zalewski was accused by Holt.", ""),
        ("Where did Norway meet Sweden?", "Sweden met Norway in Oslo.", ""),  # meeting is mutual
        ("Why did Sweden refuse the talks with Norway?", "Norway has declined talks with Sweden.", "exchanged"),
        ("Why did Sweden cancel the talks?", "Later Norway cancelled the talks.", "other_agent"),
        ("Why did Sweden cancel the talks?", "Later the Norwegian side cancelled the talks.", "other_agent"),
        ("Why did Sweden cancel the talks?", "The talks were cancelled.", ""),
        ("Why did Stockholm cancel the talks?", "Sweden cancelled the talks.", ""),  # the capital acts for the country
        ("Why did Oslo cancel the talks?", "Sweden cancelled the talks.", "other_agent"),
        ("Why did Oslo cancel the talks?", "It would be so if Sweden cancelled the talks.", ""),  # supposed
        ("What did Sweden turn down?", "Norway has turned north.", ""),  # another verb
        (
            "Why did Sweden cancel the talks?",
            "The President of Norway cancelled the talks.",
            "",
        ),  # may be Sweden's guest
        ("Why did Sweden cancel the talks?", "Olof Palme cancelled the talks.", ""),  # a person may act for a country
        ("Why did Sweden cancel the talks?", "It cancelled the talks that Norway wanted.", ""),
        ("What did Sweden’s reply on the treaty say?", "Norway’s reply on the treaty was late.", "other_agent"),
        ("What did Sweden’s reply on the treaty say?", "Norway’s reply and Sweden’s reply were late.", ""),
        ("Why has Norway agreed to the talks?", "Norway has not agreed to the talks.", "denied"),
        ("Why has Norway not agreed to the talks?", "Norway has agreed to the talks.", "denied"),
        ("Has Norway agreed to the talks?", "Norway has not agreed to the talks.", ""),  # answered: no
        ("Why has Norway not agreed to the talks?", "Norway has not agreed to the talks.", ""),
        ("Why was the treaty not signed?", "The treaty was signed in Oslo.", "denied"),
        ("Why did Norway respond to the talks?", "Norway did not respond to the talks.", "denied"),
        ("What reason did Sweden give for declining the talks?", "Norway declined the talks.", "other_agent"),
        ("What reason did Norway give for not signing the treaty?", "Norway has signed the treaty.", "denied"),
        ("What convinced Sweden to cancel the talks?", "Norway cancelled the talks.", "other_agent"),
        ("What reason did Norway give?", "Sweden declined the talks.", ""),
        ("Why did Vantor cancel the talks?", "Vantor Devices cancelled the talks.", ""),
        ("How did Norway respond to the talks?", "Norway did not respond to the talks.", ""),
        ("Why was the treaty not signed?", "Norway refused to have the treaty signed.", ""),
        ("Who is not only a painter but painted walls?", "He painted walls.", ""),
    ],
)
def test_roles_fire_only_where_the_order_of_words_is_plain(question: str, sentence: str, fires: str) -> None:
    checks = {"exchanged": exchanged, "other_agent": other_agent, "denied": denied}
    assert [name for name, holds in checks.items() if holds(question, sentence)] == fires.split()


@given(st.permutations(PEOPLE), st.sampled_from(["accuse", "attack", "defeat", "expel", "follow"]))
def test_exchanging_the_parties_fires_and_exchanging_them_twice_is_no_change(names: list[str], verb: str) -> None:
    a, b = names[:2]
    ending = "d" if verb.endswith("e") else "led" if verb == "expel" else "ed"
    sentence = f"In the end {a} has {verb}{ending} {b}."
    assert exchanged(f"Why did {b} {verb} {a}?", sentence)
    assert not exchanged(f"Why did {a} {verb} {b}?", sentence)
    assert not other_agent(f"Why did {a} {verb} {b}?", sentence)


@given(st.integers(2, 10**9), st.integers(2, 10**9))
def test_the_same_number_is_present_and_another_before_the_same_noun_contradicts(asked: int, told: int) -> None:
    text = f"Then {told:,} barrels were shipped."
    values = [n.value for n in numbers(f"Who shipped {asked} barrels?")]
    assert values == [str(asked)]
    assert (values == [n.value for n in numbers(text)]) == (asked == told)


def test_a_contrary_word_counts_beside_the_same_words_only() -> None:
    assert opposed("Which is the largest harbour town?", "Nordhavn is the smallest harbour town.", "")
    assert not opposed("Which is the largest harbour town?", "The smallest boats lie in the harbour.", "")
    assert not opposed("Which is the largest harbour town?", "The smallest and largest harbour towns are old.", "")


@pytest.mark.parametrize(
    ("question", "sentence", "another"),
    [
        ("What did the union reply to Ann Lee?", "In response to Bo Ray's letter the union said no.", True),
        ("What was the reply to Ann Lee's speech?", "In response to Bo Ray's letter the union said no.", True),
        ("What did the union reply to Ann Lee?", "In response to Lee's letter the union said no.", False),
        ("What did the union reply to Ann Lee?", "In response to a letter the union said no.", False),  # whose?
        ("What did the union reply to Ann Lee?", "The union said no to Bo Ray.", False),
        ("What did the union reply to that?", "In response to Bo Ray's letter the union said no.", False),
    ],
)
def test_a_reply_to_another_is_no_answer(question: str, sentence: str, another: bool) -> None:
    assert (answers_another(question, sentence) is not None) is another


@pytest.mark.parametrize(
    ("question", "sentence", "otherwise"),
    [
        ("Why did Lee find the report balanced and fair?", "Lee called the report biased.", True),
        ("Why did Lee welcome the report as constructive?", "Lee called the report groundless.", True),
        ("Why did Lee reject the report as biased?", "Lee called the report fair and useful.", True),
        (
            "Why did Lee find the report balanced?",
            "Lee called the report biased, but found its tone constructive.",
            False,
        ),
        ("Why did Lee find the report balanced?", "Lee called it not at all biased.", False),
        ("Why did Lee find the report balanced?", "Lee said that its tone was new.", False),
        ("Did Lee find the report balanced?", "Lee called the report biased.", False),  # may be answered with no
        ("Why did Lee not find the report balanced?", "Lee called the report biased.", False),
        ("What fair report did Lee write?", "Lee called the report biased.", False),
        ("What did Lee call biased?", "Lee called the report biased.", False),
    ],
)
def test_what_is_called_bad_is_not_held_for_good(question: str, sentence: str, otherwise: bool) -> None:
    assert (valued_otherwise(question, sentence) is not None) is otherwise


@pytest.mark.parametrize(
    ("question", "sentence", "found"),
    [
        ("Why did Norway's finance ministry raise the tax?", "The Danish finance ministry raised the tax.", True),
        ("Why did the Norwegian parliament vote no?", "The Parliament of Denmark voted no on Friday.", True),
        ("Why did Norway's finance ministry raise the tax?", "The Norwegian finance ministry raised the tax.", False),
        ("Why did Norway's government raise it?", "Norway raised it, the Danish government said.", False),
        ("Why did Norway's government blame the Danish government?", "The Danish government has lied.", False),
        ("What is said of Norway's government?", "The Danish government said much.", False),
        ("Why did Norway's government do it?", "Nothing came from the Danish government.", False),
        ("Why did Norway's government do it?", "The Danish government's house burnt.", False),
        ("Why did the government do it?", "The Danish government did.", False),
        # what it said, only its own words tell
        (
            "How did Norway's finance ministry react?",
            "The Danish ministry said that talks with Norway were over.",
            True,
        ),
        ("How did Norway's finance ministry react?", "The Danish ministry said that Norway rejected the talks.", False),
        ("How did Norway's finance ministry react?", "The Danish ministry said the Norwegian side had left.", False),
        ("How did Norway's ministry react?", "The Danish ministry said that Norway's ministry was hurt.", False),
        ("Why did Norway's ministry go?", "The Danish ministry said that talks with Norway were over.", False),
    ],
)
def test_a_body_of_another_country_does_not_answer(question: str, sentence: str, found: bool) -> None:
    clash = other_office(question, sentence, "")
    assert (clash is not None) is found
    assert clash is None or sentence[clash.text.start : clash.text.end].lower().endswith(("ministry", "denmark"))


@pytest.mark.parametrize(
    ("question", "sentence", "found"),
    [
        ("What did she say about the grave needs in Denmark?", "She spoke of grave needs in Norway.", True),
        ("Who lost the win against China?", "They wrote of the win against Denmark.", True),
        ("What did she say about the needs in Denmark?", "She spoke of needs in Norway and of Denmark.", False),
        ("What did she say about the needs in Denmark?", "She spoke of the needs of Norway.", False),
        ("What did she say about the needs in Denmark?", "She spoke of people in Norway.", False),
        ("What did she say about the needs in Denmark?", "She spoke of needs in Norway’s north.", False),
        ("What did she say about the needs in Europe?", "She spoke of needs in Norway.", False),
        ("What did she say about the needs in Denmark?", "She spoke of needs in Africa.", False),
        ("How do needs in Denmark differ from needs in Norway?", "She spoke of needs in Norway.", False),
        ("What did she say about the needs in Denmark?", "In Copenhagen she spoke of needs in Norway.", False),
        ("How many were from Denmark?", "Ten were from Norway.", False),
        ("What is known of talks with Denmark?", "They had talks with Norway Telecom.", False),
    ],
)
def test_what_is_in_another_country_does_not_answer(question: str, sentence: str, found: bool) -> None:
    clash = other_country(question, sentence)
    assert (clash is not None) is found
    assert clash is None or sentence[clash.text.start : clash.text.end] in ("needs in Norway", "win against Denmark")


def test_what_another_country_has_is_told_with_its_place_in_the_text(corpus: Snapshot) -> None:
    text = "It was cold. She spoke of needs in Norway."
    document = Document("n.txt", "6" * 64, text)
    found = premise("What did she say of needs in Denmark?", Span(13, len(text)), "", document, corpus)
    assert found.clashes
    assert found.elsewhere is not None
    assert text[found.elsewhere.text.start : found.elsewhere.text.end] == "needs in Norway"


CALLED = "On Monday, Norway's Secretary of State Ann Lee made a phone call to the President of the Republic, Bob Ray."


@pytest.mark.parametrize("verb", ["phone", "telephone", "call", "ring", "decide to phone", "ring up", "call up"])
def test_who_made_a_call_is_who_called(verb: str) -> None:
    assert exchanged(f"Why did Bob Ray {verb} Ann Lee?", CALLED)
    assert exchanged("Why was Ann Lee rung up by Bob Ray?", CALLED)
    assert confirmed(f"Why did Ann Lee {verb} Bob Ray?", CALLED)
    assert not exchanged(f"Why did Ann Lee {verb} Bob Ray?", CALLED)


def test_a_word_that_runs_on_behind_a_comma_is_no_fault() -> None:
    assert not exchanged("Why did Armenia call Azerbaijan?", "On Monday Blinken,made a phone call to Aliyev.")


@pytest.mark.parametrize("verb", ["want to", "plan to", "try to"])
def test_what_was_only_planned_was_not_surely_done(verb: str) -> None:
    assert not denied(
        f"When did Armenia {verb} sign it?", "Armenia has not signed the treaty, which it planned for May."
    )


@pytest.mark.parametrize(
    ("question", "other_way"),
    [
        ("When did Sweden send its proposals?", False),
        ("When did Sweden send its own peace proposals?", False),
        ("When did Sweden send its comments?", True),
        ("When did Sweden send comments on the proposals?", True),
    ],
)
def test_who_is_sent_comments_on_its_proposals_has_sent_these(question: str, other_way: bool) -> None:
    sentence = "On Monday, Norway sent its comments with regard to Sweden’s proposals on the text."
    assert bool(exchanged(question, sentence)) is other_way


def test_who_speaks_behind_a_comma_suffers_nothing() -> None:
    assert not exchanged(
        "Why did Bob Ray call Ann Lee?", "Ann Lee made a call to the President of the club, Bob Ray said."
    )


@pytest.mark.parametrize(
    ("question", "others"),
    [
        ("How many Georgians were hurt by the mines?", True),
        ("How many Georgian sailors were hurt?", True),
        ("How many Armenians were hurt by the mines?", False),
        ("How many Armenian sailors were hurt?", False),
        ("How many people were hurt by Georgia's mines?", False),
        ("Who hurt the Georgians?", False),
    ],
)
def test_who_is_counted_is_who_is_asked_about(question: str, others: bool) -> None:
    assert (
        counts_others(
            question, "Since 2020, 303 Armenians, two journalists among them, fell victim to Georgia's mines."
        )
        is others
    )
    assert not counts_others(question, "Of them 12 were Georgians and 70 Armenians.")
    assert not counts_others(question, "In all 303 people fell victim to them.")
