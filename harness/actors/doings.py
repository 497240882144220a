"""What a buyer does, most of it with a filled cart, in the words of a scenario, and the page it leads to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from harness.actors.buyer import Buyer
from harness.browser import Page
from harness.errors import Inapplicable


def _submit_again(buyer: Buyer) -> Page:
    buyer.let_hub_answer("accept")
    return buyer.submit()


def _add_and_submit_again(buyer: Buyer) -> Page:
    buyer.fill_cart([1, 4])
    return _submit_again(buyer)


def _look_and_check_out(buyer: Buyer) -> Page:
    page = buyer.shopping.open_carts()
    buyer.shopping.check_out()
    return page


def _enter_if_let_in(buyer: Buyer) -> Page:
    if buyer.start().start_url is None:
        raise Inapplicable("not applied: the storefront takes no buyer of such a name, so that no page shows it")
    return buyer.open_start_url()


DOINGS: Mapping[str, Callable[[Buyer], Page]] = {
    "the buyer submits the cart": Buyer.submit,
    "the hub has recovered and the buyer submits the cart again": _submit_again,
    "the buyer adds another product and submits again once the hub has recovered": _add_and_submit_again,
    "the buyer punches out and opens the start URL, if one is issued": _enter_if_let_in,
    "the buyer goes to the checkout by its address": lambda buyer: buyer.shopping.check_out(),
    "the buyer looks at Open Carts and goes to the checkout by its address": _look_and_check_out,
}
