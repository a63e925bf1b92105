from __future__ import annotations

import pytest

from assistant.followups.readings import readings
from assistant.holders import Labelled, office_told, sides, titled_otherwise, with_holders

SPEAKERS = [
    ("Anna Lee", "Norwegian Prime Minister"),
    ("Ann Lee", "Prime Minister of Norway"),
    ("Bo Dahl", "U.S. Secretary of State"),
    ("Carl Ek", "assistant secretary at the department’s Bureau of Roads"),
    ("Dora Fry", "Spokesperson of the Ministry of Foreign Affairs"),
    ("Norwegian foreign ministry", None),
    ("Ed Holm", "President of the Republic of Finland"),
    ("Ed Holm", "President"),
    ("Fay Moe", "President of Uppsala University"),
    ("Gil Nord", "EU foreign policy chief"),
    ("the mayor", None),
]


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("What did America's top diplomat ask?", "What did Bo Dahl ask?"),
        ("What did the top American diplomat ask?", "What did Bo Dahl ask?"),
        ("What does Washington’s secretary of state want?", "What does Bo Dahl want?"),
        ("Is it the Finnish leader's opinion?", "Is it Ed Holm's opinion?"),
        ("What did Finland's president say?", "What did Ed Holm say?"),
        ("What did the president of Finland say?", "What did Ed Holm say?"),
        ("What did the head of state in Helsinki say?", "What did Ed Holm say?"),
        ("What does the secretary of state of the United States want?", "What does Bo Dahl want?"),
        ("Did America's top diplomat call?", "Did Bo Dahl call?"),
        ("What did the United States' top diplomat say?", "What did Bo Dahl say?"),
        ("What did the United States's top diplomat say?", "What did Bo Dahl say?"),
        ("What did the assistant secretary tell Oslo's spokesman?", "What did Carl Ek tell Dora Fry?"),
        ("What does the foreign ministry's spokeswoman deny?", "What does Dora Fry deny?"),
        ("What does the Foreign Ministry spokesperson deny?", "What does Dora Fry deny?"),
        ("What does Norway want, and what did its spokesman say?", "What does Norway want, and what did Dora Fry say?"),
    ],
)
def test_an_office_is_read_as_who_holds_it(question: str, read: str) -> None:
    assert with_holders(question, lambda: SPEAKERS) == read


@pytest.mark.parametrize(
    "question",
    [
        "What did the Swedish spokesman say?",  # of another country
        "What does Sweden want, and what did its president say?",
        "What did the leader say?",  # one of two
        "What did the president say?",  # or the university's
        "What does Norway want from Finland, and what did its president say?",  # whose?
        "What did the defence ministry's spokeswoman deny?",
        "What did the foreign policy chief say?",  # somebody else is called so
        "What did Tesla's president say?",  # of no country
        "What did its president say?",  # of whom?
        "What did the president of the club say?",
        "What did the president of Uppsala University say?",
        "What did the president of Sweden say?",
        "What did the Secretary of State Bo Dahl say?",
        "What did the American diplomat say?",  # neither the top one nor the only one
        "Which leaders met?",
    ],
)
def test_an_office_that_may_be_anothers_is_left_alone(question: str) -> None:
    assert with_holders(question, lambda: SPEAKERS) == question


@pytest.mark.parametrize(
    ("role", "question"),
    [
        ("Vice President of the United States", "What did America's president say?"),
        ("Former U.S. President", "What did America's president say?"),
        ("Deputy Prime Minister of Norway", "What did Norway's prime minister say?"),
        ("U.K. Secretary of State for Defence", "What did Britain's top diplomat say?"),
        ("Spokesperson of the Norwegian Ministry of Defence", "What did Norway's foreign ministry spokesman say?"),
        ("assistant secretary of defense", "What did the assistant secretary of state say?"),
        ("President of Uppsala University", "What did the president say?"),
    ],
)
def test_who_holds_a_lesser_a_former_or_another_office_is_not_meant(role: str, question: str) -> None:
    assert with_holders(question, lambda: [("Anna Lee", role)]) == question


def test_who_speaks_in_the_documents_is_looked_up_only_for_an_office() -> None:
    def never() -> Labelled:
        raise AssertionError("looked up")

    assert with_holders("What did Ann Lee say?", never) == "What did Ann Lee say?"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a foreign minister", True),
        ("the foreign ministers", True),
        ("a foreign ministerial meeting of diplomatic use", False),
    ],
)
def test_an_office_is_told_by_its_whole_name(text: str, told: bool) -> None:
    office = office_told("Norway's foreign minister")
    assert office is not None
    assert (office.search(text) is not None) is told


def test_the_name_makes_a_second_reading() -> None:
    assert readings("What did the president of all say to Helsinki's president?", [], lambda: SPEAKERS) == [
        ("What did the president of all say to Helsinki's president?",),
        ("What did the president of all say to Ed Holm?",),
    ]


