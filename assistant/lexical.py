"""Words: BM25 over passages in Tantivy. The only module that imports Tantivy.

Passages are indexed in the search form of `text.content_stems`, joined by spaces and split at spaces, so that the
index, the query and the vocabulary of the store agree on what a word is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import tantivy

from assistant.text import STOP_WORDS, content_stems
from assistant.vectors import Ranked

_MEMORY = 64 * 2**20  # bytes of the writer's buffer; Tantivy asks for 15 MB a thread at least


class LexicalIndex:
    """Passage ids (from the store) and their words."""

    def __init__(self, index: tantivy.Index) -> None:
        self._index = index

    @classmethod
    def in_memory(cls) -> LexicalIndex:
        return cls(_prepared(tantivy.Index(_schema())))

    @classmethod
    def at(cls, folder: Path) -> LexicalIndex:
        """The index kept in `folder`, made if there is none."""
        return cls(_prepared(tantivy.Index(_schema(), path=str(folder))))

    def update(self, added: Iterable[tuple[int, str]]) -> None:
        """Add (id, text) pairs and commit. Nothing is ever removed: BM25 would go on counting it."""
        writer = self._index.writer(_MEMORY, 1)  # one thread: the same segments for the same input
        for number, text in added:
            document = tantivy.Document()
            document.add_unsigned("id", number)
            document.add_text("words", " ".join(content_stems(text)))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def search(self, query: str, k: int, among: Sequence[int] | None = None) -> Ranked:
        """The `k` best (id, BM25) passages, of those `among` if given, that share a content word with `query`; equal
        scores in order of id."""
        stems = sorted(set(content_stems(query)))
        if not stems or k <= 0:
            return []
        schema = self._index.schema
        terms = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "words", stem)) for stem in stems]
        wanted = tantivy.Query.boolean_query(terms)
        if among is not None:  # a constant score of 0 leaves BM25 as it is
            members = tantivy.Query.const_score_query(tantivy.Query.term_set_query(schema, "id", list(among)), 0.0)
            wanted = tantivy.Query.boolean_query([(tantivy.Occur.Must, wanted), (tantivy.Occur.Must, members)])
        searcher = self._index.searcher()
        hits = searcher.search(wanted, limit=k).hits
        ranked = [(int(searcher.doc(address).get_first("id")), float(score)) for score, address in hits]
        return sorted(ranked, key=lambda r: (-r[1], r[0]))

    def containing(self, text: str) -> list[int] | None:
        """The ids of all passages with every content word of `text`, in order; None where it has no content word."""
        stems = sorted(set(content_stems(text)) - STOP_WORDS)  # "who's" is no stop word, its stem is
        if not stems:
            return None
        terms = [(tantivy.Occur.Must, tantivy.Query.term_query(self._index.schema, "words", stem)) for stem in stems]
        searcher = self._index.searcher()
        hits = searcher.search(tantivy.Query.boolean_query(terms), limit=max(1, searcher.num_docs)).hits
        return sorted(int(searcher.doc(address).get_first("id")) for _, address in hits)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", stored=True, indexed=True)
    builder.add_text_field("words", stored=False, tokenizer_name="spaces", index_option="freq")
    return builder.build()


def _prepared(index: tantivy.Index) -> tantivy.Index:
    index.register_tokenizer("spaces", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index
