"""What each kind of message is read by: the same code for those we send and those we receive.

Source: reference, hub and protocols, 1.7, 1.8, 2 and 3; Liferay connector, 1.4, 2.1 and 6.2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from urllib.parse import parse_qsl

from harness.judgement.findings import TARGET, Finding
from simulators.messages.advisories import Advisory as CartAdvisory
from simulators.messages.cart import CartRejected, cart_answer_faults, read_cart, read_cxml_cart
from simulators.messages.currencies import rounding_of
from simulators.messages.cxml import (
    Advisory,
    CxmlRejected,
    OrderMessage,
    advisories,
    decode_form_field,
    parse_confirmation_request,
    parse_order_message,
    parse_order_request,
    parse_setup_request,
    parse_setup_response,
)
from simulators.messages.oci import Charset, OciRejected, decode_form, read_return
from simulators.messages.purchase_orders import PurchaseOrderRejected, parse_purchase_order, purchase_order_faults
from simulators.messages.session import (
    PROBLEM,
    ROOT,
    SessionRejected,
    form_of,
    parse_session_answer,
    parse_session_request,
    read_body,
)
from simulators.wire import Seen

# What is found in a cart and costs a buyer money, or leaves open what it costs.
_COSTLY = frozenset({"currency-not-iso", "total-does-not-add-up"})
_PRICE_STEP = Decimal("1E-10")
CART, ORDER_MESSAGE = "cart", "order message"
# What an order message says as the cart said it.
CARRIED_ON = frozenset({(ORDER_MESSAGE, "total"), (ORDER_MESSAGE, "currency")})
# What the shop says of its refusal is quoted as it is.
_QUOTED = frozenset({"escaped twice"})


def setup_request(seen: Seen) -> Iterator[Finding]:
    """Judge a set-up request: valid, and without a deviation."""
    try:
        parse_setup_request(seen.request, encoding=_charset(seen.request_headers))
    except CxmlRejected as rejected:
        yield _fault(seen.sender, "set-up request", rejected.reason, str(rejected))
        return
    yield from _deviations(seen.sender, "set-up request", advisories(seen.request))


def response(seen: Seen) -> Iterator[Finding]:
    """Judge the response to a set-up request or an order: HTTP 200, valid, and without a deviation."""
    if seen.status != 200:
        yield _fault(seen.receiver, "response", "HTTP status", f"expected HTTP 200, got {seen.status}")
    try:
        parse_setup_response(seen.answer, encoding=_charset(seen.answer_headers))
    except CxmlRejected as rejected:
        yield _fault(seen.receiver, "response", rejected.reason, str(rejected))
        return
    found = tuple(advisory for advisory in advisories(seen.answer) if advisory.name not in _QUOTED)
    yield from _deviations(seen.receiver, "response", found)


def session_request(seen: Seen) -> Iterator[Finding]:
    """Judge a session request by the rules it is read by."""
    form = form_of(seen.request_headers.get("content-type", ""))
    if form is None:
        yield _fault(seen.sender, "session request", "content type", "expected JSON or XML")
        return
    try:
        parse_session_request(seen.request, form, _charset(seen.request_headers))
    except SessionRejected as rejected:
        yield _fault(seen.sender, "session request", "session request", str(rejected))


def session_answer(seen: Seen) -> Iterator[Finding]:
    """Judge the answer to a session request: a session in 200, or else a problem that can be read."""
    kind = seen.answer_headers.get("content-type", "")
    form = form_of(kind)
    if form is None:
        # Earlier portals tell what went wrong in plain text.
        if seen.status == 200 or "html" in kind:
            yield _fault(seen.receiver, "session answer", "content type", f"expected JSON or XML, got {kind or 'none'}")
        return
    try:
        if seen.status == 200:
            parse_session_answer(seen.answer, form)
        else:
            read_body(seen.answer, form, root=PROBLEM if seen.status >= 400 else ROOT)
    except SessionRejected as rejected:
        yield _fault(seen.receiver, "session answer", "session answer", str(rejected))


def cart(seen: Seen) -> Iterator[Finding]:
    """Judge a cart a shop posts: whether the hub can read it, what it adds up to, and what the standard wants else."""
    kind = seen.request_headers.get("content-type", "")
    if "json" not in kind.lower():
        yield _fault(seen.sender, CART, "content type", f"expected application/json, got {kind or 'none'}")
    try:
        found = read_cart(seen.request).advisories
    except CartRejected as rejected:
        for fault in rejected.faults:
            yield _fault(seen.sender, CART, "cart", fault)
        return
    yield from (_remark(seen.sender, CART, advisory) for advisory in found)


def carried_cart(seen: Seen) -> Iterator[Finding]:
    """Judge a cart the browser carries from the shop to the hub in a form, or in an order message: it is the shop's."""
    fields = _fields(seen.request)
    is_message = any(name.lower() in ("cxml-urlencoded", "cxml-base64") for name, _ in fields)
    try:
        read = read_cxml_cart(fields)[1] if is_message else read_cart(seen.request)
    except CartRejected as rejected:
        for fault in rejected.faults:
            yield _fault(TARGET, CART, "cart", fault)
        return
    yield from (_remark(TARGET, CART, advisory) for advisory in (read.advisories if read else ()))