@pytest.mark.parametrize(
    ("asked", "own", "others", "unheard"),
    [
        ("Norwegian spokesman", {"Dora Fry", "Norwegian foreign ministry"}, {"Anna Lee", "Ann Lee", "Bo Dahl", "Ed Holm", "Carl Ek", "Fay Moe", "Gil Nord"}, False),
        ("Helsinki", {"Ed Holm"}, {"Anna Lee", "Ann Lee", "Bo Dahl", "Dora Fry", "Norwegian foreign ministry"}, False),
        ("Finland's foreign ministry", set(), {"Ed Holm", "Anna Lee", "Ann Lee", "Bo Dahl", "Dora Fry", "Norwegian foreign ministry", "Carl Ek", "Fay Moe", "Gil Nord"}, True),
        ("U.S. President Ann Poe", {"Bo Dahl"}, {"Anna Lee", "Ann Lee", "Ed Holm", "Dora Fry", "Norwegian foreign ministry"}, False),
        ("Swedish side", set(), {"Anna Lee", "Ann Lee", "Bo Dahl", "Ed Holm", "Dora Fry", "Norwegian foreign ministry"}, False),
        ("spokesman", set(), set(), False),
        ("Bo Dahl", set(), set(), False),
        ("Norwegian and Finnish ministers", set(), set(), False),
    ],
)  # fmt: skip
def test_who_speaks_for_a_state_and_who_does_not(asked: str, own: set[str], others: set[str], unheard: bool) -> None:
    assert sides(asked, lambda: SPEAKERS) == (own, others, unheard)


def test_a_ministry_of_no_country_is_of_the_only_one_whose_ministry_is_named() -> None:
    bare = [("Foreign Ministry", None), ("Norwegian foreign ministry", None)]
    assert sides("Oslo", lambda: bare) == ({"Foreign Ministry", "Norwegian foreign ministry"}, set(), False)
    assert sides("Swedish president", lambda: bare).unheard
    assert not sides("Swedish president", lambda: [*bare, ("THE PRESIDENT", None)]).unheard
    two = [*bare, ("Danish foreign ministry", None)]
    assert sides("Oslo", lambda: two) == ({"Norwegian foreign ministry"}, {"Danish foreign ministry"}, False)


@pytest.mark.parametrize(
    ("asked", "label"),
    [
        ("Russian presidential spokesman", ("Dan Ash", "Kremlin spokesman")),
        ("Russian Foreign Ministry spokeswoman", ("Dan Ash", "spokeswoman")),
        ("Norwegian ministry", ("Dan Ash", "Spokesperson of the Ministry of Roads")),
        ("French president", ("Dan Ash", "French leader")),
        ("Norwegian head of state", ("Dan Ash", "King of Norway")),
        ("British prime minister", ("Dan Ash", "PM")),
        ("French president", ("", "President")),
    ],
)
def test_an_office_has_more_names_than_one(asked: str, label: tuple[str, str]) -> None:
    found = sides(asked, lambda: [label])
    assert (label[0] in found.others, found.unheard) == (False, False)


@pytest.mark.parametrize(
    ("asked", "label"),
    [
        ("Norwegian spokesman", ("Associated Press", None)),
        ("Norwegian foreign minister", ("Dan Ash", "Administrator of Roads")),
        ("Norwegian foreign minister", ("Dan Ash", "Prime Minister of Norway")),
        ("President of Norway", ("Dan Ash", None)),
        ("Ministry of Foreign Affairs of Norway", ("Dan Ash", "mayor")),
    ],
)
def test_an_office_that_nobody_has(asked: str, label: tuple[str, str | None]) -> None:
    assert sides(asked, lambda: [label]).unheard


def test_another_ministry_of_foreign_something_is_not_the_foreign_ministry() -> None:
    labels = [("Ministry of Foreign Trade", None), ("Norwegian foreign ministry", None)]
    assert sides("Oslo", lambda: labels).own == {"Norwegian foreign ministry"}


@pytest.mark.parametrize(
    ("question", "otherwise"),
    [
        ("Why did the Danish prime minister Ann Lee resign?", True),
        ("Why did Denmark's Foreign Ministry spokeswoman Dora Fry resign?", True),
        ("What did Swedish President Holm say?", True),
        ("Why did the Norwegian prime minister Ann Lee resign?", False),
        ("Why did Norway's Foreign Ministry spokeswoman Dora Fry resign?", False),  # the only ministry is Norway's
        ("What did Finnish President Ed Holm say?", False),
        ("What did the Danish minister tell Ann Lee?", False),
        ("What did the Danish minister Nils Berg say?", False),  # of whom nothing is known
        ("What did the envoy to Denmark, Secretary Bo Dahl, say?", False),
    ],
)
def test_an_office_of_another_state_is_not_theirs(question: str, otherwise: bool) -> None:
    assert titled_otherwise(question, lambda: SPEAKERS) is otherwise
