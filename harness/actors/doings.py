"""What a buyer does with a filled cart, in the words of a scenario, and the page it leads to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from harness.actors.buyer import Buyer
from harness.browser import Page


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


def _do_again(doing: Callable[[Buyer], Page]) -> Callable[[Buyer], Page]:
    """Do something, and then again what was not answered of it, if anything was not."""

    def do(buyer: Buyer) -> Page:
        page = doing(buyer)
        return buyer.browser.again() if buyer.browser.waits_in_vain else page

    return do


def _bring_in_what_was_kept(buyer: Buyer) -> Page:
    buyer.browser.close()
    buyer.prepare()
    buyer.enter()
    return buyer.submit()


_AGAIN = "and does again what was not answered"
DOINGS: Mapping[str, Callable[[Buyer], Page]] = {
    "the buyer submits the cart": Buyer.submit,
    "the hub has recovered and the buyer submits the cart again": _submit_again,
    "the buyer adds another product and submits again once the hub has recovered": _add_and_submit_again,
    "the buyer goes to the checkout by its address": lambda buyer: buyer.shopping.check_out(),
    f"the buyer submits the cart {_AGAIN}": _do_again(Buyer.submit),
    f"the buyer goes to the checkout by its address {_AGAIN}": _do_again(lambda buyer: buyer.shopping.check_out()),
    "the buyer closes the browser, punches out anew and submits the cart that was kept": _bring_in_what_was_kept,
    "the buyer looks at Open Carts and goes to the checkout by its address": _look_and_check_out,
}
