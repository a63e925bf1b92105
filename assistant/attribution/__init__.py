"""Who said it: every attributed stretch of a document, with the evidence, and "unknown" wherever the text leaves a doubt.

`statements` finds quotations (`marks`), verbs of speech (`cues`) with what they introduce (`speeches`), and resolves who
is meant (`resolve`) from whom the document names (`people`) and from what it says of itself (`frame`). Rules only, for
English; of other languages only the quotation marks and their own words are known.
"""

from assistant.attribution.listing import listed
from assistant.attribution.statements import statements

__all__ = ["listed", "statements"]
