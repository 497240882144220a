"""The parts a storefront is built from: another behaviour is another part in the place of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from simulators.messages.session import parse_session_request
from simulators.storefront.administration.control_panel import ControlPanel
from simulators.storefront.authentication import Authentication
from simulators.storefront.checkout import Checkout
from simulators.storefront.commerce_ui import CommerceUi
from simulators.storefront.company import Company
from simulators.storefront.console import Console
from simulators.storefront.delivery_api import DeliveryApi
from simulators.storefront.editing import LINE_CHECKS, CartEdit, LineCheck
from simulators.storefront.generation import Generation
from simulators.storefront.order_intake import ORDER_CHECKS, OrderCheck, OrderIntake
from simulators.storefront.orders import Orders
from simulators.storefront.permissions import OrderPermissions
from simulators.storefront.rendering import Pages
from simulators.storefront.session_api import (
    SESSION_CHECKS,
    Asked,
    Check,
    Reading,
    SessionApi,
    StartUrl,
    start_url_with_token,
)
from simulators.storefront.session_description import SessionDescription
from simulators.storefront.sessions import WebSessions
from simulators.storefront.settings import SystemSettings
from simulators.storefront.shop import Shop
from simulators.storefront.tokens import AccessTokens
from simulators.storefront.transfer import CartTransfer
from simulators.storefront.visits import Visits


def as_released(generation: Generation) -> Generation:
    """Return what is peculiar to a generation, as it is."""
    return generation


@dataclass(frozen=True)
class Parts:
    """What a storefront is built from; `released` may change what is peculiar to its generation."""

    company: type[Company] = Company
    settings: type[SystemSettings] = SystemSettings
    console: type[Console] = Console
    released: Callable[[Generation], Generation] = as_released
    sessions: type[WebSessions] = WebSessions
    authentication: type[Authentication] = Authentication
    tokens: type[AccessTokens] = AccessTokens
    permissions: type[OrderPermissions] = OrderPermissions
    orders: type[Orders] = Orders
    visits: type[Visits] = Visits
    pages: type[Pages] = Pages
    transfer: type[CartTransfer] = CartTransfer
    checkout: type[Checkout] = Checkout
    shop: type[Shop] = Shop
    delivery: type[DeliveryApi] = DeliveryApi
    commerce_ui: type[CommerceUi] = CommerceUi
    control_panel: type[ControlPanel] = ControlPanel
    session_api: type[SessionApi] = SessionApi
    description: type[SessionDescription] = SessionDescription
    asked: type[Asked] = Asked
    edit: type[CartEdit] = CartEdit
    session_checks: tuple[Check, ...] = SESSION_CHECKS
    line_checks: tuple[LineCheck, ...] = LINE_CHECKS
    start_url: StartUrl = start_url_with_token
    reading: Reading = parse_session_request
    order_intake: type[OrderIntake] = OrderIntake
    order_checks: tuple[OrderCheck, ...] = ORDER_CHECKS


REFERENCE = Parts()
