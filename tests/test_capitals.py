from __future__ import annotations

import pytest

from assistant.capitals import COUNTRY_OF, with_countries


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("Why did Baku turn it down?", "Why did Azerbaijan turn it down?"),
        ("What does Yerevan’s ministry want from Washington?", "What does Armenia’s ministry want from Washington?"),
        ("Who met in Baku and in New Delhi?", "Who met in Baku and in New Delhi?"),
        ("What of the Washington meeting, London?", "What of the Washington meeting, United Kingdom?"),
        ("Did the American side in South America agree?", "Did the U.S. side in South America agree?"),
        ("Were the Azeris in an Azeri town?", "Were the Azerbaijanis in an Azerbaijani town?"),
        ("Is Bakuvian a word?", "Is Bakuvian a word?"),
        ("What do Baku, Yerevan and Moscow want?", "What do Azerbaijan, Armenia and Russia want?"),
        ("Has Washington agreed? London had.", "Has United States agreed? United Kingdom had."),
        ("Who asked Lee? Baku's Mayor.", "Who asked Lee? Azerbaijan's Mayor."),
        (
            "What did Baku Mayor Lee tell London Mayor Poe?",
            "What did Azerbaijan Mayor Lee tell United Kingdom Mayor Poe?",
        ),
        ("Did British Prime Minister Poe stay in Baku?", "Did U.K. Prime Minister Poe stay in Baku?"),
        (
            "Did Lee’s American friends ask a Mr. Poe? Baku knows.",
            "Did Lee’s U.S. friends ask a Mr. Poe? Azerbaijan knows.",
        ),
        ("Compare Baku and Yerevan.", "Compare Azerbaijan and Armenia."),
        ("Does the government in Baku ask Oslo?", "Does the government of Azerbaijan ask Norway?"),
        ("Did the authorities in Oslo stay in Baku?", "Did the authorities of Norway stay in Baku?"),
        ("Did the leaders in London talks agree?", "Did the leaders in London talks agree?"),
    ],
)
def test_a_capital_that_acts_is_its_country_and_one_where_things_happen_a_place(question: str, read: str) -> None:
    assert with_countries(question) == read


@pytest.mark.parametrize(
    "question",
    [
        "What did George Washington want?",
        "George Washington wanted what?",
        "Did J. Washington, Mr. London and President Washington meet?",
        "What did the Washington Post and the Moscow Times write?",
        "Does British Airways fly, and American Airlines?",
        "What did Sofia Vergara say to Paris Hilton?",
        "What does Great Britain ask of Captain America?",
    ],
)
def test_what_is_part_of_a_longer_name_is_no_country(question: str) -> None:
    assert with_countries(question) == question


def test_the_table_has_no_half_names() -> None:
    assert all(capital and country for capital, country in COUNTRY_OF.items())
    assert (COUNTRY_OF["Addis Ababa"], COUNTRY_OF["Pretoria"]) == ("Ethiopia", "South Africa")
