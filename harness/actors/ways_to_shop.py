"""Which way a buyer shops in a target: by the cart interface of its generation."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from harness.actors.commerce_ui import CommerceUiShopping
from harness.actors.pages import StorefrontPages
from harness.actors.shopping import Shopping
from harness.browser import Browser
from harness.targets import Target


def _in_commerce_2_1(target: Target, browser: Browser) -> StorefrontPages:
    file = target.file
    return CommerceUiShopping(
        browser, file.skus, target.open_carts_url, target.checkout_url, lambda: target.administration.products
    )


def _in_liferay_7_4(target: Target, browser: Browser) -> StorefrontPages:
    return Shopping(browser, target.file.skus, target.open_carts_url, target.checkout_url)


_WAYS: Mapping[str, Callable[[Target, Browser], StorefrontPages]] = {
    "punchout2go-2.1": _in_commerce_2_1,
    "tradecentric-7.4": _in_liferay_7_4,
}


def shopping_in(target: Target, browser: Browser) -> StorefrontPages:
    """Return what a buyer does with a browser in a target."""
    return _WAYS[target.file.generation](target, browser)
