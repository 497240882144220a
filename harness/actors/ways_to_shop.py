"""Which way a buyer shops in a target: by the cart interface of its generation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from harness.actors.commerce_ui import CommerceUiShopping
from harness.actors.pages import StorefrontPages
from harness.actors.shopping import Shopping
from harness.browser import Browser
from harness.targets import Target


def _in_commerce_2_1(target: Target, account_id: int, browser: Browser) -> StorefrontPages:
    def categories(product_id: int) -> Sequence[str]:
        return target.administration_for("products").categories(product_id)

    return CommerceUiShopping(
        browser,
        target.file.skus,
        target.open_carts_url,
        target.checkout_url,
        lambda: target.administration_for("products").products,
        account_id,
        categories,
        context_path=target.file.context_path,
    )


def _in_liferay_7_4(target: Target, _: int, browser: Browser) -> StorefrontPages:
    return Shopping(
        browser,
        target.file.skus,
        target.open_carts_url,
        target.checkout_url,
        context_path=target.file.context_path,
    )


_WAYS: Mapping[str, Callable[[Target, int, Browser], StorefrontPages]] = {
    "punchout2go-2.1": _in_commerce_2_1,
    "tradecentric-7.4": _in_liferay_7_4,
}


def shopping_in(target: Target, account_id: int, browser: Browser) -> StorefrontPages:
    """Return what a buyer of an account does with a browser in a target; the id is 0 when nobody could tell it."""
    return _WAYS[target.file.generation](target, account_id, browser)
