from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.constraints.demands import (
    Constraints,
    constraints,
    is_state,
    may_speak_for,
    reacting,
    same_name,
    speaks_for,
    too_vague,
)
from assistant.types import Span


def demanded(question: str) -> dict[str, object]:
    """The demands that are made, spans aside; `rest` only where it differs from the question."""
    made = constraints(question)
    found = {f.name: getattr(made, f.name) for f in fields(made) if not f.name.endswith("_span")}
    return {k: v for k, v in found.items() if v and (k != "rest" or v != question)}


def test_every_demand_with_its_span() -> None:
    question = "According to the Community, what did Blinken say on 10 September 2023, word for word?"
    assert constraints(question) == Constraints(
        speaker="Community",
        speaker_span=Span(17, 26),
        said_from="2023-09-10",
        said_to="2023-09-10",
        said_span=Span(49, 69),
        publisher=None,
        publisher_span=None,
        document=None,
        document_span=None,
        direct_only=True,
        direct_span=Span(71, 84),
        phrase=None,
        phrase_span=None,
        rest="What did Blinken say?",
    )


@pytest.mark.parametrize(
    ("question", "speaker", "rest"),
    [
        ("According to the Western Azerbaijan Community, what does Armenia deny?", "Western Azerbaijan Community", "What does Armenia deny?"),
        ("What is Armenia's goal, according to Azerbaijan's Foreign Ministry?", "Azerbaijan's Foreign Ministry", "What is Armenia's goal?"),
        ("How do Armenians live, according to the Community's statement?", "Community", "How do Armenians live?"),
        ("How do Armenians live, according to the statement of the Community?", "Community", "How do Armenians live?"),
        ("And what did Aliyev himself say about them?", "Aliyev", None),
        ("How do Armenians live, according to Aliyev himself?", "Aliyev", "How do Armenians live?"),
        ("What, according to the spokesperson, led to war?", "spokesperson", "What led to war?"),
        ("Which policy should end, in Hajizada's opinion?", "Hajizada", "Which policy should end?"),
        ("Who is to blame, in the view of the ministry in Baku?", "ministry in Baku", None),
        ("Who started the war, as Armenia sees it?", "Armenia", "Who started the war?"),
        ("In Blinken's words, what is needed for peace?", "Blinken", "What is needed for peace?"),
        ("What, as President Lee said on the phone, has done harm to trade?", "President Lee", "What has done harm to trade?"),
        ("Whose rights must it protect, as Lee put it on 1 May 2023?", "Lee", "Whose rights must it protect?"),
        ("Who started the war, as Armenia sees it, and when?", "Armenia", "Who started the war and when?"),
        ("What did Hajizada say about threats?", "Hajizada", None),
        ("What does the Foreign Ministry demand from other countries?", "Foreign Ministry", None),
        ("What did Armenia accuse Azerbaijan of?", "Armenia", None),
        ("What did the Armenian leadership say about relations?", "Armenian leadership", None),
        ("What has Aliyev never said about mines?", "Aliyev", None),
        ("Did James O'Brien say that visits were cancelled?", "James O'Brien", None),
        ("What was claimed by the State Department about Armenia?", "State Department", None),
        ("What did Azerbaijan say Armenia had destroyed?", "Azerbaijan", None),
    ],
)  # fmt: skip
def test_speakers(question: str, speaker: str, rest: str | None) -> None:
    made = constraints(question)
    assert made.speaker == speaker
    assert made.rest == (rest or question)
    assert made.speaker_span is not None
    assert question[made.speaker_span.start : made.speaker_span.end] == speaker


@pytest.mark.parametrize(
    "question",
    [
        "Who said that Armenia delayed its response?",
        "Who said this?",
        "What was said about Hajizada?",
        "What did they say about it?",
        "What do you say about this?",
        "What does the document say about mines?",
        "What did the statement of 12 September 2023 say?",
        "What did the meeting in Washington say?",
        "When and where will the commissions on the delimitation of the state borders meet?",
        "Where is Armenia accused of holding up the talks?",
        "What did the four resolutions adopted in 1993 demand?",
        "What did the ministry and Aliyev say about visits?",
        "When did Blinken call Aliyev?",
        "What happened to Hajizada's letter?",
        "What is the border of Azerbaijan?",
        "According to the article, who won?",
        "What happened according to the plan?",
    ],
)
def test_no_speaker(question: str) -> None:
    assert (constraints(question).speaker, constraints(question).speaker_span) == (None, None)


