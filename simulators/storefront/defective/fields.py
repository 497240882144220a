"""Defects of the fields of a session request: what is missing, empty, unknown or of another type, and is taken."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from simulators.messages.session import (
    MODEL,
    Form,
    SessionRejected,
    SessionRequest,
    read_body,
    request_in,
    session_faults,
)
from simulators.storefront.problems import server_error
from simulators.storefront.session_api import Reading
from simulators.storefront.switching import Switch

Document = dict[str, Any]


def read_by(judged: Callable[[Document, Form], tuple[str, ...]]) -> Switch:
    """Read bodies so that what a function finds wrong with them counts; it may change them before."""

    def reading(body: bytes, form: Form, charset: str | None) -> tuple[SessionRequest, Document]:
        document = read_body(body, form, charset=charset)
        faults = judged(document, form)
        if faults:
            raise SessionRejected(faults)
        return request_in(document), document

    return _reading(reading)


def _reading(reading: Reading) -> Switch:
    return lambda parts: replace(parts, reading=reading)


def mending(mend: Callable[[Document], object], *forms: Form) -> Switch:
    """Change a body, in any form unless some are named, before it is judged."""

    def judged(document: Document, form: Form) -> tuple[str, ...]:
        if not forms or form in forms:
            mend(document)
        return tuple(session_faults(document))

    return read_by(judged)


def overlooking(pattern: str) -> Switch:
    """Find nothing wrong with what a pattern matches."""

    def judged(document: Document, form: Form) -> tuple[str, ...]:
        del form
        return tuple(fault for fault in session_faults(document) if not re.search(pattern, fault))

    return read_by(judged)


def failing_at(pattern: str) -> Switch:
    """Fail at what a pattern matches, where it is to be refused."""

    def judged(document: Document, form: Form) -> tuple[str, ...]:
        del form
        faults = tuple(session_faults(document))
        if any(re.search(pattern, fault) for fault in faults):
            raise server_error()
        return faults

    return read_by(judged)


def telling(told: Callable[[str], str]) -> Switch:
    """Tell what is wrong in other words."""

    def judged(document: Document, form: Form) -> tuple[str, ...]:
        del form
        return tuple(map(told, session_faults(document)))

    return read_by(judged)


def type_is_create_if_missing(document: Document) -> None:
    """Take a request without a type for one to create a cart."""
    document.setdefault("punchOutSessionType", "create")


def type_is_create_if_null(document: Document) -> None:
    """Take a request whose type is null for one to create a cart."""
    if document.get("punchOutSessionType", "") is None:
        document["punchOutSessionType"] = "create"


def group_is_taken_for_granted(document: Document) -> None:
    """Fail at a request without a group."""
    if "buyerGroup" not in document:
        raise server_error()


def user_is_taken_for_whole(document: Document) -> None:
    """Fail at a user without an e-mail address, if the user holds nothing at all."""
    if document.get("buyerUser") == {}:
        raise server_error()


def one_role_is_a_list(document: Document) -> None:
    """Take a role that stands by itself for a list of one."""
    roles = _object(document, "buyerUser").get("roles")
    if isinstance(roles, str):
        document["buyerUser"]["roles"] = [roles]


def words_are_false(document: Document) -> None:
    """Take any word but true for false."""
    if isinstance(_object(document, "cart").get("useAsBilling"), str):
        document["cart"]["useAsBilling"] = False


def unknown_fields_of_the_cart_go(document: Document) -> None:
    """Drop what a cart has no field for."""
    for name in _object(document, "cart").keys() - MODEL["Cart"].keys():
        del document["cart"][name]


def unknown_fields_of_addresses_go(document: Document) -> None:
    """Drop what an address has no field for."""
    for which in ("billingAddress", "shippingAddress"):
        address = _object(_object(document, "cart"), which)
        for name in address.keys() - MODEL["Address"].keys():
            del address[name]


def nothing_among_roles_goes(document: Document) -> None:
    """Drop null from among the roles of a buyer."""
    roles = _object(document, "buyerUser").get("roles")
    if isinstance(roles, list):
        document["buyerUser"]["roles"] = [role for role in roles if role is not None]


def id_of_words_is_none(document: Document) -> None:
    """Take an id of a cart that is no number for none."""
    if isinstance(_object(document, "cart").get("id"), str):
        document["cart"]["id"] = None


def postal_codes_are_required(document: Document, form: Form) -> tuple[str, ...]:
    """Find an address without a postal code wrong as well."""
    del form
    faults = tuple(session_faults(document))
    address = _object(document, "cart").get("billingAddress")
    if not faults and address is not None and not address.get("zip"):
        return ("cart.billingAddress.zip must not be null",)
    return faults


def _object(document: Document, name: str) -> Document:
    found = document.get(name)
    return found if isinstance(found, dict) else {}


DEFECTS: Mapping[str, Switch] = {
    "missing-session-type-creates": mending(type_is_create_if_missing),
    "missing-group-is-a-server-error": mending(group_is_taken_for_granted),
    "null-session-type-creates": mending(type_is_create_if_null),
    "empty-session-type-creates": overlooking("punchOutSessionType must not be empty"),
    "empty-user-is-a-server-error": mending(user_is_taken_for_whole),
    "address-without-a-country-taken": overlooking(r"Address\.countryISOCode must not"),
    "organization-without-a-name-taken": overlooking(r"buyerOrganization\.name must not"),
    "address-needs-a-postal-code": read_by(postal_codes_are_required),
    "single-role-taken-for-a-list": mending(one_role_is_a_list),
    "truth-of-any-word-taken": mending(words_are_false),
    "wrong-type-is-a-server-error": failing_at("buyerAccountReferenceCode must be of type"),
    "unknown-field-of-the-cart-passed-over": mending(unknown_fields_of_the_cart_go),
    "unknown-field-of-an-address-passed-over": mending(unknown_fields_of_addresses_go),
    "null-among-roles-passed-over": mending(nothing_among_roles_goes),
    "refusal-of-a-missing-field-without-its-name": telling(lambda fault: re.sub(r"^\S+ (?=must not)", "it ", fault)),
    "refusal-of-a-type-without-the-field": telling(lambda fault: re.sub(r"^\S+ (?=must be)", "a value ", fault)),
    "number-of-words-in-xml-is-none": mending(id_of_words_is_none, Form.XML),
}
