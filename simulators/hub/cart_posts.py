"""What shops and browsers post to the gateway: from whom it comes, in which form, and the cart in it.

Source: reference, hub and protocols, 1.7, 1.11c and 1.12.
"""

from __future__ import annotations

from urllib.parse import parse_qsl

from simulators.messages.cart import CartRead, CartRejected, read_cart, read_cxml_cart
from simulators.messages.cxml import CxmlRejected, decode_form_field
from simulators.wire import Incoming

_CXML_FIELDS = frozenset({"cxml-urlencoded", "cxml-base64"})
# The field of a form cart that holds it.
_FORM_CART = "params"


class NoCart(Exception):
    """A post that says that the buyer brings nothing back."""


def is_browsers_form(incoming: Incoming) -> bool:
    """Tell whether a post has the fields of a form cart or of an order message: those pass through the browser."""
    names = {name.lower() for name, _ in incoming.form()}
    return bool(names & _CXML_FIELDS) or _FORM_CART in names


def sender_of(incoming: Incoming) -> str:
    """Return who posts, for the journal."""
    return "browser" if is_browsers_form(incoming) else "storefront"


def read_post(incoming: Incoming, buyer_cookie: str) -> tuple[str, CartRead | None]:
    """Return the name of the form a cart came in, and the cart, None when an order message says that there is none.

    Raises:
        CartRejected: with every fault, when it is no cart.

    """
    if not _has_cxml(incoming):
        read = read_cart(incoming.body)
        return read.form, read
    try:
        fields = parse_qsl(incoming.body.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError as error:
        raise CartRejected((f"the cart is not an urlencoded form in UTF-8: {error}",)) from None
    return read_cxml_cart(fields, buyer_cookie=buyer_cookie)


def shown_text(incoming: Incoming) -> str:
    """Return the text of a browser's post for a reader: the document of an order message, else the fields."""
    if _has_cxml(incoming):
        try:
            found = decode_form_field(incoming.form())
        except CxmlRejected:
            pass
        else:
            return found.document.decode(found.encoding or "utf-8", "backslashreplace")
    return incoming.body.decode("utf-8", "backslashreplace")


def _has_cxml(incoming: Incoming) -> bool:
    return any(name.lower() in _CXML_FIELDS for name, _ in incoming.form())
