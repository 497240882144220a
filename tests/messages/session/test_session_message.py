"""The session request and its answer: every member of the connector's model, and what is refused for what."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulators.messages.session import (
    BuyerUser,
    CartItem,
    SessionAnswer,
    SessionRejected,
    SessionRequest,
    access_token_of,
    build_session_request,
    parse_session_answer,
    parse_session_request,
    session_faults,
)

without_files = settings(deadline=None, database=None, derandomize=True)

# The connector's OpenAPI: `!` is required, `*` a list, `+` zero or more, `~` read-only.
OPENAPI = """
PunchOutSession: buyerAccountReferenceCode:string! buyerGroup:Group! buyerOrganization:Organization buyerUser:User!
    cart:Cart! punchOutReturnURL:string! punchOutSessionType:string! punchOutStartURL:string
Group: id:string name:string!
Organization: id:string name:string!
User: email:string! externalReferenceCode:string firstName:string middleName:string lastName:string jobTitle:string
    id:int64+ male:boolean roles:string*
Cart: currencyCode:string! id:int64 cartItems:CartItem* accountId:int64 billingAddress:Address shippingAddress:Address
    billingAddressId:int64 shippingAddressId:int64 couponCode:string notes:CartComment* paymentMethod:string
    printedNote:string shippingMethod:string shippingOption:string summary:Summary useAsBilling:boolean account:string~
    author:string~ channelId:int64~ createDate:string~ lastPriceUpdateDate:string~ modifiedDate:string~
    customFields:map~ paymentMethodLabel:string~ paymentStatus:int32~ paymentStatusLabel:string~
    purchaseOrderNumber:string~ status:string~
CartItem: id:int64 skuId:int64 quantity:int32 shippedQuantity:int32+ productId:int64 options:string price:Price
    settings:Settings customFields:map name:string~ sku:string~ parentCartItemId:int64~ subscription:boolean~
    thumbnail:string~
Price: currency:string price:double promoPrice:double finalPrice:double discount:double discountPercentage:string
    discountPercentageLevel1:double discountPercentageLevel2:double discountPercentageLevel3:double
    discountPercentageLevel4:double
Settings: allowedQuantities:int32* minQuantity:int32 maxQuantity:int32 multipleQuantity:int32
Summary: currency:string itemsQuantity:int32 subtotal:double subtotalDiscountValue:double shippingValue:double
    shippingDiscountValue:double taxValue:double total:double totalDiscountValue:double
    subtotalDiscountPercentages:string* shippingDiscountPercentages:string* totalDiscountPercentages:string*
CartComment: content:string restricted:boolean author:string~ id:int64~ orderId:int64~
Address: city:string! countryISOCode:string! name:string! street1:string! country:string description:string id:int64
    latitude:double longitude:double phoneNumber:string region:string regionISOCode:string street2:string
    street3:string typeId:int32 vatNumber:string zip:string type:string~