@pytest.mark.parametrize(
    ("question", "period"),
    [
        ("What did Hajizada say in November 2023 about the US?", ("2023-11-01", "2023-11-30")),
        ("In November 2023, what did Hajizada say about the US?", ("2023-11-01", "2023-11-30")),
        ("What was announced on 15 November 2023?", ("2023-11-15", "2023-11-15")),
        ("What was announced on November 15, 2023?", ("2023-11-15", "2023-11-15")),
        ("What was said in 2023 about mines?", ("2023-01-01", "2023-12-31")),
        ("What was said in February 2024 about mines?", ("2024-02-01", "2024-02-29")),
        ("What was said between May and July 2023 about mines?", ("2023-05-01", "2023-07-31")),
        ("What was said from May 2022 to July 2023?", ("2022-05-01", "2023-07-31")),
        ("What did Aliyev say before 2 November 2023?", (None, "2023-11-01")),
        ("What did Aliyev say after 2 November 2023?", ("2023-11-03", None)),
        ("What did Aliyev say after May 2023?", ("2023-06-01", None)),
        ("What did Aliyev say since 2 November 2023?", ("2023-11-02", None)),
        ("What did Aliyev say until 2022?", (None, "2022-12-31")),
        ("What did Aliyev tell Blinken on 27 November 2023?", ("2023-11-27", "2023-11-27")),
        ("What was stated by the Foreign Ministry on 29 July 2023?", ("2023-07-29", "2023-07-29")),
        ("What did Blinken emphasize in his statement of 10 September 2023?", ("2023-09-10", "2023-09-10")),
        ("According to the ministry's statement of July 2023, how many died?", ("2023-07-01", "2023-07-31")),
        ("Who answers in the press release of 2 November 2023?", ("2023-11-02", "2023-11-02")),
        ("What stands in the July 2023 statement?", ("2023-07-01", "2023-07-31")),
        ("What is the goal, according to the ministry in July 2023?", ("2023-07-01", "2023-07-31")),
        # the day of the event, or perhaps, or of no calendar, or of two
        ("What happened on 19 September 2023?", (None, None)),
        ("On 19 September 2023, what happened?", (None, None)),
        ("What did Hajizada say about the events of November 2023?", (None, None)),
        ("What did Hajizada say about threats in November 2023?", (None, None)),
        ("What did Armenia do before 2 November 2023?", (None, None)),
        ("How did Baku react to the statement of 10 September 2023?", (None, None)),
        ("Which letter was sent in 2023?", (None, None)),
        ("What did Aliyev say last month?", (None, None)),
        ("What did Aliyev say on 15 November?", (None, None)),
        ("What did Aliyev say on 31 February 2023?", (None, None)),
        ("What did Aliyev say on 03/04/2023?", (None, None)),
    ],
)
def test_when_it_was_said(question: str, period: tuple[str | None, str | None]) -> None:
    made = constraints(question)
    assert (made.said_from, made.said_to) == period
    assert (made.said_span is None) == (period == (None, None))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who used the words “blockade of Lachin”?", {"phrase": "blockade of Lachin"}),
        ('Who said "business as usual"?', {"phrase": "business as usual"}),
        ("Who used the term «aggressor»?", {"phrase": "aggressor"}),
        ("Who is the “boss” here?", {}),
        ("What stands in the article “A Lasting Peace”?", {"document": "A Lasting Peace"}),
        ("What is said in 000.txt about threats?", {"document": "000.txt"}),
        ("Who speaks in press release No:624/23?", {"document": "624/23"}),
        ("What does the community regret, in its own words?", {"direct_only": True, "rest": "What does the community regret?"}),
        ("What is unacceptable, verbatim?", {"direct_only": True}),
        ("According to azernews.az, what will Azerbaijan ensure?", {"publisher": "azernews.az"}),
        ("Which visit was reported by Azernews?", {"publisher": "Azernews", "speaker": None}),
        ("How many people live there?", {}),
    ],
)  # fmt: skip
def test_other_demands(question: str, expected: dict[str, object]) -> None:
    made = demanded(question)
    made.pop("speaker", None) if "speaker" in expected else None
    assert made == {k: v for k, v in expected.items() if v is not None}


@pytest.mark.parametrize(
    ("question", "vague"),
    [
        ("Tell me more", True),
        ("What?", True),
        ("Who is he?", True),
        ("What did they say?", True),
        ("Why?", True),
        ("Armenia?", False),
        ("Who called?", False),
        ("What happened in 2020?", False),
        ("Что случилось?", False),
    ],
)
def test_too_vague(question: str, vague: bool) -> None:
    assert too_vague(question) is vague


