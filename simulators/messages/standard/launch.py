"""The old launch through the buyer's browser: three fields of a form that posts itself to the store.

Everything in it passes through the browser. The old hub put the buyer's shared secret there; this one does only when
it is asked for by the name of that variant.

Source: reference, hub and protocols, 1.5.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from simulators.messages import numbers
from simulators.messages.advisories import Advisory, Notes
from simulators.messages.standard.advisories import MEANINGS
from simulators.messages.standard.reading import StandardObject, StandardRejected
from simulators.messages.standard.request import StandardRequest, params_document, read_request

# The name of the variant in which the browser carries the secret; without it, it never does.
SECRET_THROUGH_BROWSER = "shared secret through the browser"
_ESCAPED_QUOTE = "&quot;"


@dataclass(frozen=True)
class Party:
    """Who a party says it is: a value in a domain (`DUNS`, `NetworkID`)."""

    domain: str
    value: str


@dataclass(frozen=True)
class LaunchHeader:
    """The credentials of a launch, those of the cXML request behind it. The secret is "" when it did not come along."""

    from_: tuple[Party, ...] = ()
    to: tuple[Party, ...] = ()
    sender: tuple[Party, ...] = ()
    user_agent: str = ""
    shared_secret: str = field(default="", repr=False)


@dataclass(frozen=True)
class Launch:
    """A launch that was read: the request, its credentials, and what was noticed."""

    request: StandardRequest
    header: LaunchHeader
    advisories: tuple[Advisory, ...] = ()

    @property
    def secret_in_browser(self) -> bool:
        """Whether the buyer's shared secret passed through the browser."""
        return bool(self.header.shared_secret)

    @property
    def noticed(self) -> frozenset[str]:
        """The names of the advisories."""
        return frozenset(advisory.name for advisory in self.advisories)


def build_launch(
    request: StandardRequest, header: LaunchHeader, *, variant: str | None = None
) -> tuple[tuple[str, str], ...]:
    """Return the names and values of the hidden fields; the page has to escape them for HTML.

    The shared secret is left out, unless the variant is `SECRET_THROUGH_BROWSER`. Empty objects are `[]`, as PHP
    writes them.

    Raises:
        ValueError: for another variant, or a secret that is to go through the browser without a sender it is of.
        StandardRejected: when the launch would be refused by the rules it is read by.

    """
    if variant not in (None, SECRET_THROUGH_BROWSER):
        raise ValueError(f"variant: expected {SECRET_THROUGH_BROWSER!r} or none, got {variant!r}")
    if variant and header.shared_secret and not header.sender:
        raise ValueError("shared secret: expected a sender it is of, got none")
    params = {
        "header": {
            "to": _parties(header.to, {}),
            "from": _parties(header.from_, {}),
            "sender": _parties(
                header.sender,
                {"UserAgent": header.user_agent} if header.user_agent else {},
                header.shared_secret if variant else "",
            ),
        },
        "operation": request.operation,
        **params_document(request),
        **({"custom": dict(request.custom)} if request.custom else {}),
    }
    fields = (
        ("pos", request.pos),
        ("return_url", request.return_url),
        ("params", numbers.dumps(_as_php_writes(params))),
    )
    parse_launch(fields)
    return fields


def parse_launch(fields: Sequence[tuple[str, str]]) -> Launch:
    """Read the decoded fields of a form that launches a session; fields of other names are left alone.

    Raises:
        StandardRejected: with every fault by its place.

    """
    notes = Notes(MEANINGS)
    found: dict[str, str] = {}
    for name, value in fields:
        if found.setdefault(name, value) != value:
            notes.fault(name, "expected once, got it twice with different values")
    for name in ("pos", "return_url", "params"):
        if not found.get(name):
            notes.fault(name, "missing")
    if notes.faults:
        raise StandardRejected(tuple(notes.faults))
    text = found["params"]
    if _ESCAPED_QUOTE in text and '"' not in text:
        notes.advise("escaped-twice", "params")
        text = html.unescape(text)
    # Half a character cannot be written in UTF-8; it is refused as what is not JSON.
    params = StandardObject.read(text.encode("utf-8", "surrogatepass"), "params", notes, "params.")
    header = _header(params.inner("header"))
    if header.shared_secret:
        notes.advise("secret-in-browser", "params.header.sender")
    request = read_request(
        pos=found["pos"],
        return_url=found["return_url"],
        operation=params.text("operation", needed=True),
        params=params,
        custom=params.inner("custom").pairs(),
        notes=notes,
    )
    return Launch(request, header, notes.advisories)


def _parties(parties: Sequence[Party], data: Mapping[str, str], secret: str = "") -> dict[str, Any]:
    """Return an object with a numeric key for each party, and a member `data`; the secret is of the first."""
    numbered: dict[str, Any] = {
        str(index): {"data": {}, "value": party.value, "domain": party.domain} for index, party in enumerate(parties)
    }
    if secret and numbered:
        numbered["0"]["data"] = {"SharedSecret": secret}
    return {**numbered, "data": dict(data)}


def _as_php_writes(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_php_writes(inner) for key, inner in value.items()} or []
    return [_as_php_writes(inner) for inner in value] if isinstance(value, list) else value


def _header(header: StandardObject) -> LaunchHeader:
    sender = header.inner("sender")
    secrets = [party.inner("data").text("SharedSecret", secret=True) for party in _numbered(sender)]
    return LaunchHeader(
        from_=_parties_of(header.inner("from")),
        to=_parties_of(header.inner("to")),
        sender=_parties_of(sender),
        user_agent=sender.inner("data").text("UserAgent"),
        shared_secret=next((secret for secret in secrets if secret), ""),
    )


def _parties_of(parties: StandardObject) -> tuple[Party, ...]:
    return tuple(Party(party.text("domain"), party.text("value")) for party in _numbered(parties))


def _numbered(parties: StandardObject) -> list[StandardObject]:
    names = [name for name in parties.document if name.isascii() and name.isdecimal()]
    return [parties.inner(name) for name in sorted(names, key=lambda name: (len(name), name))]
