"""Checks of carts that come back by OCI: the fields of the return address, validated prices, characters that are lost.

From the hub on all parties are ours: what they get wrong is a fault of the harness, never the target's.
Source: reference, hub and protocols, 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from urllib.parse import parse_qsl, urlsplit

from harness.actors import Buyer
from harness.checks.held import value_of
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


def check_validated(evidence: Evidence, buyer: Buyer, before: Decimal, quantity: int) -> None:
    """The product came back in the quantity asked for, at the price it had.

    Raises:
        HarnessFault: when it did not: the hub validates.

    """
    held = buyer.punch_out.held
    line = held[0] if len(held) == 1 else None
    worth = value_of(line) if line else None
    if line is None or line.quantity != quantity or worth is None or abs(worth - before * quantity) > Decimal("0.01"):
        raise HarnessFault(f"the hub validated {quantity} at {before} each as {held}")
    evidence.expect("The product is validated in the quantity asked for", expected=Decimal(quantity), got=line.quantity)


def check_lost_characters_named(evidence: Evidence, buyer: Buyer) -> None:
    """Procurement is told which fields hold characters that its character set does not have.

    Raises:
        HarnessFault: when it is told of none.

    """
    told = [words for words in buyer.punch_out.advisories if "character reference" in words or "windows-1252" in words]
    if not told:
        raise HarnessFault("characters were lost on the way to procurement, and nothing was said of it")
    evidence.expect("The characters that are lost are named", expected="at least one", got=told[0], holds=True)