HAJIZADA = "Aykhan Hajizada, Spokesperson of the Ministry of Foreign Affairs"
MINISTRY = "Ministry of Foreign Affairs of the Republic of Azerbaijan"
COMMUNITY = "Western Azerbaijan Community"
BLINKEN = "U.S. Secretary of State Antony Blinken"
ALIYEV = "Ilham Aliyev, President of the Republic of Azerbaijan"


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("Hajizada", HAJIZADA),
        ("Hajizada's", HAJIZADA),
        ("Hajizade", HAJIZADA),
        ("Aykhan Hajizada", HAJIZADA),
        ("Ayxan Hajizada", HAJIZADA),
        ("A. Hajizada", HAJIZADA),
        ("Mr. Hajizada", HAJIZADA),
        ("the spokesperson", HAJIZADA),
        ("the spokesman of the Foreign Ministry", HAJIZADA),
        ("Əliyev", "Ilham Aliyev"),
        ("Erdoğan", "Recep Tayyip Erdogan"),
        ("the Community", COMMUNITY),
        ("the Western Azerbaijani Community", COMMUNITY),
        ("WAC", COMMUNITY),
        ("the Azerbaijani foreign ministry", MINISTRY),
        ("Azerbaijan's Foreign Ministry", MINISTRY),
        ("the ministry", MINISTRY),
        ("MFA", MINISTRY),
        ("the MFA of Azerbaijan", MINISTRY),
        ("Anthony Blinken", BLINKEN),
        ("Secretary Blinken", BLINKEN),
        ("the US Secretary of State", BLINKEN),
        ("the US Secretary of State", "Antony Blinken, U.S. Secretary of State"),
        ("President Aliyev", ALIYEV),
        ("the Azerbaijani president", ALIYEV),
        ("O’Brien", "James O'Brien"),
        ("James O'Brien", "U.S. Assistant Secretary of State James O’Brien"),
        ("the State Department", "U.S. Department of State"),
        ("the American State Department", "U.S. Department of State"),
        ("ICRC", "International Committee of the Red Cross"),
        ("Azerbaijan", "Republic of Azerbaijan"),
        ("Armenia", "the Armenian side"),
        ("the US Government", "United States"),
        ("the Ministry of Defense", "Ministry of Defence"),
        ("Azernews", "Azernews"),
        ("Captain Ashby", "N. Ashby"),
        ("Neil Ashby", "N. Ashby, Captain"),
        ("Councillor Ferris", "D. Ferris"),
    ],
)
def test_the_same_name(asked: str, known: str) -> None:
    assert same_name(asked, known)


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("Azerbaijan", COMMUNITY),
        ("the Armenian community", COMMUNITY),
        ("the ministry", COMMUNITY),
        ("the Armenian foreign ministry", MINISTRY),
        ("the Armenian foreign ministry", "Azerbaijani foreign ministry"),
        ("the Azerbaijani foreign ministry", "Ministry of Foreign Affairs"),
        ("the Foreign Minister", MINISTRY),
        ("the Ministry of Defence", MINISTRY),
        ("Azerbaijan", MINISTRY),
        ("Armenia", MINISTRY),
        ("the spokesperson", MINISTRY),
        ("the ministry", HAJIZADA),
        ("Hajiyev", HAJIZADA),
        ("Vardan Hajizada", HAJIZADA),
        ("Blinken", HAJIZADA),
        ("Aliyeva", ALIYEV),
        ("Aliyev", "Mehriban Aliyeva"),
        ("the Armenian president", ALIYEV),
        ("the Secretary of State", "Assistant Secretary of State James O'Brien"),
        ("Russia", "Georgia"),
        ("Helen Ashby", "N. Ashby"),
        ("Captain Ashby", "Neil Brook"),
        ("", HAJIZADA),
        ("the", COMMUNITY),
        ("Hajizada", ""),
    ],
)
def test_another_name(asked: str, known: str) -> None:
    assert not same_name(asked, known)


def test_who_may_speak_for_a_body_whose_country_the_label_leaves_open() -> None:
    assert may_speak_for("Azerbaijan's Foreign Ministry", HAJIZADA)
    assert may_speak_for("Baku", HAJIZADA)
    assert may_speak_for("Azerbaijan", HAJIZADA)
    assert not may_speak_for("Western Azerbaijan Community", HAJIZADA)
    assert not may_speak_for("Azerbaijan's Defence Ministry", HAJIZADA)
    assert not may_speak_for(
        "Azerbaijan's Foreign Ministry", "Ann Lee, Spokesperson of the Foreign Ministry of Armenia"
    )
    assert not may_speak_for("Azerbaijan's Foreign Ministry", "Ann Lee, Minister")


