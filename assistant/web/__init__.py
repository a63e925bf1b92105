"""The web chat: `words` and `render` are pure, `page` is Gradio, `guard` and `server` are HTTP. Start at `serve`."""

from assistant.web.server import serve

__all__ = ["serve"]
