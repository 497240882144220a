"""OCI from procurement's side: the launch of the catalogue by the buyer's browser, and the form that comes back.

Source: reference, hub and protocols, 3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from simulators.messages.addresses import is_address
from simulators.messages.oci import (
    Charset,
    Function,
    Launch,
    LaunchNames,
    OciItem,
    Reading,
    build_launch,
    charset_named,
    decode_form,
    launch_url,
    read_return,
)
from simulators.procurement.order_messages import text_of
from simulators.procurement.requisition import BroughtBack, HeldLine
from simulators.procurement.sessions import Session


@dataclass(frozen=True)
class Opening:
    """What the browser does to open the catalogue: go to `address`, or post `fields` there when there are any."""

    address: str
    fields: tuple[tuple[str, str], ...]
    charset: Charset


def opening(session: Session, hook_url: str) -> Opening:
    """Return how the buyer's browser opens the catalogue, as the profile of the session says.

    Raises:
        OciRejected: when it cannot be built.
        ValueError: when there is no address to open, nobody to sign in as, or something to come back to.

    """
    _refuse_unopenable(session)
    settings, charset = session.profile.oci, charset_of(session)
    credential, address = session.organization.credential, session.organization.setup_url
    names = LaunchNames(
        hook_url=settings.get("hook_url", "HOOK_URL"),
        username=settings.get("username", "USERNAME"),
        password=settings.get("password", "PASSWORD"),
    )
    asked = session.oci
    launch = Launch(
        hook_url=hook_url,
        username=text_of(credential.identity),
        password=text_of(credential.shared_secret),
        client_parameters=_client_parameters(session),
        oci_version=settings.get("version", "4.0"),
        charset=charset,
        target=settings.get("target", ""),
        ok_code="ADDI",
        caller="CTLG",
        function=Function(asked["function"]) if asked.get("function") else None,
        product_id=asked.get("product_id", session.selected),
        quantity=Decimal(asked["quantity"]) if asked.get("quantity") else None,
        search_string=asked.get("search_string", ""),
    )
    if settings.get("method") == "GET":
        return Opening(launch_url(address, launch, names), (), charset)
    return Opening(address, build_launch(launch, names), charset)


def _refuse_unopenable(session: Session) -> None:
    """Raise `ValueError` for a session whose catalogue no browser could open, or that OCI has no word for."""
    organization, person = session.organization, session.person
    if not is_address(organization.setup_url):
        raise ValueError("setup_url is no http or https address")
    if not isinstance(organization.credential.identity, str) or not organization.credential.shared_secret:
        raise ValueError("the organization has no user's name or no password")
    if not all(isinstance(text, str) for text in vars(person).values()):
        raise TypeError("the buyer is called by something that is no text")
    if session.operation != "create" or session.held:
        raise ValueError("OCI knows no cart to come back to: operation is create, without items")


def charset_of(session: Session) -> Charset:
    """Return the character set a session asks its form to be sent in."""
    return charset_named(session.profile.oci.get("charset", ""))


def returned(session: Session, body: bytes) -> Reading:
    """Read the form that came back to a session, as tolerantly as SAP does.

    Raises:
        OciRejected: when it is too large to be read.

    """
    return read_return(decode_form(body, charset_of(session)).fields, version=session.profile.oci.get("version", "4.0"))


def noticed(session: Session, body: bytes, reading: Reading) -> tuple[str, ...]:
    """Return all that was noticed about a form, in words; what is lost comes first."""
    dropped = [f"item {item.number} is lost: {'; '.join(map(str, item.reasons))}" for item in reading.dropped]
    others = map(str, (*reading.faults, *reading.advisories, *decode_form(body, charset_of(session)).advisories))
    currencies = list(reading.totals())
    mixed = f"the items are in {', '.join(currencies)}: the total is that of {currencies[0]} only" if currencies else ""
    return (*dropped, *([mixed] if len(currencies) > 1 else []), *others)


def brought_back(reading: Reading) -> BroughtBack:
    """Return the cart a form brings; OCI has no sums, so the total is that of the lines."""
    currency, total = next(iter(reading.totals().items()), ("", 0))
    return BroughtBack(
        message_id="",
        lines=tuple(map(_held, reading.items)),
        currency=currency,
        total=Decimal(total.numerator) / Decimal(total.denominator),
    )


def _held(item: OciItem) -> HeldLine:
    whole = item.longtext.replace("\r\n", "\n").partition("\n")[0] if item.longtext else item.description
    code = ((item.ext_schema_type, item.ext_category_id),) if item.ext_category_id else ()
    return HeldLine(
        part_id=item.vendormat,
        auxiliary_id=item.ext_product_id,
        quantity=item.quantity,
        unit_price=item.price,
        price_unit=Decimal(item.priceunit or 1),
        currency=item.currency,
        unit_of_measure=item.unit,
        description=whole,
        classifications=code,
        manufacturer=item.manufactmat,
    )


def _client_parameters(session: Session) -> tuple[tuple[str, str], ...]:
    person: Mapping[str, str] = vars(session.person)
    return tuple((name, text.format(**person)) for name, text in session.profile.extrinsics)
