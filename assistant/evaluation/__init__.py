"""Known questions → answers → results → figures → a gate and a report (docs/evaluation.md)."""

from assistant.evaluation.answers import Answered, answer_json, answered_line, ask_all, ask_one, read_answers, run
from assistant.evaluation.draft import drafts
from assistant.evaluation.gate import Comparison, compare, load_baseline
from assistant.evaluation.html import fragment, page
from assistant.evaluation.markdown import markdown
from assistant.evaluation.places import Corpus, place
from assistant.evaluation.public import FORMATS, convert
from assistant.evaluation.questions import Question, load_questions, turns
from assistant.evaluation.record import Evaluation, corpus_of, evaluated, made_with, plain, summary_text
from assistant.evaluation.report import save
from assistant.evaluation.scoring import Result, score, scored_all
from assistant.evaluation.summary import by_document, by_kind, by_speaker, intervals, summarise

__all__ = [
    "FORMATS",
    "Answered",
    "Comparison",
    "Corpus",
    "Evaluation",
    "Question",
    "Result",
    "answer_json",
    "answered_line",
    "ask_all",
    "ask_one",
    "by_document",
    "by_kind",
    "by_speaker",
    "compare",
    "convert",
    "corpus_of",
    "drafts",
    "evaluated",
    "fragment",
    "intervals",
    "load_baseline",
    "load_questions",
    "made_with",
    "markdown",
    "page",
    "place",
    "plain",
    "read_answers",
    "run",
    "save",
    "score",
    "scored_all",
    "summarise",
    "summary_text",
    "turns",
]
