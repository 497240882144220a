"""Values of cXML messages made at random, with all that is hard to carry: for tests that build and read again."""

from __future__ import annotations

import string
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from simulators.messages.cxml import (
    AccountingSegment,
    Address,
    Charge,
    Classification,
    Comment,
    ConfirmationItem,
    ConfirmationRequest,
    ConfirmationStatus,
    Contact,
    Content,
    Credential,
    CredentialMac,
    DigitalSignature,
    Distribution,
    Envelope,
    Header,
    ItemDetail,
    ItemID,
    ItemIn,
    ItemOut,
    Money,
    OrderedItem,
    OrderMessage,
    OrderRequest,
    PaymentCard,
    PostalAddress,
    Segment,
    SetupRequest,
    Status,
    Telephone,
    Text,
    XmlContent,
)

settings.register_profile(
    "cxml",
    database=None,
    deadline=None,
    derandomize=True,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
profile = settings.get_profile("cxml")

NASTY = (
    "",
    " leading and trailing ",
    "\ttabs\nlines\r\nand returns\r",
    "]]>",
    "</script><script>alert(1)</script>",
    "<!-- -->",
    "&amp; &lt; &#65; &unknown;",
    "\"quotes\" 'both'",
    "\u202eright to left \u05e9\u05dc\u05d5\u05dd",
    "\U0001f529 bolt \u00e9\u20ac\u00a0\u2028\u0085",
    "e\u0301 is not \u00e9",
    "\ud7ff\ue000\ufffd\U0010ffff",
)
_characters = st.characters(
    exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff", include_characters="\t\n\r"
)
texts = st.sampled_from(NASTY) | st.text(_characters, max_size=12)
tokens = st.text(string.ascii_letters, min_size=1, max_size=8)
urls = st.sampled_from(["https://b.example/p?a=1&b=2#x", "http://b.example/\u00e9?q=\"'<>", "javascript:alert(1)", ""])
amounts = st.decimals(
    allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4
) | st.sampled_from(
    [Decimal("1.50"), Decimal("0"), Decimal("0.00"), Decimal("-3"), Decimal("12345678901234567890.123456789012345")]
)
quantities = st.sampled_from([Decimal("1"), Decimal("0"), Decimal("2.500"), Decimal("0.001"), Decimal("1000000")])
xml_contents = st.builds(
    lambda before, inner, after: XmlContent(f"{_escaped(before)}<a b='1'>{_escaped(inner)}<c/></a>{_escaped(after)}"),
    texts,
    texts,
    texts,
)
contents: SearchStrategy[Content] = texts | xml_contents


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def maybe(strategy: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """Leave the value out now and then."""
    return st.none() | strategy


def some(strategy: SearchStrategy[Any], least: int = 0) -> SearchStrategy[Any]:
    """Make a tuple of the fewest that may be, or of one more."""
    return st.lists(strategy, min_size=least, max_size=least + 1).map(tuple)


named_texts = st.builds(Text, texts, texts)
descriptions = st.builds(Text, texts, texts, maybe(texts))
moneys = st.builds(Money, amounts, texts)
charges = st.builds(Charge, moneys, descriptions)
phones = st.builds(Telephone, texts, texts, texts, texts, maybe(texts))
postals = st.builds(
    PostalAddress, some(texts, 1), texts, texts, texts, maybe(texts), maybe(texts), some(texts), maybe(texts)
)
addresses = st.builds(
    Address,
    named_texts,
    maybe(postals),
    maybe(texts),
    maybe(phones),
    maybe(phones),
    maybe(urls),
    maybe(texts),
    maybe(texts),
)
contacts = st.builds(
    Contact,
    named_texts,
    maybe(tokens),
    some(texts),
    some(phones),
    some(phones),
    some(postals),
    some(urls),
    maybe(texts),
)
proofs: SearchStrategy[dict[str, Any]] = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"shared_secret": contents}),
    st.fixed_dictionaries({"mac": st.builds(CredentialMac, texts, texts, texts, texts, texts)}),
    st.fixed_dictionaries({"signature": st.builds(DigitalSignature, contents, maybe(texts), maybe(texts))}),
)
credentials = st.builds(
    lambda domain, identity, kind, proof: Credential(domain, identity, type=kind, **proof),
    texts,
    contents,
    st.sampled_from([None, "marketplace"]),
    proofs,
)
headers = st.builds(Header, some(credentials, 1), some(credentials, 1), some(credentials, 1), texts)
envelopes = st.builds(Envelope, texts, texts, maybe(texts), maybe(texts))
item_ids = st.builds(ItemID, texts, maybe(contents))
lines = maybe(st.integers(min_value=0, max_value=10**6))
extrinsics = some(st.tuples(texts, contents))
statuses = st.builds(Status, st.integers(min_value=0, max_value=999), texts, texts)
setup_requests = st.builds(
    SetupRequest,
    envelope=envelopes,
    header=headers,
    deployment_mode=st.sampled_from(["test", "production"]),
    operation=st.sampled_from(["create", "inspect", "edit", "source"]),
    buyer_cookie=contents,
    browser_form_post=maybe(urls),
    extrinsics=extrinsics,
    contacts=some(contacts),
    supplier_setup=maybe(urls),
    ship_to=maybe(addresses),
    selected_item=maybe(item_ids),
    items=some(st.builds(ItemOut, item_ids, quantities, lines)),
)
items_in = st.builds(
    ItemIn,
    item_id=item_ids,
    quantity=quantities,
    line_number=lines,
    unit_price=moneys,
    descriptions=some(descriptions, 1),
    unit_of_measure=texts,
    classifications=some(st.builds(Classification, texts, texts), 1),
    manufacturer_part_id=maybe(texts),
    manufacturer_name=maybe(texts),
    url=maybe(urls),
    lead_time=lines,
    extrinsics=extrinsics,
    ship_to=maybe(addresses),
    shipping=maybe(charges),
    tax=maybe(charges),
    comments=maybe(texts),
)
order_messages = st.builds(
    OrderMessage,
    envelope=envelopes,
    header=headers,
    deployment_mode=st.sampled_from(["test", "production"]),
    status=maybe(statuses),
    buyer_cookie=contents,
    operation_allowed=st.sampled_from(["create", "inspect", "edit"]),
    quote_status=st.sampled_from(["pending", "final"]),
    total=moneys,
    ship_to=maybe(addresses),
    shipping=maybe(charges),
    tax=maybe(charges),
    items=some(items_in),
)
details = st.builds(
    ItemDetail,
    unit_price=moneys,
    descriptions=some(descriptions, 1),
    unit_of_measure=texts,
    classifications=some(st.builds(Classification, texts, texts), 1),
    manufacturer_part_id=maybe(texts),
    manufacturer_name=maybe(texts),
    url=maybe(urls),
    lead_time=lines,
    extrinsics=extrinsics,
)
comments = some(st.builds(Comment, texts, maybe(texts), maybe(texts), some(urls)))
segments = some(st.builds(AccountingSegment, texts, named_texts, descriptions), 1) | some(
    st.builds(Segment, texts, texts, texts), 1
)
ordered_items = st.builds(
    OrderedItem,
    item_id=item_ids,
    quantity=quantities,
    line_number=lines,
    detail=maybe(details),
    requisition_id=maybe(texts),
    requested_delivery_date=maybe(texts),
    ship_to=maybe(addresses),
    shipping=maybe(charges),
    tax=maybe(charges),
    distributions=some(st.builds(Distribution, texts, segments, moneys)),
    comments=comments,
)
order_dates = st.sampled_from(["2026-01-31", "2026-01-31T09:00:00+00:00", "2026-01-31T09:00:00.123Z"])
order_requests = st.builds(
    OrderRequest,
    envelope=envelopes,
    header=headers,
    deployment_mode=st.sampled_from(["test", "production"]),
    order_id=texts,
    order_date=order_dates,
    total=moneys,
    bill_to=addresses,
    items=some(ordered_items, 1),
    type=st.sampled_from(["new", "update", "delete"]),
    order_type=st.sampled_from(["regular", "release", "blanket"]),
    order_version=maybe(texts),
    requisition_id=maybe(texts),
    requested_delivery_date=maybe(texts),
    ship_to=maybe(addresses),
    shipping=maybe(charges),
    tax=maybe(charges),
    payment=maybe(st.builds(PaymentCard, texts, texts, maybe(texts), maybe(postals))),
    contacts=some(contacts),
    comments=comments,
    document_reference=maybe(texts),
    supplier_order_id=maybe(texts),
    extrinsics=extrinsics,
)
_of_a_part: dict[str, SearchStrategy[Any]] = {
    "quantity": quantities,
    "type": st.sampled_from(["accept", "allDetail", "detail", "backordered", "reject", "unknown", "requestToPay"]),
    "unit_of_measure": texts,
    "shipment_date": maybe(texts),
    "delivery_date": maybe(texts),
    "comments": comments,
    "extrinsics": extrinsics,
}
confirmation_statuses = st.builds(ConfirmationStatus, **_of_a_part, item=items_in) | st.builds(
    ConfirmationStatus, **_of_a_part, unit_price=maybe(moneys), tax=maybe(charges), shipping=maybe(charges)
)
confirmation_requests = st.builds(
    ConfirmationRequest,
    envelope=envelopes,
    header=headers,
    deployment_mode=st.sampled_from(["test", "production"]),
    type=st.sampled_from(
        ["accept", "allDetail", "detail", "backordered", "except", "reject", "requestToPay", "replace"]
    ),
    notice_date=texts,
    order_payload_id=texts,
    order_id=maybe(texts),
    order_date=maybe(texts),
    confirm_id=maybe(texts),
    operation=st.sampled_from(["new", "update"]),
    document_reference=maybe(texts),
    total=maybe(moneys),
    shipping=maybe(charges),
    tax=maybe(charges),
    contacts=some(contacts),
    comments=comments,
    extrinsics=extrinsics,
    items=some(
        st.builds(
            ConfirmationItem, st.integers(0, 10**6), quantities, texts, some(confirmation_statuses, 1), some(contacts)
        )
    ),
)
