"""Named exceptions. Each message is one sentence for people that says what is wrong and what mends it."""

from __future__ import annotations


class AssistantError(Exception):
    """Base of all errors this package raises on purpose; `exit_code` is what the command line returns for it."""

    exit_code = 2


class BadInput(AssistantError):
    """A path, question or option that cannot be used as it is."""


class UnreadableFile(BadInput):
    """A source file that cannot become a Document."""


class IndexMissing(AssistantError):
    """There is no index where one was asked for."""


class IndexMismatch(AssistantError):
    """The index was made by another model, format or setting than the one asked for."""


class IndexBusy(AssistantError):
    """Another process is writing to the index."""


class IndexDamaged(AssistantError):
    """The store, which is the truth, failed a check; derived files never raise this, they are rebuilt."""

    exit_code = 1


class ModelUnusable(AssistantError):
    """A model that is missing, damaged or not what its name says."""


class ReaderUnusable(AssistantError):
    """The process that reads files cannot be started."""
