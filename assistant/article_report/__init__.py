"""The report on an article: as JSON, as Markdown, and as HTML in one file that needs nothing else."""

from assistant.article_report.forms import article_json, counts, headline
from assistant.article_report.html import article_body, article_page
from assistant.article_report.markdown import article_markdown

__all__ = ["article_body", "article_json", "article_markdown", "article_page", "counts", "headline"]
