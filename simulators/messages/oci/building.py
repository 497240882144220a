"""The form that brings a cart from a catalogue to the procurement system, checked by the reader before it is sent.

Source: reference, hub and protocols, 3.1 (what is echoed, HOOK_URL) and 3.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from simulators.messages.oci.charset import Charset, not_carried
from simulators.messages.oci.fields import MOST_ITEMS
from simulators.messages.oci.findings import Finding, refuse
from simulators.messages.oci.hook import Hook
from simulators.messages.oci.items import OciItem, item_fields, shortened
from simulators.messages.oci.naming import is_item_field
from simulators.messages.oci.reading import OK_CODE, read_return

CALLER = "CTLG"


@dataclass(frozen=True, slots=True)
class ReturnForm:
    """A form to be posted by the buyer's browser: its action, its hidden fields in order, and what to know about it.

    The page still has to escape action and fields for HTML, and to name `charset` as the form's `accept-charset`.
    """

    action: str
    fields: tuple[tuple[str, str], ...] = field(repr=False)
    charset: Charset
    advisories: tuple[Finding, ...] = ()


def build_return(
    items: Sequence[OciItem],
    hook: Hook,
    *,
    charset: Charset = Charset.LATIN_1,
    target: str = "",
    version: str = "5.0",
) -> ReturnForm:
    """Return the form that posts items to a HOOK_URL: its own parameters first, then what is echoed, then the items.

    A description of more than 40 characters is cut, with an advisory, and stands whole in the long text. Characters
    that `charset` does not carry are an advisory too. Without items, the form returns an empty cart.

    Raises:
        OciRejected: for every fault the reader finds in the product; "conflict", when the HOOK_URL has a parameter that
            would be taken for a field of OCI; "too large" beyond 99,999 items.

    """
    if len(items) > MOST_ITEMS:
        raise refuse("too large", "form", f"expected at most {MOST_ITEMS} items, got {len(items)}")
    for name, _ in hook.fields:
        if is_item_field(name):
            raise refuse("conflict", "HOOK_URL", f"the parameter {name[:60]!r} would be taken for a field of an item")
    advisories: list[Finding] = []
    fitting: list[OciItem] = []
    for number, item in enumerate(items, start=1):
        short, cuts = shortened(item, charset)
        fitting.append(short)
        advisories += [replace(found, where=f"NEW_ITEM-{found.where}[{number}]", item=number) for found in cuts]
    echoed = [("~OkCode", OK_CODE), ("~CALLER", CALLER), *([("~TARGET", target)] if target else [])]
    fields = (*hook.fields, *echoed, *item_fields(fitting))
    reading = read_return(fields, version=version, strict=True)
    if reading.items != tuple(fitting) or reading.others != hook.fields or reading.target != target:
        raise refuse("not read back", "form", "the reader finds other values than were written; write no blank values")
    advisories += [*reading.advisories, *not_carried(fields, charset)]
    return ReturnForm(hook.action, fields, charset, tuple(advisories))
