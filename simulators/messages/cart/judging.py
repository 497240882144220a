"""What a cart says, judged in whichever form it came: its total, currencies, units, classifications, texts and dates.

Source: reference, hub and protocols, 1.7 and 2.7 (total: judge both, name which; units; classification), 1.9;
Liferay connector, 11 (T30 to T36) and 15.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from simulators.messages.advisories import Notes, shown
from simulators.messages.cart.forms import CartForm
from simulators.messages.cart.values import ZERO, Cart, CartLine
from simulators.messages.currencies import smallest_amount
from simulators.messages.units import is_unit_code

_ISO_CURRENCY = re.compile("[A-Z]{3}")
_HTML = re.compile(r"<[a-zA-Z/!][^<>]*>|&(#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z]+);")
_EIGHT_DIGITS = re.compile("[0-9]{8}")
_DATES = {
    "create_date": "createDate",
    "modified_date": "modifiedDate",
    "requested_delivery_date": "requestedDeliveryDate",
}


class Total(StrEnum):
    """What the total of a cart is the total of."""

    LINES = "the lines; the cart has neither tax nor shipping"
    INCLUDING = "the lines with tax and shipping"
    EXCLUDING = "the lines without tax and shipping"
    NEITHER = "neither the lines nor the lines with tax and shipping"


def line_price(line: CartLine) -> Decimal:
    """Return what a line costs: its final price if the form told one, or unit price (promoted, if so) by quantity."""
    if line.final_price or line.discount:
        return line.final_price
    return (line.promo_price or line.unit_price) * line.quantity


def judge_total(cart: Cart) -> tuple[Total, bool]:
    """Tell what a cart's total is the total of, and whether the cart's discount is taken off in it.

    Each line may be rounded to the smallest amount of the currency. Without a discount the second is True.
    """
    lines = sum((line_price(line) for line in cart.lines), ZERO)
    added = cart.shipping + cart.tax
    # Half the smallest amount for each line and for the sum; what is off by less is right.
    slack = smallest_amount(cart.currency) * max(len(cart.lines) + 1, 2) / 2
    for deducted in (True, False) if cart.discount else (True,):
        net = lines - cart.discount if deducted else lines
        including, excluding = abs(cart.total - net - added), abs(cart.total - net)
        if min(including, excluding) >= slack:
            continue
        if not added:
            return Total.LINES, deducted
        # Where both are near, the nearer one is meant.
        return (Total.INCLUDING if including <= excluding else Total.EXCLUDING), deducted
    return Total.NEITHER, True


def judge(cart: Cart, form: CartForm, places: Sequence[str], notes: Notes) -> None:
    """Note what a cart says that is odd or wrong; `places` has the place of each line."""
    if cart.currency and not _ISO_CURRENCY.fullmatch(cart.currency):
        notes.advise("currency-not-iso", "the currency", cart.currency)
    if cart.edit_mode is None:
        notes.advise("no-edit-mode", "the cart")
    if cart.discount:
        notes.advise("discount", "the discount", str(cart.discount))
    for line, place in zip(cart.lines, places, strict=True):
        _judge_line(line, cart, form, place, notes)
    if not notes.faults:
        _judge_total(cart, notes)


def _judge_total(cart: Cart, notes: Notes) -> None:
    total, deducted = judge_total(cart)
    names = {
        Total.INCLUDING: "total-includes-tax-and-shipping",
        Total.EXCLUDING: "total-excludes-tax-and-shipping",
        Total.NEITHER: "total-does-not-add-up",
    }
    if total in names:
        notes.advise(names[total], "the total", str(cart.total))
    if not deducted:
        notes.advise("discount-not-in-total", "the total", str(cart.total))


def _judge_line(line: CartLine, cart: Cart, form: CartForm, place: str, notes: Notes) -> None:
    if not line.currency:
        notes.advise("no-item-currency", place)
    elif cart.currency and line.currency != cart.currency:
        notes.fault(f"{place}.currency", f"expected the cart's {shown(cart.currency)}, got {shown(line.currency)}")
    if not line.auxiliary_id:
        notes.advise("no-auxiliary-id", place)
    if _HTML.search(line.description):
        notes.advise("html-in-description", f"{place}.description", line.description)
    _judge_unit(line.unit_of_measure, form, f"{place}.uom", notes)
    _judge_classification(line, f"{place}.classification", notes)
    for name, key in _DATES.items():
        _judge_date(getattr(line, name), f"{place}.{key}", notes)
    plain = line.unit_price * line.quantity
    if abs(line_price(line) - plain) > smallest_amount(cart.currency):
        notes.advise("line-price-differs", place, f"{plain} and {line_price(line)}")


def _judge_unit(unit: str, form: CartForm, place: str, notes: Notes) -> None:
    if not unit:
        notes.advise("no-unit", place)
    elif not is_unit_code(unit):
        notes.advise("unit-not-a-code", place, unit)
    if form.constant_unit and unit == form.constant_unit:
        notes.advise("unit-fixed", place, unit)


def _judge_classification(line: CartLine, place: str, notes: Notes) -> None:
    if line.classification and not line.class_domain:
        notes.advise("classification-names", place, line.classification)
    if line.classification.rstrip().endswith(","):
        notes.advise("classification-trailing-comma", place, line.classification)
    if line.unspsc and not _EIGHT_DIGITS.fullmatch(line.unspsc):
        notes.advise("classification-not-eight-digits", place, line.unspsc)
    if not line.unspsc and not line.classification:
        notes.advise("no-classification", place)


def _judge_date(text: str, place: str, notes: Notes) -> None:
    if not text:
        return
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        notes.advise("date-not-readable", place, text)
        return
    if text[-1] in "Zz":
        notes.advise("date-with-literal-z", place, text)
    elif moment.tzinfo is None and "T" in text.upper():
        notes.advise("date-without-offset", place, text)
