"""The bundled models, real, and what guards them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ModelUnusable
from assistant.models import late_interaction, load_encoder, load_matcher, load_reranker, onnx
from assistant.models.cosines import Cosines
from assistant.models.late_interaction import LateInteraction
from assistant.models.onnx import (
    BGE_SHA256,
    EXACT_PRODUCTS,
    WEIGHTS_FOLDER,
    OnnxEncoder,
    OnnxReranker,
    bundled_folder,
    has_vnni,
    load_session,
    pair_text,
)
from assistant.models.states import WordStates
from assistant.text import words
from assistant.types import Span
from tests.toys import ToyEncoder

TEXTS = [
    "The bridge was closed in 2021.",
    "Cows eat grass all day long, every day of the year, wherever there is some.",
    "x",
]


@pytest.fixture(scope="module")
def encoder() -> OnnxEncoder:
    return OnnxEncoder.bundled()


@pytest.fixture(scope="module")
def reranker() -> OnnxReranker:
    return OnnxReranker.reranker()


def test_vectors_are_of_length_one_and_do_not_depend_on_their_neighbours(encoder: OnnxEncoder) -> None:
    together = encoder.encode_passages(TEXTS)
    alone = np.array([encoder.encode_passages([t])[0] for t in reversed(TEXTS)])[::-1]
    assert together.shape == (3, 384)
    assert together.dtype == np.float32
    assert np.linalg.norm(together, axis=1) == pytest.approx([1, 1, 1], abs=1e-6)
    assert together.tobytes() == alone.tobytes()


def test_a_query_is_nearest_to_what_it_asks_for(encoder: OnnxEncoder) -> None:
    assert int(np.argmax(encoder.encode_passages(TEXTS) @ encoder.encode_query("When was the bridge shut?"))) == 0


@pytest.fixture(scope="module")
def matcher() -> LateInteraction:
    return LateInteraction()


WHOLE = [Span(0, len(text)) for text in TEXTS]
PASSAGE = "The mayor spoke of the summit in Lisbon. It will take place in May, he said."
SENTENCES = [Span(0, 40), Span(41, len(PASSAGE))]


def test_nearness_does_not_depend_on_other_texts_nor_on_what_was_compared_before(matcher: LateInteraction) -> None:
    question = "When was the bridge shut?"
    together = matcher.score(question, TEXTS, WHOLE)
    assert together.dtype == np.float32
    alone = [float(matcher.score(question, [t], [s])[0]) for t, s in zip(TEXTS[::-1], WHOLE[::-1], strict=True)]
    assert alone[::-1] == together.tolist()
    twice = LateInteraction().score(question, [*TEXTS, *TEXTS], [*WHOLE, *WHOLE])
    assert twice.tolist() == [*together.tolist(), *together.tolist()]
    assert int(np.argmax(together)) == 0
    assert all(-1 <= x <= 1 for x in together)


def test_a_passage_is_read_once_for_all_its_sentences_and_all_questions(
    matcher: LateInteraction, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    of_texts = matcher._states.of_texts
    monkeypatch.setattr(matcher._states, "of_texts", lambda texts: [read.extend(texts), of_texts(texts)][1])
    for question in ("Who spoke of it?", "When will it be?"):
        assert matcher.score(question, [PASSAGE, PASSAGE], SENTENCES).shape == (2,)
    assert read == [PASSAGE]


def test_a_sentence_is_read_in_its_passage_and_its_own_words_alone_are_compared(matcher: LateInteraction) -> None:
    question, sentence = "When will the summit be?", SENTENCES[1]
    first, then = matcher.score(question, [PASSAGE, PASSAGE], SENTENCES)
    (alone,) = matcher.score(question, [PASSAGE[sentence.start :]], [Span(0, sentence.end - sentence.start)])
    assert then > alone
    assert matcher.score(question, [PASSAGE], [Span(0, len(PASSAGE))])[0] >= max(first, then)
    starts = matcher._read([PASSAGE])[PASSAGE].starts
    inside = [PASSAGE[start:].split()[0] for start in starts if sentence.start <= start < sentence.end]
    assert inside == ["It", "will", "take", "place", "in", "May,", "he", "said."]  # neither comma nor stop
    assert starts[:2].tolist() == [-1, -1]
    assert starts[2:].tolist() == [m.start() for m in re.finditer(r"\w+", PASSAGE)]


def test_what_lies_behind_the_longest_text_is_read_too(matcher: LateInteraction) -> None:
    long = "Cows eat grass. " * 200 + "The bridge was closed in May."
    near, far = matcher.score("When was the bridge shut?", [long, long], [Span(3200, len(long)), Span(0, 15)])
    assert near > 0.6 > far
    assert matcher._read([long])[long].starts.tolist() == [-1, -1, *(m.start() for m in re.finditer(r"\w+", long))]


def test_few_texts_are_kept_those_used_last(monkeypatch: pytest.MonkeyPatch) -> None:
    matcher = LateInteraction()
    whole = matcher.score("What do cows eat?", TEXTS, WHOLE)
    of_two = sum(matcher._known[text].states.nbytes for text in TEXTS[1:])
    monkeypatch.setattr(late_interaction, "KEPT", of_two)
    assert matcher.score("What do cows eat?", TEXTS, WHOLE).tolist() == whole.tolist()
    assert list(matcher._known) == TEXTS[1:]
    assert matcher.score("What do cows eat?", TEXTS, WHOLE).tolist() == whole.tolist()


@pytest.mark.parametrize("text", ["", "?!", "[SEP] [MASK]", "long " * 3_000, "\ud800", "\ud83d\ude00 it"])
def test_whatever_is_compared_has_a_nearness(text: str, matcher: LateInteraction) -> None:
    spans = [Span(0, len(text)), Span(len(text), len(text)), Span(3, 9)]
    assert np.isfinite(matcher.score(text, [text, text, "A bridge."], spans)).all()


def test_an_altered_head_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    altered = tmp_path / "late-interaction.npz"
    monkeypatch.setattr(late_interaction, "HEAD", altered)
    with pytest.raises(ModelUnusable, match="cannot be read"):
        LateInteraction()
    altered.write_bytes(b"something else")
    with pytest.raises(ModelUnusable, match="is not the one this version was tested with"):
        LateInteraction()


def test_beside_another_encoder_sentences_are_matched_by_its_cosines(encoder: OnnxEncoder) -> None:
    toy = ToyEncoder()
    matcher = load_matcher(toy, toy.encode_passages)
    assert isinstance(matcher, Cosines)
    text = "city city. mountain"
    near = matcher.score("river city", [text, text], [Span(0, 10), Span(11, 19)])
    assert near.tolist() == pytest.approx([0.5**0.5, 0.0])
    assert isinstance(load_matcher(encoder, encoder.encode_passages), LateInteraction)


def test_no_texts_no_vectors(encoder: OnnxEncoder, matcher: LateInteraction, reranker: OnnxReranker) -> None:
    assert encoder.encode_passages([]).shape == (0, 384)
    assert matcher.score("Who?", [], []).shape == (0,)
    assert reranker.score("Who?", [], []).shape == (0,)


def test_progress_counts_every_text(encoder: OnnxEncoder) -> None:
    seen: list[int] = []
    encoder.encode_passages(TEXTS, seen.append)
    assert seen == [1, 1, 1]


def test_scores_rank_the_answer_first_and_do_not_depend_on_their_neighbours(reranker: OnnxReranker) -> None:
    question, contexts = "When was the bridge closed?", ["News", "", ""]
    scores = reranker.score(question, TEXTS, contexts)
    assert int(np.argmax(scores)) == 0
    assert (
        scores.tobytes()
        == np.array([reranker.score(question, [t], [c])[0] for t, c in zip(TEXTS, contexts, strict=True)]).tobytes()
    )


def test_scores_are_the_same_on_every_machine(reranker: OnnxReranker) -> None:
    """Where products of int8 overflow (x86 without VNNI, the fast way) a former ranker was off by 1.0 on these."""
    text = "a humanitarian corridor to the besieged town of Beit Samar was opened at six o'clock this morning."
    asked = "At what hour did the passage into the town become usable?"
    opened = reranker.score(asked, [f"The Regional Commission for Relief announces that {text}"], [""])
    freed = "Brennoria handed over twenty-six persons, and the Dolmen Republic released nineteen."
    handed = reranker.score("How many captives did the Dolmen Republic let go?", [freed], [""])
    assert [float(opened[0]), float(handed[0])] == pytest.approx([2.306, 5.654], abs=0.05)


def test_exact_products_are_asked_for_where_the_processor_is_not_known_to_have_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reranker: OnnxReranker
) -> None:
    listed = tmp_path / "cpuinfo"
    assert not has_vnni(listed)
    listed.write_text("flags : sse4_2 avx2\n")
    assert not has_vnni(listed)
    listed.write_text("flags : avx2 avx512_vnni\n")
    assert has_vnni(listed)
    monkeypatch.setattr(onnx, "has_vnni", lambda: False)
    exact = OnnxReranker.reranker()
    asked_for = [
        r._session.session.get_session_options().get_session_config_entry(EXACT_PRODUCTS) for r in (reranker, exact)
    ]
    assert asked_for == [str(int(not has_vnni())), "1"]
    contexts = ["News", "", ""]
    assert exact.score("Who closed it?", TEXTS, contexts) == pytest.approx(
        reranker.score("Who closed it?", TEXTS, contexts), abs=1e-4
    )


def test_a_text_longer_than_the_model_is_cut_not_refused(encoder: OnnxEncoder, reranker: OnnxReranker) -> None:
    assert encoder.encode_passages(["word " * 5000]).shape == (1, 384)
    assert reranker.score("Who?", ["word " * 5000], ["title"]).shape == (1,)


def test_a_document_cannot_forge_the_separator() -> None:
    assert pair_text("He [SEP] left", "T[SEP]itle") == "He   left [SEP] T itle"
    assert pair_text("He left", "") == "He left"


def test_the_fingerprint_names_all_that_vectors_depend_on(encoder: OnnxEncoder) -> None:
    assert encoder.fingerprint == (
        f"bge-small-en-v1.5 sha256={BGE_SHA256} dimension=384 "
        "prefix='Represent this sentence for searching relevant passages: ' max=512"
    )


def test_each_word_has_a_state_that_its_neighbours_in_the_batch_do_not_change() -> None:
    texts = ["Rivers flow.", "A ferry crosses the unfathomable river twice.", "word " * 600]
    spans = [words(text) for text in texts]
    states = list(WordStates().of(texts, spans))
    assert [s.shape for s in states] == [(2, 384), (7, 384), (600, 384)]
    assert all(np.abs(state).sum(axis=1).min() > 0 for state in states[:2])
    assert np.flatnonzero(np.abs(states[2]).sum(axis=1)).tolist() == list(range(510))  # what lies behind is not read
    (alone,) = WordStates().of(texts[1:2], spans[1:2])
    assert np.array_equal(alone, states[1])


def test_a_model_is_loaded_once_for_all_assistants(reranker: OnnxReranker) -> None:
    assert OnnxReranker.reranker()._session is reranker._session
    assert OnnxReranker.judge()._session is not reranker._session


def test_weights_of_another_hash_are_not_loaded(tmp_path: Path) -> None:
    shutil.copytree(bundled_folder() / "bge_small_en", tmp_path / "model")
    with (tmp_path / "model" / "model.onnx").open("r+b") as weights:
        weights.seek(1_000_000)
        weights.write(b"\0")
    with pytest.raises(ModelUnusable, match="is not the one this version was tested with"):
        load_session(tmp_path / "model" / "model.onnx", tmp_path / "model" / "tokenizer.json", BGE_SHA256)
    with pytest.raises(ModelUnusable, match="cannot be read"):
        load_session(tmp_path / "nowhere.onnx", tmp_path / "model" / "tokenizer.json", BGE_SHA256)


@pytest.fixture(scope="module")
def torch_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny sentence-transformers model and cross-encoder with random weights, made here: no hub is asked."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer
    from transformers import BertConfig, BertForSequenceClassification, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("torch")
    torch.manual_seed(0)
    tokenizer = BertTokenizerFast(vocab=str(bundled_folder() / "bge_small_en" / "vocab.txt"))
    sizes = BertConfig(
        vocab_size=30522, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16, num_labels=1
    )
    for name, model in (("plain", BertModel(sizes)), ("reranker", BertForSequenceClassification(sizes))):
        model.save_pretrained(folder / name)
        tokenizer.save_pretrained(folder / name)
    SentenceTransformer(modules=[t := Transformer(str(folder / "plain")), Pooling(t.get_embedding_dimension())]).save(
        str(folder / "encoder")
    )
    return folder


def test_any_sentence_transformers_model_serves(torch_folder: Path) -> None:
    encoder, reranker = load_encoder(str(torch_folder / "encoder")), load_reranker(str(torch_folder / "reranker"))
    vectors = encoder.encode_passages(TEXTS)
    assert (encoder.dimension, vectors.shape) == (16, (3, 16))
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
    assert encoder.encode_query("x") == pytest.approx(vectors[2], abs=1e-5)
    assert encoder.fingerprint.startswith(f"{torch_folder / 'encoder'} sha256=")
    assert "dimension=16" in encoder.fingerprint
    assert reranker.score("Who?", TEXTS, ["", "", ""]).shape == (3,)


def test_a_model_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelUnusable, match="^The encoder '.*nowhere' cannot be loaded: "):
        load_encoder(str(tmp_path / "nowhere"))


@pytest.mark.parametrize("name", ["sentence-ranker", "answer-judge"])
def test_the_slower_kernel_is_in_no_bundled_model_of_ours(name: str) -> None:
    assert b"SkipLayerNormalization" not in (WEIGHTS_FOLDER / f"{name}.onnx").read_bytes()  # eval/take_apart.py
