"""Generations of the connector, as data: its packages and bundles, and what Liferay calls things around it.

Source: reference, Liferay connector, 5.1, 8, 9 and 10.4; Liferay's public sources of 7.2 and Commerce 2.1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from simulators.storefront.console import Console
from simulators.storefront.model import Order
from simulators.storefront.tokens import hexadecimal, liferay_base64

_AUTO_LOGIN = "com.liferay.commerce.punchout.portal.security.auto.login.{}PunchOutAccessTokenAutoLoginConfiguration"


@dataclass(frozen=True)
class PanelNames:
    """What the control panel calls its pages and actions, and the identifier of the configuration of auto login."""

    auto_login_pid: str
    edit_channel: str
    save_channel: str
    edit_configuration: str
    save_configuration: str
    reset_configuration: str


@dataclass(frozen=True)
class ShopNames:
    """How the open carts page leads to the checkout: portlet action, parameter, and what names the cart in it.

    `context_script` is what a page tells its scripts of the order, `cart_script` how they add a product to it.
    """

    order_action: str
    order_parameter: str
    order_name: Callable[[Order], str]
    context_script: str
    cart_script: str


@dataclass(frozen=True)
class Generation:
    """One generation: its name on the command line, its package, the bundles that start with it, and its names.

    `lines` are the lines of Liferay it is for, such as 7.4; a Q stands for releases named by quarter, such as 2024.Q1.
    `release` is what the server says it starts and what every page says made it, `patches` those the server says are
    installed; `announce` writes to the console what is said of the deployment, `announce_restart` what is said when the
    server starts later on; `token_text` is how the random bytes of an access token are written. Where both do not come
    together, `announce_portal` is said when the server starts without the connector, `announce_package` when it is
    deployed, which then `needs_restart` or not.
    """

    name: str
    lines: tuple[str, ...]
    release: str
    patches: tuple[str, ...]
    package: str
    bundles: tuple[tuple[str, str], ...]
    panel: PanelNames
    shop: ShopNames
    token_text: Callable[[bytes], str]
    announce: Callable[[Console, Generation], None]
    announce_restart: Callable[[Console, Generation], None]
    announce_portal: Callable[[Console, Generation], None]
    announce_package: Callable[[Console, Generation], None]
    needs_restart: bool


def _tell_of_bundles(console: Console, generation: Generation) -> None:
    """Tell that the package is processed and its bundles start, while the server runs."""
    console.processed(generation.package)
    console.started(generation.bundles)


def _tell_of_packages(console: Console, generation: Generation) -> None:
    """Tell that Commerce is deployed, then the connector, that both halves ask for a restart, and of the restart."""
    _tell_of_commerce(console, generation)
    _tell_of_halves(console, generation)
    console.starting(generation.release, generation.patches)


def _tell_of_commerce(console: Console, generation: Generation) -> None:
    """Tell that the server starts and Commerce is deployed."""
    console.starting(generation.release, generation.patches)
    console.processed("Liferay Commerce Enterprise 2.1.2 - 7.2.x")


def _tell_of_halves(console: Console, generation: Generation) -> None:
    """Tell that the package is processed, and that both its halves ask for a restart."""
    console.processed(generation.package)
    for half in ("API", "Impl"):
        console.restart_needed(f"{generation.package} - {half}")


def _tell_of_portal(console: Console, generation: Generation) -> None:
    """Tell that the server starts."""
    console.starting(generation.release, generation.patches)


def _tell_of_start(console: Console, generation: Generation) -> None:
    """Tell that the server starts, and that bundles start: a log without would leave it open whether they run."""
    console.starting(generation.release, generation.patches)
    console.started(generation.bundles)


PUNCHOUT2GO_2_1 = Generation(
    name="punchout2go-2.1",
    lines=("7.1", "7.2"),
    release="Liferay Digital Experience Platform 7.2.10.2 SP2 (Mueller / Build 7210 / March 20, 2020)",
    patches=("dxp-6-7210",),
    package="Liferay Commerce Connector to PunchOut2Go",
    bundles=(),
    panel=PanelNames(
        auto_login_pid=_AUTO_LOGIN.format("module.configuration."),
        edit_channel="editCommerceChannel",
        save_channel="editCommercePunchOutConfiguration",
        edit_configuration="/edit_configuration",
        save_configuration="/bind_configuration",
        reset_configuration="/delete_configuration",
    ),
    shop=ShopNames(
        order_action="editCommerceOrder",
        order_parameter="commerceOrderId",
        order_name=lambda order: str(order.id),
        context_script="context_2_1.html",
        cart_script="add_to_cart_2_1.html",
    ),
    token_text=hexadecimal,
    announce=_tell_of_packages,
    announce_restart=_tell_of_start,
    announce_portal=_tell_of_commerce,
    announce_package=_tell_of_halves,
    needs_restart=True,
)

TRADECENTRIC_7_4 = Generation(
    name="tradecentric-7.4",
    lines=("7.4", "Q"),
    release="Liferay Digital Experience Platform 7.4.13 Update 92 (Cavanaugh / Build 7413 / August 28, 2023)",
    patches=(),
    package="Liferay Commerce Connector to PunchOut2Go",
    bundles=(
        ("com.liferay.headless.commerce.punchout.api", "13.1.6"),
        ("com.liferay.headless.commerce.punchout.impl", "4.0.51"),
        ("com.liferay.commerce.punchout.api", "5.0.12"),
        ("com.liferay.commerce.punchout.service", "4.0.20"),
        ("com.liferay.commerce.punchout.web", "4.0.25"),
        ("com.liferay.commerce.punchout.oauth2.provider.api", "5.0.8"),
        ("com.liferay.commerce.punchout.oauth2.provider.rest", "4.0.15"),
        ("com.liferay.commerce.punchout.portal.security.auto.login", "4.0.28"),
        ("Liferay Commerce Connector to PunchOut2Go - API", "4.0.1"),
        ("Liferay Commerce Connector to PunchOut2Go - Impl", "4.0.1"),
    ),
    panel=PanelNames(
        auto_login_pid=_AUTO_LOGIN.format("internal.module.configuration."),
        edit_channel="/commerce_channels/edit_commerce_channel",
        save_channel="/commerce_channels/edit_commerce_punch_out_configuration",
        edit_configuration="/configuration_admin/edit_configuration",
        save_configuration="/configuration_admin/bind_configuration",
        reset_configuration="/configuration_admin/delete_configuration",
    ),
    shop=ShopNames(
        order_action="/commerce_open_order_content/edit_commerce_order",
        order_parameter="commerceOrderUuid",
        order_name=lambda order: order.uuid,
        context_script="context_7_4.html",
        cart_script="add_to_cart_7_4.html",
    ),
    token_text=liferay_base64,
    announce=_tell_of_bundles,
    announce_restart=_tell_of_start,
    announce_portal=_tell_of_portal,
    announce_package=_tell_of_bundles,
    needs_restart=False,
)

GENERATIONS: Mapping[str, Generation] = {g.name: g for g in (PUNCHOUT2GO_2_1, TRADECENTRIC_7_4)}
