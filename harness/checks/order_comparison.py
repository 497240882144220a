"""A cart and the order of it, compared field by field: what was preserved, refused clearly or vaguely, or corrupted.

The worst failures raise no error, so each difference is classed. An order may ask for less than the cart has, of a
line or of lines; in all else cart, order and what the storefront accepted have to say the same. An order that says
otherwise and is accepted is corrupted, whichever of the two the storefront keeps: one of them is not what was approved.
Only a description may be another in the order, for procurement systems cut them; either one may be accepted.

Source: reference, hub and protocols, 2.7 (last bullets) and the closing remark of 7.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from simulators.messages.currencies import rounding_of
from simulators.messages.markup import text_of

AUXILIARY_ID, PART_ID, QUANTITY, UNIT_PRICE = "auxiliary id", "part id", "quantity", "unit price"
CURRENCY, UNIT_OF_MEASURE, DESCRIPTION = "currency", "unit of measure", "description"
CLASSIFICATION, LINE_VALUE, TOTAL = "classification", "line value", "total"
ORDER = "order"

# Prices per unit are finer than any currency where the price of a line does not divide by its quantity.
_PRICE_STEP = Decimal("1E-9")
# How a refusal may call a field, in small letters and with blanks between the words.
_SPELLINGS: Mapping[str, str] = {
    AUXILIARY_ID: r"aux(?:iliary)?(?: ?ids?| part id)|supplierauxid|auxiliary",
    PART_ID: r"part (?:id|number)|supplier ?id|skus?|item number",
    QUANTITY: r"quantit(?:y|ies)|qty",
    UNIT_PRICE: r"(?:unit ?)?prices?",
    CURRENCY: r"currenc(?:y|ies)(?: code)?",
    UNIT_OF_MEASURE: r"uoms?|units? of measure(?:ment)?",
    DESCRIPTION: r"descriptions?",
    CLASSIFICATION: r"classifications?|unspsc|commodity(?: code)?",
    LINE_VALUE: r"line (?:value|total|amount)|(?:unit ?)?prices?|quantity",
    TOTAL: r"totals?",
}


class Outcome(StrEnum):
    """What became of a field of an order."""

    PRESERVED = "preserved"
    REJECTED_CLEARLY = "rejected clearly"
    REJECTED_VAGUELY = "rejected vaguely"
    CORRUPTED = "accepted and corrupted"


@dataclass(frozen=True)
class LineFacts:
    """What a cart, an order or an acknowledgment says of one line; "" and None are what it does not say.

    `unit_price` is what one unit costs, promotion and discount included; `line_value` what the line costs. `number`
    is that of the line in the order.
    """

    auxiliary_id: str = ""
    part_id: str = ""
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    currency: str = ""
    unit_of_measure: str = ""
    description: str = ""
    classification: str = ""
    line_value: Decimal | None = None
    number: int | None = None


@dataclass(frozen=True)
class OrderFacts:
    """What an order says: its lines, its total, and the shipping and tax that the total may hold."""

    lines: tuple[LineFacts, ...]
    total: Decimal | None = None
    charges: Decimal = Decimal(0)


@dataclass(frozen=True)
class Answer:
    """What the storefront answered: the HTTP status, what a refusal says for people, the lines it accepted.

    `lines` is None for an answer that says nothing of lines; `rejects` is for a no with a status of success.
    """

    status: int
    reason: str = ""
    lines: tuple[LineFacts, ...] | None = None
    rejects: bool = False

    @property
    def accepts(self) -> bool:
        """Whether the order was taken."""
        return 200 <= self.status < 300 and not self.rejects


@dataclass(frozen=True)
class Finding:
    """What became of one field of one line (named by its auxiliary id) or of the order, and what each side says."""

    line: str
    field: str
    cart: str
    ordered: str
    accepted: str
    outcome: Outcome


@dataclass(frozen=True)
class Comparison:
    """All findings, and the fields an acknowledgment does not say, by line; these can be neither kept nor corrupted.

    `differs` tells whether the order, as it was sent, says otherwise than the cart.
    """

    accepted: bool
    differs: bool
    findings: tuple[Finding, ...]
    unsaid: tuple[tuple[str, str], ...] = ()

    def of(self, outcome: Outcome) -> tuple[Finding, ...]:
        """Return the findings of one class."""
        return tuple(finding for finding in self.findings if finding.outcome is outcome)


Same = Callable[[object, object], bool]


def compare(cart: Sequence[LineFacts], order: OrderFacts, answer: Answer) -> Comparison:
    """Compare a cart with the order of it as the storefront accepted it, or class its refusal.

    Of an order that was accepted each field of each line is a finding: preserved or corrupted. Of one that was refused
    each field in which it differs from the cart is one, or the order as a whole when it differs in nothing.
    """
    differences = tuple(_differences(cart, order))
    if not answer.accepts:
        return Comparison(False, bool(differences), tuple(_refused(order, differences, answer)))
    known = {line.auxiliary_id: line for line in cart}
    findings = [
        Finding(difference.line, difference.field, difference.cart, difference.ordered, "taken", Outcome.CORRUPTED)
        for difference in differences
        if difference.field in (AUXILIARY_ID, TOTAL)
    ]
    unsaid: list[tuple[str, str]] = []
    matched, extras = _matched(order.lines, answer.lines or ())
    for ordered, accepted in matched:
        line, of_cart = ordered.auxiliary_id, known.get(ordered.auxiliary_id)
        if of_cart is None:
            continue
        if accepted is None and answer.lines is not None:
            findings.append(Finding(line, AUXILIARY_ID, line, line, "no such line", Outcome.CORRUPTED))
            continue
        for field, (expected, wanted, got, same) in _sides(of_cart, ordered, accepted or LineFacts()).items():
            agrees = _agrees(field, same, of_cart, expected, wanted)
            approved = expected if _is_said(expected) else wanted
            if agrees and not (_is_said(got) and _is_said(approved)):
                unsaid += [(line, field)] if _is_said(approved) else []
                continue
            kept = same(approved, got) or (field == DESCRIPTION and same(wanted, got))
            outcome = Outcome.PRESERVED if agrees and kept else Outcome.CORRUPTED
            findings.append(Finding(line, field, _shown(expected), _shown(wanted), _shown(got), outcome))
    findings += [
        Finding(extra.auxiliary_id, AUXILIARY_ID, "no such line", "no such line", "a line", Outcome.CORRUPTED)
        for extra in extras
    ]
    return Comparison(True, bool(differences), tuple(findings), tuple(unsaid))


def refusal(answer: Answer, field: str, line: LineFacts | None = None, number: int | None = None) -> Outcome:
    """Class the answer to an order that had to be refused for a field, or for a line of it at a place counted from 1.

    Clear is an answer of the 4xx class whose reason names the field or the line; an order that was taken is corrupted.
    """
    if answer.accepts:
        return Outcome.CORRUPTED
    reason = _spaced(answer.reason)
    named = _names_field(reason, field) or (line is not None and _names_line(answer.reason, line, number))
    return Outcome.REJECTED_CLEARLY if 400 <= answer.status < 500 and named else Outcome.REJECTED_VAGUELY


@dataclass(frozen=True)
class _Difference:
    """A field in which an order says otherwise than the cart; `place` is that of the line, from 1."""

    line: str
    field: str
    cart: str
    ordered: str
    facts: LineFacts | None = None
    place: int | None = None


def _differences(cart: Sequence[LineFacts], order: OrderFacts) -> Iterator[_Difference]:
    known = {line.auxiliary_id: line for line in cart}
    seen: set[str] = set()
    agree = True
    for place, ordered in enumerate(order.lines, 1):
        line, of_cart = ordered.auxiliary_id, known.get(ordered.auxiliary_id)
        if of_cart is None or line in seen:
            in_cart = "no such line" if of_cart is None else "one such line"
            agree = False
            yield _Difference(line, AUXILIARY_ID, in_cart, line or "nothing", ordered, place)
        seen.add(line)
        for field, (expected, wanted, _, same) in _sides(of_cart or ordered, ordered, LineFacts()).items():
            # The value of a line is wrong because its price or quantity is: they are the ones to name.
            if field != LINE_VALUE and not _agrees(field, same, of_cart or ordered, expected, wanted):
                in_cart = _shown(of_cart.quantity if of_cart and field == QUANTITY else expected)
                agree = False
                yield _Difference(line, field, in_cart, _shown(wanted), ordered, place)
    # Where a line is wrong the total may be so because of it: the line is what to name.
    for total, got in _wrong_totals(order) if agree else ():
        yield _Difference(ORDER, TOTAL, total, got)


def _refused(order: OrderFacts, differences: Sequence[_Difference], answer: Answer) -> Iterator[Finding]:
    for difference in differences:
        outcome = refusal(answer, difference.field, difference.facts, difference.place)
        yield Finding(difference.line, difference.field, difference.cart, difference.ordered, "refused", outcome)
    if not differences:
        named = [refusal(answer, field) for field in _SPELLINGS]
        named += [refusal(answer, "", line, place) for place, line in enumerate(order.lines, 1)]
        is_clear = Outcome.REJECTED_CLEARLY in named
        outcome = Outcome.REJECTED_CLEARLY if is_clear else Outcome.REJECTED_VAGUELY
        yield Finding(ORDER, ORDER, "as in the cart", "as in the cart", "refused", outcome)


def _matched(
    ordered: Sequence[LineFacts], accepted: Sequence[LineFacts]
) -> tuple[list[tuple[LineFacts, LineFacts | None]], list[LineFacts]]:
    """Pair lines of the order with those that were accepted, by auxiliary id or else by number; return the rest too."""
    left = list(accepted)
    pairs: dict[int, LineFacts] = {}
    for key in ("auxiliary_id", "number"):
        for place, line in enumerate(ordered):
            wanted = getattr(line, key)
            if place in pairs or not _is_said(wanted):
                continue
            found = next((index for index, one in enumerate(left) if getattr(one, key) == wanted), None)
            if found is not None:
                pairs[place] = left.pop(found)
    return [(line, pairs.get(place)) for place, line in enumerate(ordered)], left


def _sides(
    cart: LineFacts, ordered: LineFacts, accepted: LineFacts
) -> Mapping[str, tuple[object, object, object, Same]]:
    """Return by field what cart, order and acknowledgment say, and when two of them are the same.

    What is expected of a quantity is what was ordered, and of the value of a line what that many of the cart cost.
    """
    whole = ordered.quantity == cart.quantity
    value = cart.line_value if whole else _product(ordered.quantity, cart.unit_price)
    same_value = _same_value(cart.currency, ordered.quantity or Decimal(0))
    return {
        AUXILIARY_ID: (cart.auxiliary_id, ordered.auxiliary_id, accepted.auxiliary_id, _same),
        PART_ID: (cart.part_id, ordered.part_id, accepted.part_id, _same),
        QUANTITY: (ordered.quantity, ordered.quantity, accepted.quantity, _same),
        UNIT_PRICE: (cart.unit_price, ordered.unit_price, accepted.unit_price, _same_price),
        CURRENCY: (cart.currency, ordered.currency, accepted.currency, _same),
        UNIT_OF_MEASURE: (cart.unit_of_measure, ordered.unit_of_measure, accepted.unit_of_measure, _same),
        DESCRIPTION: (cart.description, ordered.description, accepted.description, _same_text),
        CLASSIFICATION: (cart.classification, ordered.classification, accepted.classification, _same),
        LINE_VALUE: (value, _value(ordered), _value(accepted), same_value),
    }


def _agrees(field: str, same: Same, cart: LineFacts, expected: object, wanted: object) -> bool:
    """Tell whether the order asks for what the cart has; of a quantity, for one at least and no more than there are.

    A description is for people to read: what an order says of it asks for nothing.
    """
    if field == QUANTITY:
        return isinstance(wanted, Decimal) and 1 <= wanted <= (wanted if cart.quantity is None else cart.quantity)
    return field == DESCRIPTION or not _is_said(wanted) or not _is_said(expected) or same(expected, wanted)


def _wrong_totals(order: OrderFacts) -> Iterator[tuple[str, str]]:
    values = [value for value in map(_value, order.lines) if value is not None]
    if order.total is None or len(values) < len(order.lines):
        return
    lines = sum(values, Decimal(0))
    rounding = sum(
        (rounding_of(line.currency) + abs(line.quantity or Decimal(0)) * _PRICE_STEP for line in order.lines),
        Decimal(0),
    )
    if all(abs(total - order.total) > rounding for total in (lines, lines + order.charges)):
        yield _shown(lines), _shown(order.total)


def _value(line: LineFacts) -> Decimal | None:
    return _product(line.quantity, line.unit_price) if line.line_value is None else line.line_value


def _product(quantity: Decimal | None, price: Decimal | None) -> Decimal | None:
    return None if quantity is None or price is None else quantity * price


def _same(one: object, other: object) -> bool:
    return one == other


def _same_price(one: object, other: object) -> bool:
    return isinstance(one, Decimal) and isinstance(other, Decimal) and abs(one - other) <= _PRICE_STEP


def _same_value(currency: str, quantity: Decimal) -> Same:
    most = rounding_of(currency) + abs(quantity) * _PRICE_STEP

    def same(one: object, other: object) -> bool:
        return isinstance(one, Decimal) and isinstance(other, Decimal) and abs(one - other) <= most

    return same


def _same_text(one: object, other: object) -> bool:
    """Tell whether two descriptions read alike: markup is lost on the way, no word is."""
    readings = [{_folded(str(side)), _folded(text_of(str(side)))} for side in (one, other)]
    return not readings[0].isdisjoint(readings[1])


def _folded(text: str) -> str:
    return " ".join(text.split())


def _is_said(value: object) -> bool:
    return value is not None and value != ""


def _shown(value: object) -> str:
    if not _is_said(value):
        return "nothing"
    return f"{value.normalize():f}" if isinstance(value, Decimal) and abs(value.adjusted()) < 30 else str(value)


def _spaced(reason: str) -> str:
    """Return a text in small letters, with a blank wherever a name of several words has a mark or a capital letter."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", reason)
    return re.sub(r"[\s_.-]+", " ", words).lower()


def _names_field(reason: str, field: str) -> bool:
    spelling = _SPELLINGS.get(field)
    return spelling is not None and re.search(rf"(?<![a-z])(?:{spelling})(?![a-z])", reason) is not None


def _names_line(reason: str, line: LineFacts, place: int | None) -> bool:
    """Tell whether a reason names a line: by auxiliary id, by part, by its number, or by its place in the list."""
    for value in (line.auxiliary_id.strip(), line.part_id.strip()):
        # A shorter one stands in texts that mean something else.
        if len(value) > 2 and re.search(rf"(?<![\w/-]){re.escape(value)}(?![\w/-])", reason):
            return True
    numbers = {number for number in (line.number, place) if number is not None}
    spelled = [rf"(?:line|item|position)s?(?: number| no)? ?#?{number}(?!\d)" for number in numbers]
    spelled += [rf"items? ?\[{place - 1}\]"] if place is not None else []
    return any(re.search(rf"(?<![a-z]){spelling}", _spaced(reason)) for spelling in spelled)
