from __future__ import annotations

import numpy as np
import pytest

from assistant.snapshot import StoredSource
from assistant.spelling import is_slip, mend
from assistant.store import Store
from assistant.types import Document


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    text = "Blinken and Aliyev met in Lachin. The alternative roads and barriers delay the treaty. O’Brien wrote. Later, a later letter asked for a waiver. The head raised apologies of a defense organization, demanding stability; organizations expelled civilian guests, as programmed."
    made = Store(tmp_path_factory.mktemp("spelling") / "store.sqlite")
    with made.write() as transaction:
        transaction.put_vectors(["v"], np.ones((1, 4), dtype=np.float32))
        transaction.put_source(StoredSource("d", "/d", "s", "stamp"))
        transaction.put(Document("d", "s", text), "d", [], [], [])
    return made


@pytest.mark.parametrize(
    ("question", "mended"),
    [
        ("waht altrenative raods had bariers?", "what alternative roads had barriers?"),
        ("How long did alievs treatry dealy", "How long did aliyev treaty delay"),
        ("Did Blniken call Obrien?", "Did Blinken call O'brien?"),
        ("Acording to Blinken, did Acording wait?", "According to Blinken, did Acording wait?"),
        ("Did O'Brein alredy call?", "Did O'Brien already call?"),  # not in the documents, but too common to be a name
        (
            "Who was deleying, and who is expeling?",
            "Who was delaying, and who is expelling?",
        ),  # the documents have another form of it
        ("Of teh kanye and snicket of funkin' condtion, wehn?", "Of the kanye and snicket of funkin' condition, when?"),
        (
            "Who heared of programmd calls?",
            "Who heard of programmed calls?",
        ),  # not "headed", though a form of it were there
        ("Who was stabilizin' it?", "Who was stabilizin' it?"),
        ("Was Blinken testifing of modrics?", "Was Blinken testifying of modrics?"),  # too long to be another word
        ("who agre, accroding to teh statment publised?", "who agree, according to the statement published?"),
        ("What did modric and barak say of ostrovka", "What did modric and barak say of ostrovka"),  # they may be names
        # of two words as near, the one of the same letters; a rare English word of the letters of one in the documents
        ("which leter has the wavier", "which letter has the waiver"),
        # the first word may be a question word, though it is another word, too
        ("wen did blinken meet", "when did blinken meet"),
        ("wat did blinken say of wen", "what did blinken say of wen"),
        ("why who wrote", "why who wrote"),
        ("Wen wrote", "Wen wrote"),
        ("dig site", "dig site"),
        ("whole roads", "whole roads"),
        # typed without capitals: names of the documents, countries and what may well be a name get theirs
        ("did aliyev meet modric in georgia or lachin", "did Aliyev meet Modric in Georgia or Lachin"),
        ("who met at the alternative road", "who met at the alternative road"),
        # words that are right stay, whether the corpus has them or not
        ("Did the minister treat the visitors in Paris?", "Did the minister treat the visitors in Paris?"),
        # British spelling is no error; it is put as the documents have it
        (
            "Who realised the programme to stabilise a neighbour’s defence?",
            "Who realised the program to stabilize a neighbour’s defense?",
        ),
        (
            "Does the Ministry of Defence programme demining, with civilians and expellees?",
            "Does the Ministry of Defense program demining, with civilians and expellees?",
        ),
        ("Which organisations apologised?", "Which organizations apologized?"),
        ("and what of teh organisatons?", "and what of the organizations?"),
        # a name the corpus lacks is not bent into one it has
        ("What did Leyla Aliyeva say to Petrosyan?", "What did Leyla Aliyeva say to Petrosyan?"),
        ("What of the UNSC in 2023, COVID-19 and Füßli?", "What of the UNSC in 2023, COVID-19 and Füßli?"),
        ("Что сказал Алиев?", "Что сказал Алиев?"),
    ],
)
def test_mend(store: Store, question: str, mended: str) -> None:
    with store.read() as snapshot:
        assert mend(question, snapshot) == mended


@pytest.mark.parametrize(
    ("word", "slip"),
    [
        ("kiled", True),
        ("acceptabel", True),
        ("killed", False),
        ("blinken", False),
        ("modi", False),
        ("programme", False),
    ],
)
def test_a_slip_is_one_error_from_a_frequent_word(word: str, slip: bool) -> None:
    assert is_slip(word) is slip
