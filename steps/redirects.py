"""Steps about the way back: what the hub answers, where the buyer arrives, how the session ends."""

from collections.abc import Callable, Sequence

from pytest_bdd import given, parsers, then, when

from harness.actors import Buyer
from harness.browser import Page
from harness.browser.addresses import naming_another_place
from harness.checks import hostility, redirects
from harness.evidence import Evidence
from harness.stage import Stage
from harness.targets import Target
from steps import any_of
from steps.buyers import Acting

PLACES: dict[str, Callable[[Target], str]] = {
    "opens the storefront again": lambda target: target.file.start_url,
    "signs out": lambda target: target.sign_out_url,
    "signs out by an address that names another place": lambda target: naming_another_place(target.sign_out_url),
}


@given(parsers.parse('the hub answers the cart with "{answer}"'))
def hub_answers(buyer: Buyer, answer: str) -> None:
    buyer.let_hub_answer(answer)


@given(parsers.parse("the buyer waits {seconds:d} seconds for a page at most"))
def buyer_has_patience(buyer: Buyer, seconds: int) -> None:
    buyer.browser.patience = seconds


@when(
    parsers.re(r"the buyer (?P<what>opens the storefront again|signs out(?: by an address that names another place)?)"),
    target_fixture="page",
)
def buyer_goes(stage: Stage, buyer: Buyer, what: str) -> Page:
    return buyer.browser.open(PLACES[what](stage.target))


@when("somebody goes on with the cookies the buyer had before Submit", target_fixture="page")
def cookies_used_again(stage: Stage, buyer: Buyer) -> Page:
    return stage.open_with_cookies(buyer.cookies_before_submit)


@then(parsers.re(r"(?P<who>the buyer|the other buyer) arrives in (the|their own) procurement system"))
def arrives_in_procurement(evidence: Evidence, acting: Acting, page: Page, who: str) -> None:
    redirects.check_landed_in(evidence, page, acting(who).procurement.url)


@then(parsers.re("(both|all) buyers arrive in their own procurement systems"))
def all_arrive(evidence: Evidence, crowd: Sequence[Buyer], pages: list[Page]) -> None:
    redirects.check_each_landed(evidence, pages, crowd)


@then("the browser is redirected to the hub's own words")
def redirected_as_written(evidence: Evidence, buyer: Buyer, page: Page) -> None:
    redirects.check_redirected_to(evidence, page, buyer.at_the_hub().redirect_url)


@then(parsers.re(any_of(hostility.ENDS)))
def transfer_ends(evidence: Evidence, stage: Stage, buyer: Buyer, page: Page, what: str) -> None:
    submitted = hostility.Submitted(buyer, page, stage.target.file.start_url, stage.exchanges)
    hostility.ENDS[what](evidence, submitted)


@then("the way to the hub is there without scripts")
def way_without_scripts(evidence: Evidence, buyer: Buyer, page: Page) -> None:
    redirects.check_way_without_scripts(evidence, page, buyer.at_the_hub().redirect_url)


@then("no cookie names the cart any more")
def no_order_cookie(evidence: Evidence, stage: Stage, buyer: Buyer) -> None:
    redirects.check_no_order_cookie(evidence, buyer.browser.cookies(stage.target.file.start_url))
