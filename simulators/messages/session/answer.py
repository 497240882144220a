"""The connector's answer to a session request, and the access token in its start URL.

Source: reference, Liferay connector, 1.4 (answer) and 4 (access token).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from simulators.messages.session.faults import SessionRejected, is_integer
from simulators.messages.session.forms import Form, read_body

TOKEN_PARAMETER = "punchOutAccessToken"


@dataclass(frozen=True)
class SessionAnswer:
    """What the connector answered: the whole object, the start URL and the channel's id."""

    document: Mapping[str, Any]
    start_url: str
    channel_id: int | None

    @property
    def access_token(self) -> str | None:
        """The access token in the start URL, decoded, or None when there is none."""
        return access_token_of(self.start_url)


def parse_session_answer(body: bytes, form: Form = Form.JSON, charset: str | None = None) -> SessionAnswer:
    """Read what a connector answered to a session request.

    Raises:
        SessionRejected: when it is no object in that form or holds no start URL.

    """
    document = read_body(body, form, what="answer", charset=charset)
    start_url = document.get("punchOutStartURL")
    if not isinstance(start_url, str) or not start_url:
        raise SessionRejected(("punchOutStartURL is missing from the answer",))
    cart = document.get("cart")
    channel = cart.get("channelId") if isinstance(cart, dict) else None
    return SessionAnswer(document, start_url, channel if is_integer(channel) else None)


def access_token_of(url: str) -> str | None:
    """Return the access token a URL carries, decoded, or None when it carries none or is no URL."""
    try:
        query = urlsplit(url).query
    except ValueError:
        return None
    return dict(parse_qsl(query, keep_blank_values=True)).get(TOKEN_PARAMETER)
