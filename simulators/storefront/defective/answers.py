"""Defects of the answer to a session request: what comes back, what the storefront fills in, which token it has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from simulators.messages.session import TOKEN_PARAMETER, Form
from simulators.storefront.model import Channel
from simulators.storefront.session_api import Asked, SessionApi
from simulators.storefront.switching import Switch, part
from simulators.storefront.tokens import AccessTokens, Grant

Document = dict[str, Any]


class StartUrlKept(SessionApi):
    """Leaves the start URL of a request as it is."""

    def answer(self, asked: Asked, document: Document, token: str) -> Document:
        """Return what is answered, with the start URL that was sent, if one was."""
        sent = document.get("punchOutStartURL")
        answered = super().answer(asked, document, token)
        return {**answered, "punchOutStartURL": sent} if sent else answered


class StartUrlExtended(SessionApi):
    """Takes the start URL of a request for the one to append the token to."""

    def answer(self, asked: Asked, document: Document, token: str) -> Document:
        """Return what is answered, with a token for wherever the request wants the buyer to go."""
        sent = document.get("punchOutStartURL")
        answered = super().answer(asked, document, token)
        return {**answered, "punchOutStartURL": f"{sent}&{TOKEN_PARAMETER}={token}"} if sent else answered


class ReadOnlyKept(SessionApi):
    """Takes what a request says of the state of its cart."""

    def kept(self, sent: Document) -> Document:
        """Return what is kept of a request, author and status of the cart with it."""
        kept = super().kept(sent)
        told = {name: sent["cart"][name] for name in ("author", "status") if name in sent["cart"]}
        return {**kept, "cart": {**kept["cart"], **told}}


class _Answered(SessionApi):
    """Writes answers with each value changed."""

    def changed(self, value: Any, form: Form) -> Any:
        """Return what becomes of a value that holds no others."""
        del form
        return value

    def written(self, document: Document, form: Form) -> bytes:
        """Return an answer as it is sent."""
        return super().written(_each(document, lambda value: self.changed(value, form)), form)


class LongNumbersCut(_Answered):
    """Writes ids in 32 bits."""

    def changed(self, value: Any, form: Form) -> Any:
        """Return a whole number without what does not fit."""
        del form
        return value & 0x7FFFFFFF if isinstance(value, int) and not isinstance(value, bool) else value


class LettersLostInXml(_Answered):
    """Writes XML in the letters of Western Europe."""

    def changed(self, value: Any, form: Form) -> Any:
        """Return a text with a question mark for each letter of another alphabet."""
        if form is Form.JSON or not isinstance(value, str):
            return value
        return value.encode("latin-1", "replace").decode("latin-1")


class OrganizationNotEchoed(SessionApi):
    """Forgets for which part of its company a buyer shops."""

    def kept(self, sent: Document) -> Document:
        """Return what is kept of a request, without the organization."""
        return {name: value for name, value in super().kept(sent).items() if name != "buyerOrganization"}


class ChannelNotTold(SessionApi):
    """Does not say which channel a cart is of."""

    def answer(self, asked: Asked, document: Document, token: str) -> Document:
        """Return what is answered, with 0 for the channel."""
        answered = super().answer(asked, document, token)
        answered["cart"]["channelId"] = 0
        return answered


class GroupToldForTheChannel(SessionApi):
    """Says the group of a channel where its id is wanted."""

    def answer(self, asked: Asked, document: Document, token: str) -> Document:
        """Return what is answered, with the id of the channel's group."""
        answered = super().answer(asked, document, token)
        channel: Channel = asked.channel
        answered["cart"]["channelId"] = channel.group_id
        return answered


class OneTokenForOneRequest(AccessTokens):
    """Remembers what it answered to a request, and answers the same again while it is good."""

    def issue(self, grant: Grant) -> str:
        """Return a token; the same one for the same grant."""
        with self._lock:
            texts = self.__dict__.setdefault("_texts", {})
            text = texts.get(grant)
        if text is None:
            text = texts[grant] = super().issue(grant)
        return str(text)


class OneTokenAtATime(AccessTokens):
    """Ends the token of a buyer when the next one is issued for the same cart to go to the same place."""

    def issue(self, grant: Grant) -> str:
        """Return a new token, which is the only one of its grant."""
        with self._lock:
            self._issued = {key: issued for key, issued in self._issued.items() if issued.grant != grant}
        return super().issue(grant)


def _each(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, dict):
        return {name: _each(held, change) for name, held in value.items()}
    return [_each(held, change) for held in value] if isinstance(value, list) else change(value)


DEFECTS: Mapping[str, Switch] = {
    "start-url-of-the-request-kept": part("session_api", StartUrlKept),
    "start-url-of-the-request-extended": part("session_api", StartUrlExtended),
    "read-only-status-kept": part("session_api", ReadOnlyKept),
    "long-numbers-cut": part("session_api", LongNumbersCut),
    "letters-lost-in-xml": part("session_api", LettersLostInXml),
    "organization-not-echoed": part("session_api", OrganizationNotEchoed),
    "channel-not-told": part("session_api", ChannelNotTold),
    "group-told-for-the-channel": part("session_api", GroupToldForTheChannel),
    "same-token-for-the-same-request": part("tokens", OneTokenForOneRequest),
    "newer-token-ends-the-older": part("tokens", OneTokenAtATime),
}