"""
TYPES: dict[str, dict[str, tuple[str, str]]] = {}
for word in OPENAPI.split():
    if word.endswith(":"):
        members = TYPES.setdefault(word[:-1], {})
    else:
        member, _, holds = word.partition(":")
        members[member] = (
            holds.rstrip("!*+~"),
            holds.lstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"),
        )
MEMBERS = [(owner, name, *holds) for owner, members in TYPES.items() for name, holds in members.items()]

RIGHT: dict[str, list[Any]] = {
    "string": ["x", " ", "é</", "null"],
    "int32": [0, 7, 2**31 - 1],
    "int64": [0, 7, 2**63 - 1],
    "double": [0, 1, 1.5, -1e-10],
    "boolean": [True, False],
    "map": [{}, {"a": {"b": [1, None]}}],
}
WRONG: dict[str, list[Any]] = {
    "string": [1, True, [], {}, 1.5],
    "int32": ["1", True, 1.5, [], {}, 2**31, -(2**31) - 1],
    "int64": ["1", True, 1.5, [], {}, 2**63, -(2**63) - 1, 10**400],
    "double": ["1", True, [], {}],
    "boolean": ["true", 1, 0, [], {}],
    "map": ["x", 1, [], True],
}


def _smallest(owner: str) -> dict[str, Any]:
    required = {name: holds for name, (holds, flags) in TYPES[owner].items() if "!" in flags}
    return {name: _smallest(holds) if holds in TYPES else "x" for name, holds in required.items()}


def _whole_with(owner: str, document: dict[str, Any]) -> dict[str, Any]:
    """Return a request that holds a document of the type, wherever one of the type may be."""
    if owner == "PunchOutSession":
        return document
    for outer, name, holds, flags in MEMBERS:
        if holds == owner:
            return _whole_with(outer, {**_smallest(outer), name: [document] if "*" in flags else document})
    raise AssertionError(owner)


def _path_of(owner: str) -> str:
    if owner == "PunchOutSession":
        return ""
    outer, name, _, flags = next(member for member in MEMBERS if member[2] == owner)
    return f"{_path_of(outer)}{name}{'[0]' if '*' in flags else ''}."


def _faults(document: object) -> tuple[str, ...]:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    try:
        parse_session_request(body)
    except SessionRejected as rejected:
        return rejected.faults
    return ()


@pytest.mark.parametrize("owner", sorted({owner for owner, *_ in MEMBERS}))
def test_each_member_of_a_type_takes_what_the_model_says_and_nothing_else(owner: str) -> None:
    for of, name, holds, flags in MEMBERS:
        if of == owner:
            _takes_what_the_model_says(owner, name, holds, flags)


def _takes_what_the_model_says(owner: str, name: str, holds: str, flags: str) -> None:
    def faults(value: Any) -> tuple[str, ...]:
        return _faults(_whole_with(owner, {**_smallest(owner), name: value}))

    where = f"{_path_of(owner)}{name}"
    right = [_smallest(holds)] if holds in TYPES else RIGHT[holds]
    wrong = ["x", 1, True, 1.5] if holds in TYPES else WRONG[holds]
    if "*" in flags:
        right, wrong = [[], right, right * 3], [*wrong[:1], {}, *([value] for value in wrong), [None], right[0]]
    if "+" in flags:
        wrong = [*wrong, -1]
    elif holds.startswith("int"):
        right = [*right, [-1] if "*" in flags else -1]
    if "~" in flags:
        right, wrong = right + wrong, []
    assert [value for value in right if faults(value)] == [], where
    answers = [(value, faults(value)) for value in wrong]
    assert [value for value, found in answers if not found or not found[0].startswith(where)] == [], where
    assert bool(faults(None)) == ("!" in flags), where


@pytest.mark.parametrize(
    ("owner", "name"), [(owner, name) for owner, name, _, flags in MEMBERS if "!" in flags], ids=lambda value: value
)
def test_what_is_required_is_named_when_it_is_missing_null_or_empty(owner: str, name: str) -> None:
    where = f"{_path_of(owner)}{name}"
    smallest = _smallest(owner)
    without = {key: value for key, value in smallest.items() if key != name}
    assert _faults(_whole_with(owner, without)) == (f"{where} must not be null",)
    assert _faults(_whole_with(owner, {**smallest, name: None})) == (f"{where} must not be null",)
    if isinstance(smallest[name], str):
        assert _faults(_whole_with(owner, {**smallest, name: ""})) == (f"{where} must not be empty",)
        assert _faults(_whole_with(owner, {**smallest, name: " "})) == ()


@pytest.mark.parametrize("owner", TYPES)
def test_a_member_that_is_not_in_the_model_is_named_with_its_type(owner: str) -> None:
    document = _whole_with(owner, {**_smallest(owner), "punchoutReturnURL": "x"})
    path = f"{_path_of(owner)}punchoutReturnURL"
    assert _faults(document) == (f'The property "{path}" is not defined in {owner}',)


def test_every_fault_is_told_once_wrong_ones_before_missing_ones() -> None:
    document = _smallest("PunchOutSession")
    document["cart"] = {"id": "x", "nonsense": 1, "billingAddress": {"city": ""}, "notes": [{"restricted": 1}, {}, 3]}
    wrong = _faults(document)
    assert sorted(wrong) == [
        'The property "cart.nonsense" is not defined in Cart',
        "cart.id must be of type 64-bit integer",
        "cart.notes[0].restricted must be of type boolean",
        "cart.notes[2] must be an object",
    ]
    document["cart"] = {"billingAddress": {"city": ""}, "cartItems": [{}, {}]}
    missing = _faults(document)
    assert sorted(missing) == [
        "cart.billingAddress.city must not be empty",
        "cart.billingAddress.countryISOCode must not be null",
        "cart.billingAddress.name must not be null",
        "cart.billingAddress.street1 must not be null",
        "cart.currencyCode must not be null",
    ]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"x"',
        b"null",
        b"\xff\xfe",
        b'{"cart": NaN}',
        b'{"cart": 1e99999999999999999999}',
        b"[" * 100_000,
        b'{"cart":' * 100_000,
        b'{"cart": {"customFields": ' + b'{"a":' * 5_000 + b"1" + b"}" * 5_000 + b"}}",
        json.dumps({"cart": "é"}, ensure_ascii=False).encode("latin-1"),
    ],
    ids=lambda body: repr(body[:16]) + str(len(body)),
)
def test_what_is_no_json_object_is_refused(body: bytes) -> None:
    assert len(_faults(body)) == 1


def test_a_huge_request_is_judged() -> None:
    document = _smallest("PunchOutSession")
    document["cart"]["cartItems"] = [{"skuId": number} for number in range(20_000)]
    assert _faults(document) == ()


def test_null_counts_as_absent() -> None:
    document = _smallest("PunchOutSession")
    document["buyerUser"] |= {"firstName": None, "middleName": None, "lastName": None, "roles": None}
    document["cart"] |= {"id": None, "cartItems": [{"id": None, "skuId": None, "quantity": None}], "summary": None}
    request, _ = parse_session_request(json.dumps(document).encode())
    assert request.buyer == BuyerUser("x")
    assert request.cart_id is None
    assert request.items == (CartItem(0, 0, None, None),)
    document["cart"]["cartItems"] = None
    assert parse_session_request(json.dumps(document).encode())[0].items is None
    document["cart"]["cartItems"] = []
    assert parse_session_request(json.dumps(document).encode())[0].items == ()


def test_the_whole_object_is_kept_for_the_answer() -> None:
    document = {**_smallest("PunchOutSession"), "buyerOrganization": {"name": "y", "id": None}}
    assert parse_session_request(json.dumps(document).encode())[1] == document


texts = st.text(min_size=1).filter(bool)
longs = st.integers(-(2**63), 2**63 - 1)
ints = st.integers(-(2**31), 2**31 - 1)
requests = st.builds(
    SessionRequest,
    account_reference_code=texts,
    group_name=texts,
    buyer=st.builds(BuyerUser, texts, st.text(), st.text(), st.text()),
    currency_code=texts,
    return_url=texts,
    session_type=texts,
    cart_id=st.none() | longs,
    items=st.none()
    | st.lists(st.builds(CartItem, longs, ints, longs, st.integers(0, 2**31 - 1)), max_size=3).map(tuple),
)


@without_files
@given(requests)
def test_a_request_is_the_same_after_the_way(request: SessionRequest) -> None:
    assert parse_session_request(build_session_request(request))[0] == request


@pytest.mark.parametrize("missing", ["account_reference_code", "group_name", "currency_code", "return_url"])
def test_a_request_that_would_be_refused_is_not_built(missing: str) -> None:
    request = SessionRequest("A", "G", BuyerUser("a@b.c"), "USD", "http://x")
    build_session_request(request)
    values: dict[str, Any] = {missing: ""}
    with pytest.raises(SessionRejected, match="must not be empty"):
        build_session_request(replace(request, **values))


def test_a_refusal_reads_one_fault_in_a_line() -> None:
    with pytest.raises(SessionRejected) as rejected:
        parse_session_request(b"{}")
    assert str(rejected.value).splitlines() == list(rejected.value.faults)


def test_a_refusal_passes_through_a_with_statement() -> None:
    @contextmanager
    def around() -> Iterator[None]:
        yield

    with pytest.raises(SessionRejected, match="JSON"), around():
        parse_session_request(b"")


def test_faults_come_without_a_body_too() -> None:
    assert list(session_faults(_smallest("PunchOutSession"))) == []
    assert len(list(session_faults({}))) == 6


# --- the answer


@pytest.mark.parametrize(
    ("document", "channel", "token"),
    [
        ({"cart": {"channelId": 41}, "punchOutStartURL": "http://x/?punchOutAccessToken=AbC-_1%2A"}, 41, "AbC-_1*"),
        ({"punchOutStartURL": "http://x/"}, None, None),
        ({"cart": None, "punchOutStartURL": "http://x/"}, None, None),
        ({"cart": {"channelId": True}, "punchOutStartURL": "http://x/"}, None, None),
        ({"cart": {"channelId": "41"}, "punchOutStartURL": "http://["}, None, None),
        ({"more": {"than": ["expected"]}, "punchOutStartURL": "x"}, None, None),
    ],
)
def test_an_answer_is_read(document: dict[str, Any], channel: int | None, token: str | None) -> None:
    answer = parse_session_answer(json.dumps(document).encode())
    assert answer == SessionAnswer(document, document["punchOutStartURL"], channel)
    assert answer.access_token == token


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b"{}",
        b'{"punchOutStartURL": null}',
        b'{"punchOutStartURL": ""}',
        b'{"punchOutStartURL": 5}',
        b'{"punchoutStartURL": "http://x"}',
        b"\xff",
        b"[" * 100_000,
        b'{"punchOutStartURL": NaN}',
    ],
    ids=lambda body: repr(body[:30]) + str(len(body)),
)
def test_what_is_no_answer_is_refused(body: bytes) -> None:
    with pytest.raises(SessionRejected):
        parse_session_answer(body)


@pytest.mark.parametrize(
    ("url", "token"),
    [
        ("http://x/y?a=1&punchOutAccessToken=AB**&b=2", "AB**"),
        ("/y?punchOutAccessToken=%5BB%401f2e", "[B@1f2e"),
        ("http://x/y?punchOutAccessToken=", ""),
        ("http://x/y?punchOutAccessToken", ""),
        ("http://x/y?punchOutAccessToken=A+B", "A B"),
        ("http://x/y?punchoutAccessToken=A", None),
        # What a real connector makes of a start URL with a query, and of one with a fragment.
        ("http://x/y?a=1?punchOutAccessToken=A", None),
        ("http://x/y#top?punchOutAccessToken=A", None),
        ("http://[::1/?punchOutAccessToken=A", None),
        ("http://x]/?punchOutAccessToken=A", None),
        ("", None),
        ("?punchOutAccessToken=A", "A"),
        ("null?punchOutAccessToken=A", "A"),
    ],
)
def test_the_access_token_is_read_from_any_url(url: str, token: str | None) -> None:
    assert access_token_of(url) == token


@without_files
@given(st.text("?&=#[]:/%+punchOutAccessToken\ud800é\0\n"))
def test_no_url_is_too_odd_to_look_for_a_token(url: str) -> None:
    access_token_of(url)