def cart_answer(seen: Seen) -> Iterator[Finding]:
    """Judge what the hub answers to a cart it takes."""
    if seen.status == 200:
        for fault in cart_answer_faults(seen.answer):
            yield _fault(seen.receiver, "answer to a cart", "answer", fault)


def order_message(seen: Seen) -> Iterator[Finding]:
    """Judge an order message in a browser's form: valid, its total that of its lines, without a deviation."""
    try:
        field = decode_form_field(_fields(seen.request))
        message = parse_order_message(field.document, encoding=field.encoding)
    except CxmlRejected as rejected:
        yield _fault("hub", ORDER_MESSAGE, rejected.reason, str(rejected))
        return
    yield from _sums(message)
    # The form overrides what the document declares; where both are ASCII there is nothing to override.
    encoding = None if field.document.isascii() else field.encoding
    # Units, codes and currencies are as the shop gave them.
    for advisory in advisories(field.document, encoding=encoding, through_browser=True):
        yield Finding(ORDER_MESSAGE, "hub", advisory.name, str(advisory))


def oci_form(seen: Seen) -> Iterator[Finding]:
    """Judge an OCI form: nothing in it may be dropped."""
    # The character set is the buyer's to know: names and numbers are the same in both.
    fields = decode_form(seen.request, Charset.UTF_8).fields
    try:
        reading = read_return(fields, strict=True)
    except OciRejected as rejected:
        for fault in rejected.faults:
            yield _fault("hub", "OCI form", fault.name, str(fault))
        return
    yield from (Finding("OCI form", "hub", found.name, str(found)) for found in reading.advisories)


def order_request(seen: Seen) -> Iterator[Finding]:
    """Judge an order: valid cXML, also where a scenario has it ask for something else than the cart had."""
    try:
        parse_order_request(seen.request, encoding=_charset(seen.request_headers))
    except CxmlRejected as rejected:
        yield _fault(seen.sender, "order", rejected.reason, str(rejected))


def confirmation(seen: Seen) -> Iterator[Finding]:
    """Judge the confirmation of an order."""
    try:
        parse_confirmation_request(seen.request, encoding=_charset(seen.request_headers))
    except CxmlRejected as rejected:
        yield _fault(seen.sender, "confirmation", rejected.reason, str(rejected))


def purchase_order(seen: Seen) -> Iterator[Finding]:
    """Judge an order as the hub hands it on, in JSON: nothing in it may be what no hub would send."""
    try:
        faults = tuple(purchase_order_faults(parse_purchase_order(seen.request)))
    except PurchaseOrderRejected as rejected:
        faults = rejected.faults
    for fault in faults:
        yield _fault(seen.sender, "purchase order", "purchase order", fault)


def _sums(message: OrderMessage) -> Iterator[Finding]:
    currencies = {message.total.currency, *(item.unit_price.currency for item in message.items)}
    if len(currencies) != 1:
        yield _fault("hub", ORDER_MESSAGE, "currency", f"expected one currency, got {', '.join(sorted(currencies))}")
    lines = sum((item.unit_price.amount * item.quantity for item in message.items), Decimal(0))
    # What rounding may make of each line and of the sum, and a unit price of ten decimals of very many pieces.
    pieces = sum((item.quantity for item in message.items), Decimal(0))
    slack = rounding_of(message.total.currency) * (len(message.items) + 1) + pieces * _PRICE_STEP
    # The discount of a cart is not in its lines.
    discounts = [dict(item.extrinsics).get("cartDiscount") for item in message.items]
    if message.items and not any(discounts) and abs(lines - message.total.amount) > slack:
        yield _fault("hub", ORDER_MESSAGE, "total", f"expected that of the lines, {lines}, got {message.total.amount}")


def _fields(body: bytes) -> list[tuple[str, str]]:
    return parse_qsl(body.decode("ascii", "replace"), keep_blank_values=True)


def _charset(headers: Mapping[str, str]) -> str | None:
    _, mark, after = headers.get("content-type", "").lower().partition("charset=")
    return after.partition(";")[0].strip().strip('"') or None if mark else None


def _deviations(sender: str, message: str, found: tuple[Advisory, ...]) -> Iterator[Finding]:
    """Take every deviation for a fault, in messages that nobody but us has a word in."""
    return (_fault(sender, message, advisory.name, str(advisory)) for advisory in found)


def _remark(sender: str, message: str, advisory: CartAdvisory) -> Finding:
    return Finding(message, sender, advisory.name, str(advisory), is_fault=advisory.name in _COSTLY)


def _fault(sender: str, message: str, name: str, words: str) -> Finding:
    return Finding(message, sender, name, words, is_fault=True)
