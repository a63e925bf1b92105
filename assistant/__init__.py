"""A retrieval assistant that never shows a quote it cannot prove. Start at `Assistant`."""

import os

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # ONNX Runtime would report to its maker; read when it is imported
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # one text a run: a thread pool of its own only costs

from assistant.assistant import Assistant
from assistant.errors import AssistantError
from assistant.types import (
    Answer,
    ArticleCheck,
    ArticleQuote,
    Change,
    Citation,
    Comparison,
    Document,
    Filters,
    Group,
    Hit,
    IndexReport,
    InForce,
    Missing,
    Passage,
    QuoteCheck,
    Settings,
    Turn,
)

__all__ = [
    "Answer",
    "ArticleCheck",
    "ArticleQuote",
    "Assistant",
    "AssistantError",
    "Change",
    "Citation",
    "Comparison",
    "Document",
    "Filters",
    "Group",
    "Hit",
    "InForce",
    "IndexReport",
    "Missing",
    "Passage",
    "QuoteCheck",
    "Settings",
    "Turn",
]