def test_an_office_speaks_as_its_state() -> None:
    assert is_state("Azerbaijan", "Azerbaijani foreign ministry")
    assert is_state("the United States", "U.S. Secretary of State")
    assert is_state("Baku", "Azerbaijani foreign ministry")
    assert not is_state("Yerevan", "Azerbaijani foreign ministry")
    assert not is_state("Azerbaijan", "Western Azerbaijan Community")
    assert not is_state("Azerbaijan's defence ministry", "Azerbaijani foreign ministry")
    assert not is_state("Armenia", "Azerbaijani foreign ministry")
    assert not is_state("Azerbaijan", None)


def test_who_speaks_for_a_body() -> None:
    assert speaks_for("the Foreign Ministry", HAJIZADA)
    assert not speaks_for("the Ministry of Defence", HAJIZADA)
    assert not speaks_for("the Foreign Ministry", MINISTRY)


PARTS = st.lists(
    st.sampled_from(
        "What did say according to the statement of 2 November 2023 in between and May verbatim, ? “ ” ’s Blinken ministry No: 1 İ U.S. by on 0000".split()
    ),
    max_size=14,
).map(" ".join)  # fmt: skip
TEXTS = st.one_of(PARTS, st.text(max_size=80))


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_spans_are_the_question_s_own_words(question: str) -> None:
    made = constraints(question)
    assert made == constraints(question)
    too_vague(question)
    for name in ("speaker", "publisher", "document", "phrase"):
        value, span = getattr(made, name), getattr(made, f"{name}_span")
        assert (value is None) == (span is None)
        if span:
            assert 0 <= span.start < span.end <= len(question)
            assert question[span.start : span.end].strip() == value.strip()
    for span in (made.said_span, made.direct_span):
        assert span is None or 0 <= span.start < span.end <= len(question)
    assert (made.said_span is None) == (made.said_from is None and made.said_to is None)
    assert not made.said_from or not made.said_to or made.said_from <= made.said_to


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS)
def test_same_name_never_fails(asked: str, known: str) -> None:
    assert same_name(asked, known) in (True, False)
    assert not same_name("", known)


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("What does the November 2 reply call an obstacle?", "What does the reply call an obstacle?"),
        ("What, in the July 2023 statement, is their goal?", "What, in the statement, is their goal?"),
        ("How did the ministry's November 16 press release put it?", "How did the ministry's press release put it?"),
        ("What did he emphasize in his statement of 10 September 2023?", "What did he emphasize in his statement?"),
        (
            "What does the letter of the Board of Trade dated 3 May ask?",
            "What does the letter of the Board of Trade ask?",
        ),
        # the day of what is told, and of a text that is no more than told of
        ("What did Blinken ask for in his testimony on October 31, 2023?", None),
        ("What happened after the war of 2020?", None),
        ("May the report be published?", None),
        ("How many articles from 2019 to 2021 name Shusha?", None),
        ("What led to the release of 2020 prisoners?", None),
        ("Who wrote the letter from June Osborne?", None),
        ("What did the report of the 9 May parade say?", None),
        ("Who uses .NET?", None),
        ("The July 2023 statement?", None),
        ("How many died, as Baku claims in Shusha alone?", "How many died in Shusha alone?"),
        ("Who said that the 2020 war and its documents were forgotten?", None),
    ],
)
def test_the_day_of_a_text_is_left_out_of_the_rest(question: str, rest: str | None) -> None:
    assert constraints(question).rest == (rest or question)


@pytest.mark.parametrize(
    ("question", "whose"),
    [
        ("How did Norway react to the plan?", "Norway"),
        ("How has the Norwegian foreign ministry publicly responded to it?", "Norwegian foreign ministry"),
        ("What was Ann Lee's first reaction?", "Ann Lee"),
        ("Norway's reaction to the plan?", "Norway"),
        ("What was the response of the minister to the plan?", "minister"),
        ("What did Sweden reply to the response by Ann Lee?", "Sweden"),
        ("What did Sweden say of Ann Lee's response to the plan?", None),  # its words, not her reaction
        ("Which response by Ann Lee is quoted?", None),  # a text of hers
        ("How did it react?", None),
        ("What reaction was there to Norway's plan?", None),
        ("How did Norway plan its reaction?", None),
    ],
)
def test_whose_reaction_is_asked_for(question: str, whose: str | None) -> None:
    assert reacting(question) == whose
