"""Session requests in named ways: the one the hub would send for a buyer, altered in one thing.

Source: reference, Liferay connector, 1.1 to 1.4, 3 and 15.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from harness.errors import HarnessFault
from simulators.messages.session import (
    MODEL,
    ROOT,
    Form,
    Kind,
    Member,
    SessionRejected,
    SessionRequest,
    form_of,
    read_body,
    session_faults,
    write_body,
)


class CallerKind(StrEnum):
    """As whom the session API is called."""

    HUB = "the hub"
    NOBODY = "nobody"
    TOKEN_NOBODY_ISSUED = "a token nobody issued"
    WRONG_PASSWORD = "a wrong password"
    READER = "the hub, with a token to read only"


@dataclass(frozen=True)
class Sent:
    """A session request as it is sent: who calls, how, and the document in its form.

    `spoil` changes the bytes once they are written. `content_type` and `accept` are those of the form unless they say
    otherwise. It is sent `times` times at the same moment. `field` is the path of what is wrong with it, if one is.
    """

    document: Mapping[str, Any]
    form: Form = Form.JSON
    method: str = "POST"
    content_type: str = ""
    accept: str = ""
    caller: CallerKind = CallerKind.HUB
    spoil: Callable[[bytes], bytes] | None = None
    times: int = 1
    field: str = ""

    @property
    def body(self) -> bytes:
        """The bytes that are sent."""
        written = write_body(self.document, self.form)
        return self.spoil(written) if self.spoil else written

    def headers(self) -> dict[str, str]:
        """Return the headers that say what is sent and what is wanted."""
        return {"Content-Type": self.content_type or self.form.value, "Accept": self.accept or self.form.value}

    @property
    def answer_form(self) -> Form | None:
        """The form the answer is wanted in, or None when it is neither."""
        return form_of(self.accept or self.form.value)

    def faults(self) -> tuple[str, ...]:
        """Return what the body model has against what is sent."""
        try:
            return tuple(session_faults(read_body(self.body, self.form)))
        except SessionRejected as rejected:
            return rejected.faults

    def with_document(self, change: Callable[[dict[str, Any]], object]) -> Sent:
        """Return the request with a copy of its document that was changed."""
        document = deepcopy(dict(self.document))
        change(document)
        return replace(self, document=document)


Alteration = Callable[[Sent], Sent]


@dataclass(frozen=True)
class Way:
    """A way to ask; what comes of it is `sound` when the body model has nothing against it; else `field` is wrong."""

    alter: Alteration
    sound: bool = True
    field: str = ""


def asked_in(request: SessionRequest, way: str) -> Sent:
    """Return a session request in one of the `WAYS`.

    Raises:
        HarnessFault: when there is no such way, or what is to be sent is not as sound as the way says.

    """
    if way not in WAYS:
        raise HarnessFault(f"a session cannot be asked for {way!r}; known: {', '.join(WAYS)}")
    sent = replace(WAYS[way].alter(Sent(request.document())), field=WAYS[way].field)
    return checked(sent, way, sound=WAYS[way].sound)


def checked(sent: Sent, way: str, *, sound: bool) -> Sent:
    """Return a session request that is as sound as it is meant to be.

    Raises:
        HarnessFault: when it is not, by the rules that what we receive is read by.

    """
    faults = sent.faults()
    if sound and faults:
        raise HarnessFault(f"the session request {way!r} was to be sound, and is not: {faults[0]:.200}")
    if not sound and not faults:
        raise HarnessFault(f"the session request {way!r} was to have a fault, and has none")
    return sent


def setting(path: str, value: Any) -> Alteration:
    """Return what gives the member at a dotted path another value."""
    *outer, name = path.split(".")

    def change(document: dict[str, Any]) -> None:
        for part in outer:
            document = document.setdefault(part, {})
        document[name] = value

    return lambda sent: sent.with_document(change)


def leaving_out(path: str) -> Alteration:
    """Return what takes the member at a dotted path away."""
    *outer, name = path.split(".")

    def change(document: dict[str, Any]) -> None:
        for part in outer:
            document = document[part]
        del document[name]

    return lambda sent: sent.with_document(change)


def spoiling(spoil: Callable[[bytes], bytes], form: Form = Form.JSON) -> Alteration:
    """Return what spoils the bytes of a request in a form."""
    return lambda sent: replace(sent, form=form, spoil=spoil)


def _sending(**changes: Any) -> Alteration:
    return lambda sent: replace(sent, **changes)


def filled(type_name: str, *, read_only: bool = False) -> dict[str, Any]:
    """Return an object of a type with a value for every member, the read-only ones only if asked for."""
    return {
        name: _value_of(name, member, read_only=read_only)
        for name, member in MODEL[type_name].items()
        if read_only or not member.read_only
    }


_VALUES: Mapping[Kind, Any] = {
    Kind.INTEGER: 3,
    Kind.LONG: 4_000_000_007,
    Kind.NUMBER: Decimal("1.25"),
    Kind.BOOLEAN: True,
    Kind.MAP: {"color": "red"},
}


def _value_of(name: str, member: Member, *, read_only: bool) -> Any:
    if name.endswith("Date"):
        value: Any = "2024-05-01T10:00:00Z"
    elif isinstance(member.holds, Kind):
        # Texts with what each form has to escape, and letters beyond those of English.
        value = _VALUES.get(member.holds, f'{name}: L\u00f6ffel, \u0141\u00f3d\u017a <b> & "c"')
    else:
        value = filled(member.holds, read_only=read_only)
    return [value] if member.many else value


def _laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for name, value in above.items():
        under = merged.get(name)
        merged[name] = _laid_over(under, value) if isinstance(under, Mapping) and isinstance(value, Mapping) else value
    return merged


def _fill_in(*, read_only: bool) -> Alteration:
    """Return what fills in every member a request leaves open; those it has stay as the hub gave them."""

    def alter(sent: Sent) -> Sent:
        whole = filled(ROOT, read_only=read_only)
        # An address to arrive at is a way of its own, and the cart of a session that creates one has no id yet.
        del whole["punchOutStartURL"], whole["cart"]["id"]
        return replace(sent, document=_laid_over(whole, sent.document))

    return alter


ADDRESS: Mapping[str, str] = {"name": "A. Buyer", "street1": "1 Main Street", "city": "Town", "countryISOCode": "US"}
FOREIGN_START_URL = "https://elsewhere.example/web/other/catalog?punchOutAccessToken=planted"
REQUIRED = (
    "buyerAccountReferenceCode",
    "buyerGroup",
    "buyerGroup.name",
    "buyerUser",
    "buyerUser.email",
    "cart",
    "cart.currencyCode",
    "punchOutReturnURL",
    "punchOutSessionType",
)
_OBJECTS = frozenset({"buyerGroup", "buyerUser", "cart"})
_WRONG: Mapping[str, Any] = {
    "cart.id": "first",
    "cart.useAsBilling": "maybe",
    "cart.cartItems": {"skuId": 1},
    "cart.billingAddressId": 1.5,
    "buyerUser.id": -1,
    "buyerUser.roles": "Buyer",
    "cart.summary": "much",
}


def _wrong(field: str, alter: Alteration) -> Way:
    return Way(alter, sound=False, field=field)


def _required() -> dict[str, Way]:
    """Return the ways to leave a required field open."""
    ways: dict[str, Way] = {}
    for path in REQUIRED:
        empty, other = ({}, "text") if path in _OBJECTS else ("", {"a": 1})
        ways[f"without {path}"] = _wrong(path, leaving_out(path))
        ways[f"with {path} null"] = _wrong(path, setting(path, None))
        ways[f"with {path} empty"] = _wrong(path, setting(path, empty))
        ways[f"with {path} of another type"] = _wrong(path, setting(path, other))
    return ways


def _nested() -> dict[str, Way]:
    """Return the ways to leave open what an optional object requires."""
    return {
        **{
            f"with a billing address without its {name}": _wrong(
                f"cart.billingAddress.{name}",
                setting("cart.billingAddress", {key: value for key, value in ADDRESS.items() if key != name}),
            )
            for name in ADDRESS
        },
        "with an organization without its name": _wrong("name", setting("buyerOrganization", {"id": "1"})),
    }


def _with_entity(body: bytes) -> bytes:
    doctype = f'<!DOCTYPE {ROOT} [<!ENTITY currency "USD">]>'.encode()
    return body.replace(f"<{ROOT}".encode(), doctype + f"<{ROOT}".encode(), 1).replace(b">USD<", b">&currency;<", 1)


def _with_doctype(body: bytes) -> bytes:
    return body.replace(f"<{ROOT}".encode(), f"<!DOCTYPE {ROOT}><{ROOT}".encode(), 1)


# How a scenario says that a session is asked for.
WAYS: Mapping[str, Way] = {
    "as the hub does": Way(lambda sent: sent),
    **_required(),
    **_nested(),
    **{f"with {path} of another type": _wrong(path, setting(path, value)) for path, value in _WRONG.items()},
    "with a property nobody knows": _wrong("punchoutReturnURL", setting("punchoutReturnURL", "https://hub.example/")),
    "with a property nobody knows in its cart": _wrong("cart.currency", setting("cart.currency", "USD")),
    "with a property nobody knows in an address": _wrong(
        "zipCode", setting("cart.shippingAddress", {**ADDRESS, "zipCode": "12345"})
    ),
    "with nothing among its lines": _wrong("cart.cartItems", setting("cart.cartItems", [None])),
    "with nothing among the buyer's roles": _wrong("buyerUser.roles", setting("buyerUser.roles", ["Buyer", None])),
    "with every optional field": Way(_fill_in(read_only=False)),
    "with an address": Way(setting("cart.billingAddress", dict(ADDRESS))),
    "with read-only fields": Way(_fill_in(read_only=True)),
    "with a start URL of its own": Way(setting("punchOutStartURL", FOREIGN_START_URL)),
    "with the type CREATE": Way(setting("punchOutSessionType", "CREATE")),
    "with a type nobody knows": Way(setting("punchOutSessionType", "browse")),
    "twice at the same moment": Way(_sending(times=2)),
    "in XML": Way(_sending(form=Form.XML)),
    "in XML, with every optional field": Way(lambda sent: replace(_fill_in(read_only=False)(sent), form=Form.XML)),
    "in XML, to be answered in JSON": Way(_sending(form=Form.XML, accept=Form.JSON.value)),
    "in JSON, to be answered in XML": Way(_sending(accept=Form.XML.value)),
    "in XML, without the cart's currency": Way(
        lambda sent: replace(leaving_out("cart.currencyCode")(sent), form=Form.XML), sound=False
    ),
    "in XML, with cart.id of another type": Way(
        lambda sent: replace(setting("cart.id", "first")(sent), form=Form.XML), sound=False
    ),
    "in XML, for a site that does not exist": Way(
        lambda sent: replace(setting("buyerGroup.name", "No Such Site")(sent), form=Form.XML)
    ),
    "for a site that does not exist": Way(setting("buyerGroup.name", "No Such Site")),
    "in JSON that breaks off": Way(spoiling(lambda body: body[:-1]), sound=False),
    "in JSON with a comma too many": Way(spoiling(lambda body: body[:-1] + b",}"), sound=False),
    "in a list": Way(spoiling(lambda body: b"[" + body + b"]"), sound=False),
    "in JSON with XML inside": Way(spoiling(lambda _: write_body({}, Form.XML)), sound=False),
    "with an empty body": Way(spoiling(lambda body: body[:0]), sound=False),
    "in XML that breaks off": Way(spoiling(lambda body: body[:-1], Form.XML), sound=False),
    "in XML with an element left open": Way(
        spoiling(lambda body: body.replace(b"</cart>", b""), Form.XML), sound=False
    ),
    "in XML with JSON inside": Way(spoiling(lambda _: b"{}", Form.XML), sound=False),
    "in XML with an entity of its own": Way(spoiling(_with_entity, Form.XML), sound=False),
    "in XML with a DOCTYPE": Way(spoiling(_with_doctype, Form.XML), sound=False),
    "as plain text": Way(_sending(content_type="text/plain", accept=Form.JSON.value)),
    "as a form": Way(_sending(content_type="application/x-www-form-urlencoded", accept=Form.JSON.value)),
    "accepting nothing but HTML": Way(_sending(accept="text/html")),
    "accepting anything": Way(_sending(accept="*/*")),
    "by GET": Way(_sending(method="GET")),
    "by PUT": Way(_sending(method="PUT")),
    "by DELETE": Way(_sending(method="DELETE")),
    "without credentials": Way(_sending(caller=CallerKind.NOBODY)),
    "with a token nobody issued": Way(_sending(caller=CallerKind.TOKEN_NOBODY_ISSUED)),
    "with a wrong password": Way(_sending(caller=CallerKind.WRONG_PASSWORD)),
    "with a token to read only": Way(_sending(caller=CallerKind.READER)),
}
