"""The web server: `words` and `render` are pure, `page` is Gradio, `guard` stands before all, `server` puts it together.

Start at `serve`.
"""

from assistant.web.access import TOKEN_VARIABLE, Access
from assistant.web.audit import AuditLog
from assistant.web.feedback import FEEDBACK
from assistant.web.guard import LOOPBACK, Rules
from assistant.web.server import serve

__all__ = ["FEEDBACK", "LOOPBACK", "TOKEN_VARIABLE", "Access", "AuditLog", "Rules", "serve"]
