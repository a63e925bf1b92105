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
    ],
)
def test_a_capital_that_acts_is_its_country_and_one_where_things_happen_a_place(question: str, read: str) -> None:
    assert with_countries(question) == read


def test_the_table_has_no_half_names() -> None:
    assert all(capital and country for capital, country in COUNTRY_OF.items())
    assert (COUNTRY_OF["Addis Ababa"], COUNTRY_OF["Pretoria"]) == ("Ethiopia", "South Africa")
