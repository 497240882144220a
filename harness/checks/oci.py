"""Checks of carts that come back by OCI: the fields of the return address, validated prices, characters that are lost.

From the hub on all parties are ours: what they get wrong is a fault of the harness, never the target's.
Source: reference, hub and protocols, 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from urllib.parse import parse_qsl, urlsplit

from harness.actors import Buyer, HeldLine
from harness.checks.carts import check_posted_as_seen, posted_cart
from harness.errors import HarnessFault
from harness.evidence import Evidence
from simulators.wire import Exchange

_RETURN = "/oci/return"
# The names of the parameters procurement's return address has.
_PARAMETERS = ("sap-client", "realm", "session", "punchout")


def check_hook_fields(evidence: Evidence, exchanges: Sequence[Exchange]) -> None:
    """What stood in the query of the return address came back as fields of the form, to the address without it.

    Raises:
        HarnessFault: when it did not: the hub makes the form.

    """
    posts = [exchange for exchange in exchanges if urlsplit(exchange.url).path == _RETURN]
    evidence.expect("The form comes back to the return address", expected=1, got=len(posts))
    fields = [name for name, _ in parse_qsl(posts[0].request.text, keep_blank_values=True)]
    missing = [name for name in _PARAMETERS if fields.count(name) != 1]
    if missing or urlsplit(posts[0].url).query:
        raise HarnessFault(f"the hub did not take the return address apart: {missing} are missing among the fields")
    evidence.expect("Its parameters come back as fields of their own", expected=[], got=missing, where=posts[0].url)


def check_validated(evidence: Evidence, buyer: Buyer, before: HeldLine, quantity: int) -> None:
    """The product came back in the quantity asked for, at the price it had when it was brought back.

    Raises:
        HarnessFault: when it did not: the hub validates.

    """
    held = buyer.punch_out.held
    got = [(line.auxiliary_id, line.quantity, _each(line)) for line in held]
    if got != [(before.auxiliary_id, Decimal(quantity), _each(before))]:
        raise HarnessFault(f"the hub validated {quantity} of {before} as {held}")
    evidence.expect("The product is validated in the quantity asked for", expected=quantity, got=held[0].quantity)


def _each(line: HeldLine) -> Fraction | None:
    """Return what one piece costs, exactly."""
    return None if line.unit_price is None else Fraction(line.unit_price) / Fraction(line.price_unit)


def check_lost_characters_named(evidence: Evidence, buyer: Buyer) -> None:
    """Procurement is told which fields hold characters that its character set does not have.

    Raises:
        HarnessFault: when it is told of none.

    """
    posted = posted_cart(evidence, buyer.at_the_hub().cart_posts)
    check_posted_as_seen(evidence, buyer.filled, posted)
    evidence.expect("The cart comes back to procurement", expected="returned", got=buyer.punch_out.state)
    told = [words for words in buyer.punch_out.advisories if "character reference" in words or "windows-1252" in words]
    if not told:
        raise HarnessFault("characters were lost on the way to procurement, and nothing was said of it")
    evidence.expect("The characters that are lost are named", expected="at least one", got=told[0], holds=True)
