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

STOP = "Stop"
STOPPED = "You stopped this question before it was answered."
RETRY = "Ask again"
REWORD = "Put it differently"
REWORDED = "The question, as it stands alone"
ASK_AGAIN = "Ask in this form"
COPY = "Copy"
COPY_QUOTE = "Copy quote {} with its source"
COPIED = "Copied"
LINK = "Link"
LINK_ANSWER = "Link to this answer; a click copies it"
LINK_QUOTE = "Link to quote {} in its source; a click copies it"
LINK_COPIED = "Link copied"
SAVE = "Save"
SAVE_AS = "Save this answer as {}"
WRONG = "This quote is wrong"
WRONG_QUOTE = "This quote is wrong: report quote {}"
NOTED = "Reported as wrong"
SENT = "Sent …"
SUGGEST_SPEAKER = "What did {} say?"
HISTORY = "Earlier conversations"
HISTORY_SEARCH = "Search in them"
HISTORY_NAME = "New name"
HISTORY_NONE = "None is kept here."
HISTORY_NOT_FOUND = "None of those kept here has all these words."
KEEP_NAME = "Keep this name"
HISTORY_NOTE = "Kept in this browser alone: what you asked, not what was answered. Opened, each question is asked anew."
RENAME = "Rename"
DELETE = "Delete"
DELETE_YES = "Yes, delete"
NOT_DONE = "This was not done"
NOT_OPENED = "This link was not opened"
LINKED = "The words this link names"

WELCOME = "Ask the documents"
WELCOME_TEXT = (
    "You get their own words, each quote with where it stands and what is known of who published it, and when.",
    "Nothing is paraphrased and nothing is invented. A label that nothing proves reads “unknown”.",
    "Follow-up questions are understood; how they were read is shown.",
)
FILTERS = "Filters"
FILTERS_SET = "Filters: {} set"
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
COMPARING = "Searching the documents and proving each quote …"
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
# What the engine does, in its order.
STAGES = {"finding": "Finding passages", "reading": "Reading sentences", "proving": "Proving quotes"}
WORKING = "{} …"
WAITS = "Waiting for a place …"
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
SOURCE = "Source {} of {}"
STEPS = "From source {}"
PASSAGE = "Passage of source {}"
PREVIOUS_SOURCE = "Previous"
NEXT_SOURCE = "Next"
BACK = "Back to the answer"

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

DOCUMENTS_TAB = "Documents"
UPLOAD = "Add documents: choose files or drop them here"
UPLOAD_HINT = (
    "Text, PDF, Word, OpenDocument, RTF, web pages, mail, e-books, slides, sheets and archives of them, {} MiB at most each. "
    "They are kept in a folder beside the index."
)
SEND = "Add to the index"
UPLOADING = "Files sent"
OUTCOMES = "What came of each file"
NO_FILES = "No file was chosen; choose some or drop them first."
UPLOAD_TOO_LARGE = "Larger than {} MiB; `assistant index` takes it."
UPLOAD_LOST = "The server could not be reached or gave no answer; please send this file again."
INDEXED_AS = "Indexed ({})"
REFUSED = "Refused"
MORE = "and {} more"
FIND_DOCUMENT = "Find a document by name, title or publisher"
LISTED = "Documents {} to {} of {}"
NO_DOCUMENTS = "No document here has these words."
LIST_PAGES = "Parts of the list"
TEXT_PAGES = "Parts of the text"
BEFORE = "Previous"
AFTER = "Next"
OF_ALL = "{} of {}"
DAMAGED = "Its stored text is damaged; `assistant doctor` tells more."
NOTHING_OPEN = "Choose a document to see its labels, what proves them, and its text."
OPENED = "The document"
LABELS = "Labels and what proves them"
LABEL = "Label"
VALUE = "Value"
RESTS_ON = "Rests on"
REVIEWED = "reviewed by a person"
FIELD = "the field"
ITS_TEXT = "its text"
LABEL_NAMES = {
    "title": "Title",
    "publisher": "Publisher",
    "author": "Author",
    "published": "Published",
    "url": "Address",
    "language": "Language",
}
FILE_FACTS = "The file"
INSIDE = "Inside"
KEPT_AS = "Kept"
UPLOADED = "uploaded here"
INDEXED = "in its own folder; only read"
READ_BY = "Read by"
LENGTH = "Length"
CHARACTERS = "{} characters"
PAGES = "Pages"
TEXT = "Text"
SHOW_FURNITURE = "Show what is never quoted (menus, tickers, other news), shaded"
NO_FURNITURE = "Nothing of this text is left out: all of it may be quoted."
REVIEW = "Review the labels"
REVIEW_HINT = (
    "What you change is written to metadata.jsonl beside the file and wins over anything found. An emptied field goes back to "
    "what the file proves."
)
CONFIRM_ALL = "I have checked all of these"
SAVE_LABELS = "Save"
SAVED = "Saved as reviewed, and indexed again."
REMOVE = "Remove from the index"
REMOVE_OWN = "Remove {} from the index? Your file stays where it is, and comes back when its folder is indexed again."
REMOVE_UPLOAD = "Remove {} from the index? It was uploaded here, so its file is deleted."
REMOVE_TOGETHER = " All {} documents of this file go with it."
REMOVE_YES = "Yes, remove"
REMOVE_NO = "Keep it"
REMOVED = "Removed from the index: {}."
READ_ONLY = "This page is for reading: documents are added and reviewed by whoever runs it."
CHANGE_FAILED = "Something went wrong, so nothing was changed; please try again."

EVALUATION_TAB = "Evaluation"
QUESTIONS_FILE = "Questions with known answers (JSONL, CSV or XLSX)"
BASELINE_FILE = "Compare with an earlier run (its summary.json, optional)"
RUN = "Run"
STOP_RUN = "Stop"
EVALUATION_WELCOME = "How often is it right?"
EVALUATION_TEXT = (
    "Give it questions whose answers you know. You learn how often it is right, wrong and silent, by kind, with every miss.",
    "A table needs a column “question”; “answer” holds what a right quote has, and is empty where the documents do not say.",
    "Your files are read by your browser and not kept.",
)
PREPARING = "Reading the questions …"
RUN_PROGRESS = "Questions answered"
ANSWERED = "{} of {} questions answered"
NOT_MEASURED = "Nothing was measured"
NO_QUESTIONS = "No file of questions was chosen; choose one first."
EVALUATE_ELSEWHERE = "`assistant eval` takes it."
EVALUATION_FAILED = "Something went wrong while measuring, so nothing is shown; please try again."
STOPPED_RUN = "The run was stopped."
REPORT_HTML = "Report (HTML)"
REPORT_JSON = "Figures (JSON)"
REPORT_ANSWERS = "Answers (JSONL)"
