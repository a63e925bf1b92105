"""Typing errors in a question, mended with the corpus's own words, with function words ("waht") and frequent English ones.

A word is only touched where neither the corpus nor an English word list knows it, or where it is a rare one of the very letters of
a corpus word. The list is American, so British spelling is turned into it; and it is not whole, so a plural or a prefix is no error
either ("expellees", "demining"). The word may be a name the corpus lacks, so it
is made into a word that is not in the documents only where it is long or has that word's very letters ("publised",
"accroding"), where that word is very common ("alredy"), or another form of one that they have ("condeming"). The mended form is shown as the standalone question, so nothing is inferred silently. Of a capitalised word
only one error inside is mended ("Blniken"), never by a letter at its end ("Aliyeva" is not Aliyev); but one that opens the question
may be an English word of the same letters ("Acording").

Of a question typed without any capital the names get theirs: words that the corpus has in capitals inside its sentences, countries
and capitals, and what neither the corpus nor English knows.
"""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz.distance import DamerauLevenshtein
from spellchecker import SpellChecker

from assistant.capitals import COUNTRY_OF
from assistant.snapshot import Snapshot
from assistant.text import STOP_WORDS, content_stems, word_form, words

SHORTEST = 5  # letters; shorter words of the corpus have too many neighbours
FREQUENT = 5_000  # occurrences in the word list's 1.6 billion words
COMMON = 100_000  # and of a word that is likelier meant than a name, were it written with six letters ("alredy")
RARER = 10  # times rarer than a corpus word of its letters an English word is, if that one was meant
SURE = 9  # letters of a word that is hardly a name a letter away from an English one, so that this need only have
RARE = 500  # occurrences ("testifing")
LONG = 7  # letters from which a word may have two errors
STEMS = 2_000  # occurrences from which a word of the list may bear a prefix
_BRITISH = tuple(
    (re.compile(british), american)
    for british, american in (
        (r"our", "or"),
        (r"(?<=\w\w)is(?=(?:e|ed|es|ers?|ing|able|ations?|ational)$)", "iz"),
        (r"ys(?=(?:e|ed|es|ers?|ing)$)", "yz"),
        (r"(?<=[btv])re(?=s?$)", "er"),
        (r"nce(?=s?$)", "nse"),
        (r"mme(?=s?$)", "m"),
        (r"que(?=s?$)", "ck"),
        (r"[ao]e", "e"),
        (r"sc(?=ept)", "sk"),
    )
)
_PREFIX = re.compile(r"(?:anti|counter|de|inter|mis|non|over|peace|post|pre|re|un|under)(?=\w{5})")
_PLACES = frozenset(COUNTRY_OF) | frozenset(COUNTRY_OF.values())
ASKING = ("when", "what", "where", "which", "who", "whose", "why", "how", "did", "does")


def mend(question: str, corpus: Snapshot) -> str:
    """`question` with its mistyped words replaced, and the names in one without capitals capitalised; all else as it is."""
    mended = _spelt(question, corpus)
    return mended if any(c.isupper() for c in question) else _capitalised(mended, corpus)


def _spelt(question: str, corpus: Snapshot) -> str:
    out, at = [], 0
    for number, (start, end) in enumerate(words(question)):
        word = question[start:end]
        asking = _asking(word, corpus) if number == 0 else None
        known = _as_in(word, corpus) if _is_known(word, corpus) else _mended(word, corpus, opens=number == 0)
        out += [question[at:start], asking or known]
        at = end
    return "".join([*out, question[at:]])


def _asking(word: str, corpus: Snapshot) -> str | None:
    """The question word that a small first word lacks one letter of, or has two of exchanged: "wen" is "when"."""
    if word in STOP_WORDS or len(word) < 3 or not word.islower() or corpus.word_count(word):
        return None
    if _frequency(word) >= FREQUENT:
        return None
    near = (w for w in ASKING if w[0] == word[0] and (len(w) == len(word) + 1 or sorted(w) == sorted(word)))
    return next((w for w in near if DamerauLevenshtein.distance(word, w) == 1), None)


def is_english(word: str) -> bool:
    """True if `word` is English, in any case, in British or American spelling."""
    return _frequency(word.casefold()) > 0


def _frequency(form: str) -> int:
    """How often the word list has `form`, or what it is another spelling, a plural or a prefixed form of; 0 if it is none."""
    known = _english()
    if form in known:
        return int(known[form])
    spelt = {form, *_american(form)}
    spelt |= {w[:-1] for w in spelt if w.endswith("s") and not w.endswith("ss") and len(w) > SHORTEST}
    found = [known[w] for w in spelt if w in known]
    stems = (known[rest] for w in spelt if (rest := _PREFIX.sub("", w, count=1)) != w and rest in known)
    return max([*found, *(n for n in stems if n >= STEMS)], default=0)


def _american(form: str) -> list[str]:
    """The words of the list that `form` may be the British spelling of."""
    spelt = {form}
    for british, american in _BRITISH:
        spelt |= {british.sub(american, w) for w in spelt}
    return sorted(w for w in spelt - {form} if w in _english())


def _as_in(word: str, corpus: Snapshot) -> str:
    """A word in British spelling as the documents spell it, where they do; any other as it is."""
    form = word_form(word)
    if corpus.word_count(form) or form in _english() or not form.isalpha():
        return word
    stems = [(w, content_stems(w)) for w in _american(form)]
    spelt = next((w for w, stem in stems if stem and corpus.stem_count(stem[0])), None)
    return (spelt.capitalize() if word[0].isupper() else spelt) if spelt else word


