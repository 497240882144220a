"""Carts on their way from a store to the hub, in every form seen, that of cXML too, and the hub's answer to one."""

from simulators.messages.advisories import Advisory
from simulators.messages.cart.advisories import CONTENT, FORM, MEANINGS
from simulators.messages.cart.answer import (
    BOTH_SPELLINGS,
    CartAnswer,
    CartAnswerRejected,
    build_cart_answer,
    cart_answer_faults,
    parse_cart_answer,
)
from simulators.messages.cart.forms import (
    FLAT,
    FORM_CART,
    FORMS,
    LIFERAY_0,
    LIFERAY_1,
    LIFERAY_2,
    NESTED_ITEMS,
    REQUEST_BODY,
    STANDARD,
    CartForm,
    carried,
)
from simulators.messages.cart.judging import Total, judge_total, line_price
from simulators.messages.cart.liferay import build_cart, parse_cart
from simulators.messages.cart.order_message import CXML, cart_of_order_message, read_cxml_cart
from simulators.messages.cart.reading import CartRead, read_cart, read_cart_as
from simulators.messages.cart.values import ZERO, Cart, CartLine, CartRejected, ShippingAddress
from simulators.messages.cart.writing import build_cart_as, build_form_cart, build_standard_cart

__all__ = [
    "BOTH_SPELLINGS",
    "CONTENT",
    "CXML",
    "FLAT",
    "FORM",
    "FORMS",
    "FORM_CART",
    "LIFERAY_0",
    "LIFERAY_1",
    "LIFERAY_2",
    "MEANINGS",
    "NESTED_ITEMS",
    "REQUEST_BODY",
    "STANDARD",
    "ZERO",
    "Advisory",
    "Cart",
    "CartAnswer",
    "CartAnswerRejected",
    "CartForm",
    "CartLine",
    "CartRead",
    "CartRejected",
    "ShippingAddress",
    "Total",
    "build_cart",
    "build_cart_answer",
    "build_cart_as",
    "build_form_cart",
    "build_standard_cart",
    "carried",
    "cart_answer_faults",
    "cart_of_order_message",
    "judge_total",
    "line_price",
    "parse_cart",
    "parse_cart_answer",
    "read_cart",
    "read_cart_as",
    "read_cxml_cart",
]
