from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import silence
from assistant.followups.readings import Focus, focus, leans, quoted, readings, standalone
from assistant.names import names
from assistant.text import content_stems
from assistant.types import Turn

BEFORE = "Did Azerbaijan cancel the visit?"
CALL = (
    "“On November 27, Antony Blinken made a phone call to the President of the Republic of Azerbaijan, Ilham Aliyev.”"
)


def told(*said: str) -> list[Turn]:
    """A conversation in which user and assistant take turns."""
    return [Turn("assistant" if number % 2 else "user", content) for number, content in enumerate(said)]


@pytest.mark.parametrize(
    "question",
    [
        "And when?",
        "Why?",
        "Did he accept that?",
        "Did Blinken accept that?",
        "But what was the reason given?",
        "What did they demand in return?",
        "What did Armenia say about it?",
        "what about Armenia?",
        "Who said so",
        "Did Armenia do the same?",
        "Had Armenia done so too?",
        "How did the ministry word its refusal?",
        "Pagination options",
    ],
)
def test_questions_that_lean_on_the_one_before(question: str) -> None:
    assert leans(question)
    assert standalone(question, told(BEFORE, "Yes.")) != question


@pytest.mark.parametrize(
    "question",
    [
        "When did Armenia send its comments?",
        "What did Blinken say about his visit?",
        "How did the ministry word its reply to the letter?",
        "How did Armenia word its refusal that day?",
        "Are men and women in Armenia treated the same?",
        "How long is the border between Azerbaijan and Armenia?",
        "What is the number of mine victims since the war?",
        "What happened to the letter of the Western Azerbaijan Community?",
    ],
)
def test_questions_that_stand_alone(question: str) -> None:
    assert not leans(question)
    assert standalone(question, told(BEFORE)) == question


def test_without_history_nothing_changes() -> None:
    assert standalone("And when?", []) == standalone("And when?", [Turn("assistant", "Hello.")]) == "And when?"


