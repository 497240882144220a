"""What a buyer does, most of it with a filled cart, in the words of a scenario, and the page it leads to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from harness.actors.buyer import Buyer
from harness.browser import Page
from harness.errors import Inapplicable, NonConformance
from harness.together import at_once
from simulators.wire import origin_of


def submitted_at_once(buyers: Sequence[Buyer]) -> list[Page]:
    """Let all buyers submit their carts at the same moment; return where each arrives."""
    return at_once([buyer.submit for buyer in buyers])


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


def _submit_without_scripts(buyer: Buyer) -> Page:
    return buyer.browser.submit_without_scripts(buyer.submit_button())


def _go_back_and_reload(buyer: Buyer) -> Page:
    buyer.browser.back()
    return buyer.browser.reload()


_AGAIN = "and does again what was not answered"


def _click_twice(buyer: Buyer) -> Page:
    return buyer.browser.submit_twice(buyer.submit_button())


def _submit_in_two_tabs(buyer: Buyer) -> Page:
    """Submit the cart in two tabs of one browser at once; return where the buyer arrives, in whichever it is."""
    button, other = buyer.submit_button(), buyer.second_tab()
    pages = at_once([lambda: buyer.shopping.press(button), lambda: other.press(button)])
    home = origin_of(buyer.procurement.url)
    return next((page for page in pages if origin_of(page.url) == home), pages[0])


def _submit_in_both_tabs(buyer: Buyer) -> Page:
    """Punch out anew in another tab, submit the first cart in the first tab, as it stands there, and then the second.

    Returns where the second tab arrives.
    """
    button, first = buyer.submit_button(), buyer.shopping
    buyer.sit_down_at(buyer.browser.new_tab())
    buyer.enter_and_fill([3])
    first.press(button)
    return buyer.submit()


def _open_in_a_frame(buyer: Buyer) -> Page:
    """Punch out, and open the start URL in a frame of procurement's page."""
    buyer.start()
    buyer.browser.enter_frame(f"{buyer.procurement.url}/punchouts/{buyer.punch_out.buyer_cookie}/shop")
    return buyer.open_start_url()


def _submit_in_a_frame(buyer: Buyer) -> Page:
    """Punch out, shop and submit in a frame of procurement's page."""
    if not _open_in_a_frame(buyer).signed_in:
        raise NonConformance("The start URL signs the buyer in", expected="a signed-in page", got="a guest's page")
    buyer.fill_cart([2, 1])
    return buyer.submit()


def _submit_in_a_frame_and_return(buyer: Buyer) -> Page:
    _submit_in_a_frame(buyer)
    return buyer.browser.open(buyer.start_url)


def _enter_if_let_in(buyer: Buyer) -> Page:
    if buyer.start().start_url is None:
        raise Inapplicable("not applied: the storefront takes no buyer of such a name, so that no page shows it")
    return buyer.open_start_url()


_IN_A_FRAME = "in a frame of the procurement system's page"

DOINGS: Mapping[str, Callable[[Buyer], Page]] = {
    "the buyer submits the cart": Buyer.submit,
    "the buyer clicks Submit twice": _click_twice,
    "the buyer submits the cart with scripts switched off": _submit_without_scripts,
    "the buyer goes back in the browser": lambda buyer: buyer.browser.back(),
    "the buyer goes back in the browser and reloads the page": _go_back_and_reload,
    "the buyer reloads the page": lambda buyer: buyer.browser.reload(),
    "the buyer submits the cart in two tabs at once": _submit_in_two_tabs,
    "the hub has recovered and the buyer submits the cart again": _submit_again,
    "the buyer adds another product and submits again once the hub has recovered": _add_and_submit_again,
    "the buyer punches out and opens the start URL, if one is issued": _enter_if_let_in,
    "the buyer punches out anew in another tab and submits in the first and then in the other": _submit_in_both_tabs,
    f"the buyer opens the start URL {_IN_A_FRAME}": _open_in_a_frame,
    f"the buyer shops and submits the cart {_IN_A_FRAME}": _submit_in_a_frame,
    f"the buyer comes back after Submit {_IN_A_FRAME}": _submit_in_a_frame_and_return,
    "the buyer goes to the checkout by its address": lambda buyer: buyer.shopping.check_out(),
    f"the buyer submits the cart {_AGAIN}": _do_again(Buyer.submit),
    f"the buyer goes to the checkout by its address {_AGAIN}": _do_again(lambda buyer: buyer.shopping.check_out()),
    "the buyer closes the browser, punches out anew and submits the cart that was kept": _bring_in_what_was_kept,
    "the buyer goes to the checkout by an address that names another place": lambda buyer: (
        buyer.shopping.check_out_for_another_place()
    ),
    "the buyer looks at Open Carts and goes to the checkout by its address": _look_and_check_out,
}