def is_slip(word: str) -> bool:
    """True if the word list lacks `word` but has a frequent word one error away: "kiled" is hardly a name."""
    form, known = word_form(word), _english()
    if len(form) < SHORTEST or is_english(form):
        return False
    return any(known[near] >= FREQUENT for near in known.edit_distance_1(form))


def _capitalised(question: str, corpus: Snapshot) -> str:
    for start, end in reversed(words(question)):
        if _is_name(word_form(question[start:end]), corpus):
            question = question[:start] + question[start].upper() + question[start + 1 :]
    return question


def _is_name(form: str, corpus: Snapshot) -> bool:
    """True of a word that the corpus has mostly with a capital inside its sentences, of an English one nearly always so and more
    than twice (headings have capitals, too), or that neither it nor English knows."""
    if len(form) < 3 or not form.replace("'", "").replace("-", "").isalpha() or form in STOP_WORDS or form == "march":
        return False
    count, capitals = corpus.word_count(form), corpus.name_count(form)
    if form.title() in _PLACES:
        return True
    if not count:
        return len(form) > 3 and not is_english(form) and not is_slip(form)
    return 5 * capitals >= 4 * count and capitals > 2 if is_english(form) else 2 * capitals >= count


def _is_known(word: str, corpus: Snapshot) -> bool:
    form = word_form(word)
    if len(form) < 3 or not form.replace("'", "").isalpha() or not form.isascii() or word.isupper():
        return True
    if form in STOP_WORDS or corpus.word_count(form) > 0:
        return True
    return is_english(form) and not _is_other_word(form, corpus)


def _is_other_word(form: str, corpus: Snapshot) -> bool:
    """True of a rare English word of the very letters of a corpus word that is much more frequent: "wavier" beside "waiver"."""
    if len(form) < SHORTEST:
        return False
    known = _english()
    return any(_same_letters(form, w) and known[w] > RARER * _frequency(form) for w in _near(form, corpus, 1))


def _meant(form: str) -> list[str]:
    """Frequent English words one error away, the most frequent first: of a short word only such as have its letters, in
    another order or one of them doubled, or are very common."""
    known = _english()
    near = [w for w in known.edit_distance_1(form) if w[0] == form[0] and known[w] >= RARE]
    near = [w for w in near if known[w] >= FREQUENT or (len(form) >= SURE and not _is_elided(form, w))]
    same = [w for w in near if _same_letters(form, w)]
    likely = [w for w in near if len(form) >= LONG or (len(form) > SHORTEST and known[w] >= COMMON)]
    return sorted(same or likely, key=lambda w: (-known[w], w))


def _inflected(form: str, corpus: Snapshot) -> list[str]:
    """The most frequent English word one error away, if the corpus has another form of it: "condeming" where it has "condemned"."""
    known = _english()
    near = [w for w in known.edit_distance_1(form) if w in known and w[0] == form[0] and not _is_elided(form, w)]
    likeliest = sorted(near, key=lambda w: (-known[w], w))[:1]
    return [w for w in likeliest if (stem := content_stems(w)) and corpus.stem_count(stem[0])]


def _is_elided(form: str, word: str) -> bool:
    """True if `form` may be `word` with its last letter left out on purpose: "funkin'"."""
    return word == f"{form}g"


def _same_letters(one: str, other: str) -> bool:
    """True if both have the same letters, in another order or one of them doubled."""
    return sorted(one) == sorted(other) or _single(one) == _single(other)


def _single(word: str) -> str:
    return re.sub(r"(.)\1", r"\1", word)


def _mended(word: str, corpus: Snapshot, opens: bool) -> str:
    form = word_form(word)
    slips = _meant(form) or sorted(
        w for w in STOP_WORDS if w[0] == form[0] and DamerauLevenshtein.distance(form, w) == 1
    )
    if len(form) < SHORTEST:
        return slips[0] if slips else word
    if word[0].isupper():
        near = [w for w in _near(form, corpus, 1) if not _differs_at_end(form, w)]
        near += [w for w in slips if opens and _same_letters(form, w)]
        return _cased(near[0], word) if near else word
    near = _near(form, corpus, 1) or _inflected(form, corpus)
    near = near or (_near(form, corpus, 2) if len(form) >= LONG else []) or slips
    if not near and form.endswith("s"):
        near = _near(form[:-1], corpus, 1)
    return near[0] if near else word


def _cased(word: str, like: str) -> str:
    """`word` with capitals where `like` has them: "O'Brien" for "O'Brein"."""
    return "".join(c.upper() if like[i : i + 1].isupper() else c for i, c in enumerate(word))


def _near(form: str, corpus: Snapshot, allowed: int) -> list[str]:
    """Words of the corpus within `allowed` errors that begin alike: nearest first, then those of the same letters ("letter" for
    "leter", not "later"), then the most frequent."""
    found = []
    for word, count in corpus.words_like(form[0], len(form) - allowed, len(form) + allowed):
        distance = DamerauLevenshtein.distance(form, word, score_cutoff=allowed)
        if distance <= allowed:
            found.append((distance, not _same_letters(form, word), -count, word))
    return [word for *_, word in sorted(found)]


def _differs_at_end(a: str, b: str) -> bool:
    return a.startswith(b) or b.startswith(a) or a[:-1] == b[:-1]


@cache
def _english() -> SpellChecker:
    return SpellChecker(language="en", distance=1)