IN_FULL = [
    # (the conversation, the question, what is shown)
    # another name or date in the same question
    (["Why did Azerbaijan reject the talks?"], "What about Armenia?", "Why did Armenia reject the talks?"),
    (
        ["Why did Azerbaijan reject the talks?"],
        "And how about the United States?",
        "Why did the United States reject the talks?",
    ),
    (
        ["What did Armenia say about the treaty?"],
        "What about Azerbaijan?",
        "What did Azerbaijan say about the treaty?",
    ),
    (["What did the United States demand?"], "And Armenia?", "What did Armenia demand?"),
    (["Did Azerbaijan reject it?"], "What would it demand if so?", "What would Azerbaijan demand if so? (Did Azerbaijan reject it?)"),
    (["Did Azerbaijan seek dialogue?"], "On which projects, for instance?", "On which projects did Azerbaijan seek dialogue?"),
    (["What happened on June 15?"], "And on July 26?", "What happened on July 26?"),
    (["How many mines were laid in 2021?"], "And in 2022?", "How many mines were laid in 2022?"),
    (["How many mines were laid?"], "And in 2022?", "How many mines were laid in 2022?"),
    (
        ["Does Azerbaijan let displaced Armenians return?"],
        "What about Armenia, does it let Azerbaijanis go back?",
        "Does Armenia let Azerbaijanis go back?",
    ),
    # both are in it already, so nothing can take the place of the other
    (
        ["Did Azerbaijan attack Armenia?"],
        "What about Armenia?",
        "What about Armenia? (Did Azerbaijan attack Armenia?)",
    ),
    # another subject of the same one's words
    (["What did O'Brien say about relations with Azerbaijan?"], "And about Section 907?", "What did O'Brien say about Section 907?"),
    (["What did O'Brien say on relations?"], "And on the waiver?", "What did O'Brien say about the waiver?"),
    (
        ["What does Hajizada say about the policy towards Armenia?"],
        "And what about the language of threat?",
        "What does Hajizada say about the language of threat?",
    ),
    (["What did O'Brien say on 1 May 2021 about relations?"], "And about Armenia?", "What did O'Brien say on 1 May 2021 about Armenia?"),
    (["What did Lee say about the ferry?"], "What about the opposition?", "What about the opposition? (What did Lee say about the ferry?)"),
    (["What did Lee say about the ferry?"], "What about tomorrow?", "What about tomorrow? (What did Lee say about the ferry?)"),
    (["According to Lee, on what day did it open?"], "What about the bridge?", "What about the bridge? (According to Lee, on what day did it open?)"),
    (["What did Lee say at the hearing about relations?"], "And about the fee?", "What did Lee say at the hearing about the fee?"),
    (["What did Azerbaijan propose?"], "How did Armenia react?", "How did Armenia react? (What did Azerbaijan propose?)"),
    (["Did Armenia accept the roads?"], "And about the fee?", "And about the fee? (Did Armenia accept the roads?)"),
    # corrections
    (["What did Armenia say about the treaty?"], "No, I mean Azerbaijan.", "What did Azerbaijan say about the treaty?"),
    (
        ["How do I delete impersonal data from the cloud?"],
        "Oops, I meant personal data, please.",
        "How do I delete personal data from the cloud?",
    ),
    (
        ["Why did Azerbaijan cancel the visits from the U.S.?"],
        "No, I mean the meeting in Washington.",
        "Why did Azerbaijan cancel the meeting in Washington?",
    ),
    # one word or a few
    ([BEFORE], "Why?", "Why did Azerbaijan cancel the visit?"),
    ([BEFORE], "And when?", "When did Azerbaijan cancel the visit?"),
    (["Did Aliyev agree to the visit?"], "On what condition?", "On what condition did Aliyev agree to the visit?"),
    (["When do the commissions meet?"], "Where?", "Where do the commissions meet?"),
    (["Who called Aliyev?"], "And when?", "Who called Aliyev, and when?"),
    (["Which roads did Azerbaijan propose?"], "How many?", "Which roads did Azerbaijan propose, and how many?"),
    (["Tell me about the war of 2020"], "Under whose leadership?", "What is said about the war of 2020, and under whose leadership?"),
    # pronouns that can mean one name only
    (["Did Blinken telephone Baku?"], "When did he make the call?", "When did Blinken make the call?"),
    (["Did Blinken call Aliyev?"], "What did Aliyev tell him about relations?", "What did Aliyev tell Blinken about relations?"),
    (["What did O'Brien say on visits?"], "Which words did Baku use for his comments?", "Which words did Baku use for O'Brien’s comments?"),
    (
        ["Who called Aliyev on November 27?", CALL],
        "What did he ask Aliyev to allow?",
        "What did Antony Blinken ask Aliyev to allow?",
    ),
    (
        ["Did Blinken answer the letter from the Western Azerbaijan Community?"],
        "And what does it ask the American government to do?",
        "What does the Western Azerbaijan Community ask the American government to do?",
    ),
    (
        ["How did the Azerbaijani foreign ministry label the comments?"],
        "What did it say about high-level visits?",
        "What did the Azerbaijani foreign ministry say about high-level visits?",
    ),
    (["Are displaced Armenians allowed to return?"], "And how do they live in Baku?", "How do Armenians live in Baku?"),
    # whoever answers was asked
    (
        ["Whose visit did Blinken ask Aliyev to allow?"],
        "Did he agree?",
        "Did Aliyev agree? (Whose visit did Blinken ask Aliyev to allow?)",
    ),
    (["What did Minister Sarkisian say about visas?"], "When did he leave?", "When did Sarkisian leave? (What did Minister Sarkisian say about visas?)"),
    (["Who was Andre Frank?"], "Was he a communist?", "Was Andre Frank a communist? (Who was Andre Frank?)"),
    (["What did Sister Radegund ask of the minister?"], "Did he agree?", "Did he agree? (What did Sister Radegund ask of the minister?)"),
    (["Why did Armenia reject the talks?"], "I heard that it offered others.", "I heard that Armenia offered others. (Why did Armenia reject the talks?)"),
    # an object is what was done, not who was spoken of; an adjective is nobody's name
    (["What did Azerbaijan set up at Lachin?"], "Who was let through it?", "Who was let through it? (What did Azerbaijan set up at Lachin?)"),
    (["What was Aliyev's condition?", "He would agree if Azerbaijani officials may visit."], "Did Blinken accept it?", "Did Blinken accept it? (What was Aliyev's condition?)"),
    (["Which meeting did Azerbaijan call off?"], "For what date had it been planned?", "For what date had it been planned? (Which meeting did Azerbaijan call off?)"),
    (["Which meeting did Azerbaijan call off?"], "When should it have taken place?", "When should it have taken place? (Which meeting did Azerbaijan call off?)"),
    # who is asked for is who may be meant, not whom the question names; nor is a place, a weekday or one of the other sex
    (["Who killed Lars Munro?"], "Was he caught?", "Was he caught? (Who killed Lars Munro?)"),
    (["Which organisation criticised Lars Munro for leaving Finland?"], "Had it written to him before?", "Had it written to Lars Munro before? (Which organisation criticised Lars Munro for leaving Finland?)"),
    (["Who came to Fell on Wednesday?"], "What did he say?", "What did he say? (Who came to Fell on Wednesday?)"),
    (["What did Mrs Ashby suggest about the chair?"], "What did he think of it?", "What did he think of it? (What did Mrs Ashby suggest about the chair?)"),
    (["What did Mrs Ashby say?"], "And she?", "And she? (What did Mrs Ashby say?)"),
    # whoever was asked answers, named or not
    (["What did Mrs Brock ask the Prime Minister?"], "And what did she answer?", "And what did she answer? (What did Mrs Brock ask the Prime Minister?)"),
    # "they" may be any of a body's people, or quite others
    (["What does the Community reproach Blinken with?"], "Did he answer their letter?", "Did Blinken answer their letter? (What does the Community reproach Blinken with?)"),
    (["How does the Community regard the government's position?"], "What do they call on it to do?", "What do they call on it to do? (How does the Community regard the government's position?)"),
    # with nothing to agree to, after what, which other
    (["What did Blinken ask Aliyev to allow?"], "Did Aliyev agree?", "Did Aliyev agree? (What did Blinken ask Aliyev to allow?)"),
    (["Who won the war in 2020?"], "What did Azerbaijan propose afterwards?", "What did Azerbaijan propose afterwards? (Who won the war in 2020?)"),
    (["Which roads did Azerbaijan propose?"], "What did the other side say to Armenians?", "What did the other side say to Armenians? (Which roads did Azerbaijan propose?)"),
    # pronouns that may mean more than one, or no name
    (
        ["When was the meeting in Washington to take place?"],
        "And why was it called off?",
        "And why was it called off? (When was the meeting in Washington to take place?)",
    ),
    (["Did Armenia occupy the land?"], "How long did it last?", "How long did it last? (Did Armenia occupy the land?)"),
    (
        ["On which date did Azerbaijan submit its proposals?"],
        "And when did the other side send its comments?",
        "And when did the other side send its comments? (On which date did Azerbaijan submit its proposals?)",
    ),
    (["Which roads did Azerbaijan propose?"], "Did Armenia use those roads?", "Did Armenia use those roads? (Which roads did Azerbaijan propose?)"),
    # the source, more, and the same again
    (
        ["Is it acceptable?", "“It is unacceptable to speak with the language of threat.”"],
        "Who said that?",
        "Who said “It is unacceptable to speak with the language of threat.”?",
    ),
    ([BEFORE], "Who said that?", f"Who said that? ({BEFORE})"),
    ([BEFORE], "Tell me more", f"Tell me more ({BEFORE})"),
    (["What did Armenia say?", "Nothing."], "What did Armenia say?", "What did Armenia say?"),
    # chains: the subject persists
    (
        ["Did Blinken call Aliyev?", CALL, "And when?", CALL],
        "What did Blinken ask him to allow?",
        "What did Blinken ask Aliyev to allow?",
    ),
    (
        ["What did Armenia say about the treaty?", "…", "What about Azerbaijan?", "…"],
        "And the United States?",
        "What did the United States say about the treaty?",
    ),
    (
        ["Did they talk about the border commissions?", "Yes.", "Where will those commissions meet?", "…"],
        "On which date?",
        "On which date will those commissions meet? (Did they talk about the border commissions?)",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("said", "question", "shown"), IN_FULL)
def test_the_question_in_full(said: list[str], question: str, shown: str) -> None:
    assert standalone(question, told(*said)) == shown
    assert readings(question, told(*said))[0][0] == shown


def test_a_question_that_still_leans_is_also_read_without_its_brackets() -> None:
    asked = "And why was it called off?"
    assert readings(asked, told("Was there a meeting?")) == [(f"{asked} (Was there a meeting?)", asked)]


def test_a_capital_makes_a_second_reading() -> None:
    assert readings("What about Tbilisi?", told("Did Baku reject the plan?")) == [
        ("Did Tbilisi reject the plan?",),
        ("Did Georgia reject the plan?",),
    ]


SILENCES = [
    sentence
    for name, sentence in vars(silence).items()
    if name.isupper() and isinstance(sentence, str) and sentence.endswith(".") and not name.startswith("NAMELESS")
]  # NAMELESS… stand beside an answer


@pytest.mark.parametrize(
    ("reply", "quote"),
    [
        ("“One sentence here.”", "One sentence here."),
        ("One sentence here. And a second one.", "One sentence here."),
        ("", ""),
        *((sentence, "") for sentence in SILENCES),
    ],
)
def test_what_was_quoted_last_and_a_silence_is_no_quote(reply: str, quote: str) -> None:
    assert quoted(told("A question?", "Older words.", "Another?", reply)) == quote


QUOTE = "The visit was cancelled in May."


# these mean somebody or something that only what was said before can tell
MEANS = {
    "When was it published?": Focus(QUOTE, "date", False, again=True),
    "When did they say that?": Focus(QUOTE, "date", False, again=True),
    "Before which body did he say that?": Focus(QUOTE, "occasion", False, again=True),
    "Before which body were they made?": Focus(QUOTE, "", False, again=True),  # remarks it only tells of, perhaps
    "Before whom was he speaking?": Focus(QUOTE, "occasion", False, again=True),
    "Which visit was it?": Focus(QUOTE, "", False, again=True),
    "What did they accuse each other of?": Focus(QUOTE, "", False, again=True),
    "Was it too late?": Focus(QUOTE, "", False, again=True),
    "How did they react to that?": Focus(QUOTE, "", False, again=True, reaction=True),
    "How did they take that?": Focus(QUOTE, "", False, again=True, reaction=True),
}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who said that?", Focus(QUOTE, "speaker", False, again=True)),
        ("When was the statement released?", Focus(QUOTE, "date", False)),
        ("When were the prisoners released?", Focus(QUOTE, "", False)),  # they are no text
        ("And who wrote this?", Focus(QUOTE, "speaker", False, again=True)),
        ("On which day and at what time was that statement issued", Focus(QUOTE, "date", False, again=True)),
        ("And where was that said?", Focus(QUOTE, "occasion", False, again=True)),
        ("Tell me more.", Focus(QUOTE, "more", True)),
        ("And who else is blamed for it?", Focus(QUOTE, "", True)),
        ("And who is blamed for it?", Focus(QUOTE, "", False, again=True)),
        ("Why?", Focus(QUOTE, "", False, again=True)),
        ("Which bridge?", Focus(QUOTE, "", False)),  # short, but about something else, perhaps
        ("Could you tell me what Finland said about the treaty?", None),
        ("What did Finland say about the treaty?", None),
        *((question, found._replace(question=question, asked=BEFORE, told=QUOTE)) for question, found in MEANS.items()),
    ],
)
def test_what_a_follow_up_leans_on(question: str, expected: Focus | None) -> None:
    assert focus(question, told(BEFORE, QUOTE)) == expected
    assert focus(question, told(BEFORE)) is None


