"""An article → every quotation in it, whose words the article says they are, and what the documents say of them.

Way of an article: `prepared` (block quotes and wrapped lines, each code point at its place) → `quotations` (the words
between marks) → `speakers` (who says them, by the article's own words) → `verdicts` (held against the documents).
"""

from assistant.article.verdicts import check_article

__all__ = ["check_article"]
