"""Every sentence and label the page shows of its own, in one place."""

from __future__ import annotations

TITLE = "Quotes you can prove"
PROMISE = (
    "Every answer is a verbatim quote, checked against its source. Where the documents do not say, this page says so."
)
CHAT = "Conversation"
SOURCES = "Sources"
QUESTION = "Your question"
PLACEHOLDER = "Ask about a fact, a name, a date, a statement …"
ASK = "Ask"
NEW = "New conversation"

# Shown as buttons where the document that answers them is in the index. The last is answered by silence.
EXAMPLE_QUESTIONS = (
    ("004_7b9dd2cba2efc039.txt", "What did Blinken ask Aliyev to allow?"),
    ("002_65deec5dc040f274.txt", "Why was the meeting in Washington cancelled?"),
    ("003_856f7c45f8c9dc7a.txt", "How many Azerbaijanis have fallen victim to mines?"),
    ("003_856f7c45f8c9dc7a.txt", "Who won the 2018 football world cup?"),
)

WELCOME = "Ask the documents"
WELCOME_TEXT = (
    "You get their own words, each quote with where it stands and what is known of who published it, and when.",
    "Nothing is paraphrased and nothing is invented. A label that nothing proves reads “unknown”.",
    "Follow-up questions are understood; how they were read is shown.",
)
FILTERS = "Filters"
SAID_FROM = "Said from"
SAID_TO = "Said until"
PUBLISHED_FROM = "Published from"
PUBLISHED_TO = "Published until"
DAY = "e.g. 2023-11"
PHRASE = "With these words"
DIRECT_ONLY = "Direct quotes only"
IN_FORCE = "Filter:"
ASK_TAB = "Ask"
COMPARE_TAB = "Compare"
SUBJECT = "What shall be compared"
SUBJECT_PLACEHOLDER = "Who said what about …?"
COMPARE = "Compare"
COMPARE_WELCOME = "Who said what"
COMPARE_TEXT = (
    "Quotes on one subject, by who says them and on which side that is proved to be, in order of days.",
    "No verdict. Where only one side is in the documents, or somebody is heard through others alone, that is said.",
)
NOTES = "To know beforehand"
SIDE = "Side:"
ITS_PUBLISHER = "its publisher"
PARALLELS = "Possibly the same, told in different words"
TIMELINE = "By day"
TIMELINE_PLOT = "Quotes by day, a line for each voice"
TIMELINE_TOLD = (
    "From {} to {}, {} voices. Filled: the day it was said; hollow: the day it was published. Quotes without a day: {}."
)
DAY_UNKNOWN = "day unknown"
WHERE = "Source"
TO_QUOTE = "To quote {}"
CHECK_TAB = "Check a quote"
QUOTE = "The quote"
QUOTE_PLACEHOLDER = "Paste the words, without quotation marks around them …"
SAID_BY = "Said by (optional)"
CHECK = "Check"
YOUR_QUOTE = "You gave"
CHECK_WELCOME = "Is it quoted truly?"
CHECK_TEXT = (
    "You learn whether the documents have these words: exact, altered, cropped, put together, another’s, or not there.",
    "With the true words in their sentence, word for word what differs, and whose words they are, and of when.",
)
CHECKING = "Holding the words against the documents …"
NOT_CHECKED = "Nothing was checked"
CHECK_FAILED = "Something went wrong while checking, so nothing is shown; please try again."
ARTICLE_TAB = "Check an article"
ARTICLE = "The article"
ARTICLE_PLACEHOLDER = "Paste its text, with its quotations in their marks …"
ARTICLE_FILE = "Or its file:"
CHECK_ARTICLE = "Check the article"
ARTICLE_WELCOME = "Are its quotations true?"
ARTICLE_TEXT = (
    "Every quotation in the text is found, given to whom the text gives it, and held against the documents.",
    "One or two words in marks, and titles, are listed but not judged. The file is read by your browser and not kept.",
)
KEEP = "Keep this report:"
TOO_LARGE = "too large to save here"
NO_SOURCES = "The passages behind an answer appear here, with the quote marked."
CHANGED = "The source has changed since this answer; only the proved sentence is shown."
NO_PASSAGES = "No passage comes near this question."
WORKING = "Searching the documents and proving each quote …"
YOU = "You asked"
READ_AS = "Read as:"
SILENCE = "The documents do not say"
ANSWER = "The documents say"
NEAREST = "Nearest passages (not an answer)"
NEAREST_OUTSIDE = "Nearest passages outside your filter (not an answer)"
EARLIER = "Earlier:"
WITHHELD = "Withheld, because the proof failed"
ERROR = "This question was not asked"
FAILED = "Something went wrong while answering, so nothing is shown; please ask again."
CONFIDENCE = "Confidence:"
CONFIDENCE_SILENT = "Confidence that a passage answers:"
UNKNOWN = "unknown"
PROVED = "Proved word for word"
PLACE = "characters {} to {}"
TO_SOURCE = "To source {}"

# From this confidence on, in these words.
CONFIDENCE_WORDS = ((0.9, "high"), (0.7, "fair"), (0.5, "modest"), (0.2, "low"), (0.0, "very low"))

HOW = {"direct": "direct quote", "reported": "reported speech", "own": "the document's own text"}

SPEAKER = "Speaker"
ROLE = "Role"
REPORTED_BY = "Reported by"
SAID_HOW = "Form"
SAID_ON = "Said on"
PUBLISHER = "Publisher"
PUBLISHED = "Published"
AUTHOR = "Author"
PAGE = "Page"
DOCUMENT = "Document"
ALSO_IN = "Same words in"
ANTECEDENT = "The sentence before"
ADDRESS = "Address"
STANDS_AT = "Place"
HASH = "SHA-256"