def test_what_an_assistant_alone_has_said_is_no_question() -> None:
    found = focus("Did it win?", [Turn("assistant", QUOTE)])
    assert found is None or (found.question, found.asked, found.told) == ("", "", "")


@pytest.mark.parametrize(
    ("question", "points"),
    [
        ("Did it lead to war?", True),
        ("nice! does it mean I can come?", True),
        ("Did its first edition win a prize?", True),
        ("For which bank did she work?", True),
        ("What does this bird eat?", True),
        ("What awards has the actor received for it?", True),
        ("When was the famous football player born?", True),
        ("Is it safe to swim?", False),  # means nothing by it
        ("Is it allowed to bring dogs?", False),
        ("What does it cost to enter?", False),
        ("Was it a spark that caused the fire?", False),
        ("Who wrote this novel about a beekeeper?", False),
        ("When does the film festival begin?", False),
        ("When was the animal born?", True),
        ("How do rivers rise and where do they go?", False),  # tells itself what is meant
        ("You said that those gifts I give, they are not taxed?", False),
        ("What did Finland say, and did this state agree?", False),
        ("What does the actor who played Hamlet say?", False),
        ("Which of the year's films won?", False),
        ("Did it happen this year?", True),
        ("What happened this year?", False),
    ],
)
def test_a_follow_up_that_means_something_said_before_is_told_from_one_that_does_not(
    question: str, points: bool
) -> None:
    reply = "The visit was cancelled. It was to be in May."
    found = focus(question, told(BEFORE, reply))
    assert (found[5:] if found else ("", "", "")) == ((question, BEFORE, reply) if points else ("", "", ""))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Did Antony Blinken call Aliyev?", [("Antony Blinken", "person"), ("Aliyev", "person")]),
        ("U.S. Secretary of State Antony Blinken spoke", [("Antony Blinken", "person")]),
        ("the Western Azerbaijan Community's letter", [("Western Azerbaijan Community", "body")]),
        ("What did the Azerbaijani foreign ministry say?", [("Azerbaijani foreign ministry", "body")]),
        ("the UN Security Council on 2 November 2023", [("UN Security Council", "body"), ("2 November 2023", "date")]),
        ("Azerbaijanis expelled from Armenia in 1988", [("Azerbaijanis", "people"), ("Armenia", "country"), ("1988", "date")]),
        ("What does Section 907 forbid?", [("Section 907", "thing")]),
        ("What is it?", []),
        ("Question: On 4 May, Ann Lee met? Answer: Bo Dahl.", [("4 May", "date"), ("Ann Lee", "person"), ("Bo Dahl", "person")]),
    ],
)  # fmt: skip
def test_names_and_their_kinds(text: str, found: list[tuple[str, str]]) -> None:
    assert [(n.text, n.kind) for n in names(text)] == found
    assert all(text[n.start : n.end] == n.text for n in names(text))


