"""Pages and data leave compressed: a page of lists is a tenth of its length then, which a bad connection feels.

The length of a compressed page can betray what stands in it to somebody who can make many requests in another's name
and put words of their own beside a secret (BREACH). The tokens of our forms are masked anew each time, and Django's
middleware adds a random length to each answer.
"""

from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

_TEXTS: Final = ("text/", "application/json", "application/xml", "image/svg")


class CompressTexts(GZipMiddleware):
    """Compresses texts; documents and images are compressed already, and streams are for programs that choose."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, compressed where it is a text and the browser takes it."""
        if response.streaming or not response.get("Content-Type", "").startswith(_TEXTS):
            return response
        compressed: HttpResponseBase = super().process_response(request, response)
        return compressed
