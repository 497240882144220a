"""The connector's session API: who may punch out, in the order in which it is asked, and the start URL that follows.

Source: reference, Liferay connector, 1 and 2; documentation, "Configure the Connector".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import Any, ClassVar
from urllib.parse import quote_plus

from starlette.responses import Response

from simulators.messages.session import (
    TOKEN_PARAMETER,
    Form,
    SessionRejected,
    SessionRequest,
    accepted_form,
    form_of,
    parse_session_request,
    without_read_only,
    write_body,
)
from simulators.storefront import money
from simulators.storefront.addresses import is_address
from simulators.storefront.authentication import Authentication
from simulators.storefront.company import Company
from simulators.storefront.editing import CartEdit, CartItems
from simulators.storefront.model import Account, Channel, Order, Site, User
from simulators.storefront.problems import Problem, problem_response
from simulators.storefront.tokens import AccessTokens, Grant
from simulators.wire import Incoming

BASE_PATH = "/o/headless-commerce-punchout/v1.0"
PATH = f"{BASE_PATH}/punchout/session/request"
SCOPE = "Liferay.Headless.Commerce.PunchOut.everything"
READ_SCOPE, WRITE_SCOPE = f"{SCOPE}.read", f"{SCOPE}.write"


@dataclass
class Asked:
    """A session request and what the company has for it; what is not there is refused when it is asked for."""

    company: Company
    request: SessionRequest

    @cached_property
    def site(self) -> Site:
        """The site the hub named."""
        site = self.company.site_by_key(self.request.group_name)
        if site is None:
            raise Problem(HTTPStatus.NOT_FOUND, "Site not found")
        return site

    @cached_property
    def channel(self) -> Channel:
        """The channel of that site."""
        channel = self.company.channel_of(self.site)
        if channel is None:
            raise Problem(HTTPStatus.NOT_FOUND, "Site has no channel")
        return channel

    @cached_property
    def buyer(self) -> User | None:
        """The buyer, or None when nobody has that e-mail address yet."""
        return self.company.user_by_email(self.request.buyer.email)

    @cached_property
    def account(self) -> Account:
        """The account the buyer shops for."""
        account = self.company.account_by_code(self.request.account_reference_code)
        if account is None:
            raise Problem(HTTPStatus.BAD_REQUEST, "Business commerce account not found")
        return account

    @property
    def brings_back_a_cart(self) -> bool:
        """Whether the buyer comes back to a cart: to edit it or to look at it."""
        return self.request.session_type.lower() in ("edit", "inspect")

    @property
    def edited_items(self) -> CartItems | None:
        """The lines the cart shall have; None when they stay as they are, as to look at them needs no change."""
        return self.request.items if self.request.session_type.lower() == "edit" else None

    @property
    def start_url(self) -> str:
        """Where the buyer is to arrive, as it was entered for the channel."""
        return self.channel.settings.start_url

    def welcome(self, buyer: User) -> None:
        """Make the buyer a member of site and account."""
        buyer.site_ids.add(self.site.id)
        self.account.members.add(buyer.id)

    @cached_property
    def order(self) -> Order:
        """The order a buyer comes back to."""
        if self.request.cart_id is None:
            raise Problem(HTTPStatus.BAD_REQUEST, "Cart ID is required")
        order = self.company.orders.get(self.request.cart_id)
        if order is None:
            raise Problem(HTTPStatus.BAD_REQUEST, "Cart not found")
        return order


Check = Callable[[Asked], None]


def site_exists(asked: Asked) -> None:
    """The named site is there."""
    _ = asked.site


def site_has_a_channel(asked: Asked) -> None:
    """The site sells through a channel."""
    _ = asked.channel


def channel_allows_punch_out(asked: Asked) -> None:
    """Punch Out is switched on for the channel."""
    if not asked.channel.settings.enabled:
        raise Problem(HTTPStatus.FORBIDDEN, "Punch out not allowed for channel")


def channel_has_a_start_url(asked: Asked) -> None:
    """The channel has a start URL a browser can open; without one a token would lead nowhere."""
    if not is_address(asked.start_url):
        raise Problem(HTTPStatus.FORBIDDEN, "Punch out start URL is not configured for channel")


def buyer_has_an_email(asked: Asked) -> None:
    """The buyer is named by an e-mail address."""
    if not asked.request.buyer.email.strip():
        raise Problem(HTTPStatus.BAD_REQUEST, "Buyer user email is required")


def buyer_is_known_or_can_be_created(asked: Asked) -> None:
    """An unknown buyer has a name, and the company takes strangers."""
    buyer = asked.request.buyer
    if asked.buyer is not None:
        return
    if not buyer.first_name.strip() and not buyer.last_name.strip():
        raise Problem(HTTPStatus.BAD_REQUEST, "Buyer user first and last name are required")
    if not asked.company.strangers_may_join:
        raise Problem(HTTPStatus.FORBIDDEN, "Buyer user is unknown and the company does not allow strangers")
    if "@" not in buyer.email or not buyer.first_name.strip() or not buyer.last_name.strip():
        raise Problem(HTTPStatus.BAD_REQUEST, "Buyer user needs a valid email address, a first and a last name")


def buyer_belongs_to_the_site(asked: Asked) -> None:
    """A known buyer is a direct member of the site; a new one becomes one."""
    if asked.buyer is not None and asked.site.id not in asked.buyer.site_ids:
        raise Problem(HTTPStatus.BAD_REQUEST, "Buyer user does not belong to group")


def account_exists(asked: Asked) -> None:
    """The account is there."""
    _ = asked.account


def return_url_is_an_address(asked: Asked) -> None:
    """The cart is to go to an address of the web, not to a file of the server or to a script."""
    if not is_address(asked.request.return_url):
        raise Problem(HTTPStatus.BAD_REQUEST, "Punch out return URL must be an http or https address")


def currency_is_sold_in(asked: Asked) -> None:
    """The company has prices in the currency; a cart could not be made otherwise."""
    if not money.is_known(asked.request.currency_code):
        raise Problem(HTTPStatus.BAD_REQUEST, "Currency not found")


def cart_is_there(asked: Asked) -> None:
    """Whoever comes back to a cart names one that is there."""
    if asked.brings_back_a_cart:
        _ = asked.order


def cart_is_open(asked: Asked) -> None:
    """A cart that was placed, completed or cancelled is none any more: what was ordered is not changed by an edit."""
    if asked.brings_back_a_cart and not asked.order.is_open:
        raise Problem(HTTPStatus.BAD_REQUEST, "Cart is not open")


def cart_is_of_the_channel(asked: Asked) -> None:
    """A cart is brought back in the channel it was filled in."""
    if asked.brings_back_a_cart and asked.order.channel_group_id != asked.channel.group_id:
        raise Problem(HTTPStatus.BAD_REQUEST, "Cart not found")


def cart_is_of_the_account(asked: Asked) -> None:
    """A cart is brought back for the account it was filled for."""
    if asked.brings_back_a_cart and asked.order.account_id != asked.account.id:
        raise Problem(HTTPStatus.BAD_REQUEST, "Cart not found")


def cart_belongs_to_the_buyer(asked: Asked) -> None:
    """A buyer comes back to a cart of their own only."""
    if asked.brings_back_a_cart and (asked.buyer is None or asked.order.owner_id != asked.buyer.id):
        raise Problem(HTTPStatus.BAD_REQUEST, "Buyer user does not belong to cart")


SESSION_CHECKS: tuple[Check, ...] = (
    site_exists,
    site_has_a_channel,
    channel_allows_punch_out,
    channel_has_a_start_url,
    buyer_has_an_email,
    buyer_is_known_or_can_be_created,
    buyer_belongs_to_the_site,
    account_exists,
    return_url_is_an_address,
    currency_is_sold_in,
    cart_is_there,
    cart_is_open,
    cart_is_of_the_channel,
    cart_is_of_the_account,
    cart_belongs_to_the_buyer,
)


def start_url_with_token(start_url: str, token: str) -> str:
    """Return the configured start URL with the token as one more parameter, before any fragment."""
    address, mark, fragment = start_url.partition("#")
    separator = "" if address.endswith(("?", "&")) else "&" if "?" in address else "?"
    return f"{address}{separator}{TOKEN_PARAMETER}={quote_plus(token, safe='*')}{mark}{fragment}"


StartUrl = Callable[[str, str], str]
Reading = Callable[[bytes, Form, str | None], tuple[SessionRequest, dict[str, Any]]]


class SessionApi:
    """Answers session requests."""

    methods: ClassVar[tuple[str, ...]] = ("POST",)

    def __init__(
        self,
        company: Company,
        authentication: Authentication,
        tokens: AccessTokens,
        edit: CartEdit,
        checks: tuple[Check, ...] = SESSION_CHECKS,
        start_url: StartUrl = start_url_with_token,
        asked: type[Asked] = Asked,
        reading: Reading = parse_session_request,
    ) -> None:
        self._start_url = start_url
        self._asked = asked
        self._reading = reading
        self._company = company
        self._authentication = authentication
        self._tokens = tokens
        self._edit = edit
        self._checks = checks

    def request_session(self, incoming: Incoming) -> Response:
        """Answer a session request: the same object with channel and start URL, or a problem and nothing changed.

        Body and answer are JSON or XML, each as the caller says.
        """
        self.require_caller(incoming)
        form, answered = self.body_form(incoming), self.answer_form(incoming)
        try:
            request, sent = self._reading(incoming.body, form, incoming.charset)
            document = self.kept(sent)
            # What XML cannot carry is found before anything is done about the request.
            self.written(document, answered)
        except SessionRejected as rejected:
            raise Problem(HTTPStatus.BAD_REQUEST, str(rejected)) from None
        asked = self._asked(self._company, request)
        with self._company.lock:
            self.require(asked)
            token = self._tokens.issue(self.grant(asked))
        return Response(
            self.written(self.answer(asked, document, token), answered), media_type=self.media_type(answered)
        )

    def require_caller(self, incoming: Incoming) -> None:
        """Ask who calls.

        Raises:
            Problem: when it is not the hub, or it may only read.

        """
        self._authentication.require_hub(incoming, SCOPE, WRITE_SCOPE)

    def body_form(self, incoming: Incoming) -> Form:
        """Return the form of a request's body.

        Raises:
            Problem: UNSUPPORTED_MEDIA_TYPE for anything but JSON and XML.

        """
        form = form_of(incoming.headers.get("content-type", ""))
        if form is None:
            raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"The body must be {' or '.join(Form)}")
        return form

    def answer_form(self, incoming: Incoming) -> Form:
        """Return the form the answer is to have.

        Raises:
            Problem: NOT_ACCEPTABLE for a caller who takes neither JSON nor XML.

        """
        answered = accepted_form(incoming.headers.get("accept", ""))
        if answered is None:
            raise Problem(HTTPStatus.NOT_ACCEPTABLE, f"The answer is {' or '.join(Form)}")
        return answered

    def media_type(self, form: Form) -> str:
        """Return what an answer in a form says that it is."""
        return form.value

    def refusal(self, incoming: Incoming, problem: Problem) -> Response:
        """Answer a problem in the accepted form, or in JSON to a caller who accepts neither."""
        return problem_response(problem, accepted_form(incoming.headers.get("accept", "")) or Form.JSON)

    def kept(self, sent: dict[str, Any]) -> dict[str, Any]:
        """Return what is kept of a request for its answer: all but what only the storefront can know."""
        return without_read_only(sent)

    def require(self, asked: Asked) -> None:
        """Ask all there is to ask of a request.

        Raises:
            Problem: with the first thing that is wrong; nothing is changed then.

        """
        for check in self._checks:
            check(asked)
        if asked.edited_items is not None:
            self._edit.require(asked.order, asked.edited_items)

    def answer(self, asked: Asked, document: dict[str, Any], token: str) -> dict[str, Any]:
        """Return what is answered: what was sent, with the channel's id and the start URL."""
        document["cart"]["channelId"] = asked.channel.id
        document["punchOutStartURL"] = self._start_url(asked.start_url, token)
        return document

    def written(self, document: dict[str, Any], form: Form) -> bytes:
        """Return an answer as it is sent.

        Raises:
            SessionRejected: when the form cannot carry it.

        """
        return write_body(_echo(document), form)

    def grant(self, asked: Asked) -> Grant:
        """Return what the token stands for, having put buyer and cart into place."""
        request = asked.request
        buyer = asked.buyer or self._company.add_user(
            request.buyer.email, request.buyer.first_name, request.buyer.last_name, request.buyer.middle_name
        )
        asked.welcome(buyer)
        if asked.edited_items is not None:
            self._edit.carry_out(asked.order, asked.edited_items)
        return Grant(
            email=buyer.email,
            site_id=asked.site.id,
            account_id=asked.account.id,
            currency=request.currency_code,
            return_url=request.return_url,
            order_uuid=asked.order.uuid if asked.brings_back_a_cart else None,
        )


def _echo(value: Any) -> Any:
    """Return a JSON value as the connector writes it: members in the order of the alphabet, none that is null."""
    if isinstance(value, dict):
        return {key: _echo(value[key]) for key in sorted(value) if value[key] is not None}
    return [_echo(element) for element in value] if isinstance(value, list) else value