PARTS = st.lists(
    st.sampled_from(
        "And what about when did he say it they that Armenia Blinken the ministry No, I mean in 2022 of “quote” ? , . Dr İ ’s".split(" ")
    ),
    max_size=12,
).map(" ".join)  # fmt: skip
TEXTS = st.one_of(PARTS, st.text(max_size=60))


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.lists(st.tuples(st.sampled_from(["user", "assistant"]), TEXTS), max_size=4))
def test_it_never_fails_and_always_says_the_same(question: str, said: list[tuple[str, str]]) -> None:
    history = [Turn(*turn) for turn in said]
    understood = readings(question, history)
    assert understood == readings(question, history)
    assert understood[0][0] == standalone(question, history)
    assert all(reading and all(isinstance(wording, str) for wording in reading) for reading in understood)
    assert focus(question, history) == focus(question, history)


@settings(max_examples=150, deadline=None)
@given(PARTS, PARTS, PARTS)
def test_no_word_of_the_question_is_lost(question: str, before: str, reply: str) -> None:
    whole = standalone(question, told(before, reply))
    assert set(content_stems(question)) - {"mean"} <= set(content_stems(whole))


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("What do the documents say about the toll?", "What is said about the toll?"),
        ("what is in these texts about the toll", "What is said about the toll?"),
        ("Can you please give me some basic information on the toll?", "What is said about the toll?"),
        ("please summarize the toll dispute.", "What is said about the toll dispute?"),
        ("Could you tell me who paid the toll?", "Who paid the toll?"),
        ("could you tell me what the documents say about the toll", "What is said about the toll?"),
        ("I'd like to know when the bridge was opened.", "When the bridge was opened."),
        ("Who told you about the toll?", "Who told you about the toll?"),
        ("Tell me more about it.", "Tell me more about it."),
        ("Would Lee like to know about the toll?", "Would Lee like to know about the toll?"),
        ("Do the documents say when the bridge was opened?", "When the bridge was opened?"),
        ("According to the documents, who paid the toll?", "Who paid the toll?"),
        ("Who paid the toll according to the text?", "Who paid the toll?"),
        ("What does the July statement say about the toll?", "What does the July statement say about the toll?"),
        ("What did the documents say about the toll?", "What did the documents say about the toll?"),
        ("According to the ministry, who paid?", "According to the ministry, who paid?"),
        ("What do the documents say?", "What do the documents say?"),
    ],
)
def test_what_a_question_says_of_the_documents_is_taken_off(asked: str, read: str) -> None:
    assert readings(asked, []) == [(read,)]


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        (
            "I'm writing a piece about the bridge: who paid for it?",
            ("Who paid for it? (the bridge)", "Who paid for it?"),
        ),
        ("I'm writing a piece about the bridge: did the mayor of Ghent pay?", ("Did the mayor of Ghent pay?",)),
        ("For my article on the toll, did the mayor of Ghent pay?", ("Did the mayor of Ghent pay?",)),
        ("I'm trying to find out who paid the toll in Ghent. Who is it?", ("Who paid the toll in Ghent?",)),
        ("As a student of old law, I'd like to know who paid in Ghent.", ("Who paid in Ghent.",)),
        ("As a lawyer I need one thing: who paid in Ghent?", ("Who paid in Ghent?",)),
        ("As a rule, who paid the toll in Ghent?", ("As a rule, who paid the toll in Ghent?",)),
        ("I want to know who paid, and when did they pay?", ("Who paid, and when did they pay?",)),
        ("I want to know why Lee refused. When was it?", ("When was it? (why Lee refused)", "When was it?")),
        (
            "I need to know Lee's position. Why was the toll raised in Ghent?",
            ("Why was the toll raised in Ghent? (Lee's position)", "Why was the toll raised in Ghent?"),
        ),
        (
            "We know that Lee called it off. When was it called off?",
            ("We know that Lee called it off. When was it called off?",),
        ),
        ("For a book by Lee, who wrote the foreword?", ("For a book by Lee, who wrote the foreword?",)),
        ("As a result we lost the bridge in Ghent: who paid?", ("As a result we lost the bridge in Ghent: who paid?",)),
        ("I read that the bridge fell. When?", ("I read that the bridge fell. When?",)),
        ("We are sorry for the toll. Who said that?", ("We are sorry for the toll. Who said that?",)),
        ("For the toll board, who paid?", ("For the toll board, who paid?",)),
    ],
)
def test_what_the_asker_tells_of_themselves_is_taken_off(asked: str, read: tuple[str, ...]) -> None:
    assert readings(asked, []) == [read]


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("What date is on the press release about the toll?", "When was the press release about the toll published?"),
        (
            "Which day stands at the head of the toll board's statement?",
            "When was the toll board's statement published?",
        ),
        (
            "What time of day does the news item on the toll bear?",
            "At what time was the news item on the toll published?",
        ),
        ("How is this report dated?", "When was this report published?"),
        ("What date does the report give for the toll?", "What date does the report give for the toll?"),
        ("What day is the bridge closed on?", "What day is the bridge closed on?"),
        ("What date is on the coin?", "What date is on the coin?"),
    ],
)
def test_the_date_that_a_text_bears_is_asked_as_the_day_of_its_publication(asked: str, read: str) -> None:
    assert readings(asked, []) == [(read,)]


def test_an_aside_within_a_conversation_leaves_what_was_asked_before() -> None:
    history = told("What was Lee's condition for the toll?", "Lee wants a bridge.")
    asked = "I need to know one thing: did Holt accept it?"
    assert standalone(asked, history) == "Did Holt accept it? (What was Lee's condition for the toll?)"


def test_a_follow_up_after_a_question_about_the_documents() -> None:
    history = told("What do the documents say about the toll in Ghent?", "The toll is paid in Ghent.")
    assert standalone("And in Bruges?", history) == "What is said about the toll in Bruges?"
