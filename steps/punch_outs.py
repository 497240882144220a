"""Steps about punching out: the set-up request, the start URL, who is signed in by it."""

from collections.abc import Callable, Mapping

from pytest_bdd import given, parsers, step, then, when

from harness.actors import Buyer, PunchOut
from harness.actors.forgery import forged
from harness.browser import Page
from harness.checks import sessions
from harness.evidence import Evidence
from harness.stage import Stage
from harness.staged_visits import VISITS
from harness.together import at_once
from steps import any_of
from steps.buyers import Acting


@given("the buyer has a start URL")
def buyer_has_start_url(buyer: Buyer) -> None:
    buyer.start()
    _ = buyer.start_url


# How a punch out has gone, by what a scenario says behind it.
_PUNCHED_OUT: Mapping[str, Callable[[Evidence, Buyer], None]] = {
    "": lambda _, buyer: buyer.enter(),
    " in vain": lambda evidence, buyer: sessions.check_told_of_failure(evidence, buyer.start()),
}


@given(parsers.re(r"(?P<who>the buyer|the other buyer) has punched out(?P<how>| in vain)"))
def somebody_has_punched_out(evidence: Evidence, acting: Acting, who: str, how: str) -> None:
    _PUNCHED_OUT[how](evidence, acting(who))


@given("both buyers have a start URL")
def both_have_start_urls(buyer: Buyer, other_buyer: Buyer) -> None:
    buyer.start()
    other_buyer.start()


@given(parsers.parse('the hub is going to ask "{request}"'))
def hub_asks(buyer: Buyer, request: str) -> None:
    buyer.let_hub_ask(request)


@given("the other buyer is signed in in the buyer's browser")
def other_buyer_in_browser(buyer: Buyer, other_buyer: Buyer) -> None:
    buyer.lend_browser(other_buyer)


@when("the buyer opens the other buyer's start URL", target_fixture="page")
def buyer_opens_foreign_start_url(buyer: Buyer, other_buyer: Buyer) -> Page:
    return buyer.browser.open(other_buyer.start_url)


@when("the buyer punches out", target_fixture="punch_out")
def buyer_punches_out(buyer: Buyer) -> PunchOut:
    return buyer.start()


@when("the buyer opens the start URL", target_fixture="page")
def buyer_opens_start_url(buyer: Buyer) -> Page:
    return buyer.open_start_url()


@when("both buyers open their start URLs", target_fixture="pages")
def both_open_start_urls(buyer: Buyer, other_buyer: Buyer) -> list[Page]:
    return at_once([buyer.open_start_url, other_buyer.open_start_url])


@step(parsers.re(any_of(VISITS)), target_fixture="page")
def somebody_visits_start_url(stage: Stage, buyer: Buyer, what: str) -> Page:
    return VISITS[what](stage, buyer)


@when(parsers.parse("a visitor opens the start URL with the token {changed}"), target_fixture="page")
def visitor_opens_forged_start_url(stage: Stage, buyer: Buyer, changed: str) -> Page:
    return stage.browser().open(forged(buyer.start_url, changed))


@when(parsers.parse("{count:d} visitors open the start URL at the same moment"), target_fixture="pages")
def visitors_open_start_url(stage: Stage, buyer: Buyer, count: int) -> list[Page]:
    return stage.visit_at_once(buyer.start_url, count)


@then(parsers.re(any_of(sessions.OUTCOMES)))
def punch_out_ends(evidence: Evidence, buyer: Buyer, punch_out: PunchOut, what: str) -> None:
    sessions.OUTCOMES[what](evidence, punch_out, buyer.at_the_hub())


@then("the start URL is the configured one with an access token")
def start_url_as_configured(evidence: Evidence, stage: Stage, buyer: Buyer) -> None:
    sessions.check_start_url(evidence, buyer.start_url, stage.settings.start_url)


@then("the buyer is signed in")
def buyer_signed_in(evidence: Evidence, buyer: Buyer, page: Page) -> None:
    sessions.check_signed_in(evidence, buyer, page)


@then("the buyer is on the catalog page of the channel")
def buyer_on_catalog_page(evidence: Evidence, stage: Stage, page: Page) -> None:
    sessions.check_catalog_page(evidence, page, stage.settings.start_url)


@then(parsers.re(any_of(sessions.SHOWN_TO)))
def page_shown_to(evidence: Evidence, page: Page, what: str) -> None:
    sessions.SHOWN_TO[what](evidence, page)


@then("nobody but the buyer is signed in")
def nobody_but_buyer(evidence: Evidence, buyer: Buyer, page: Page) -> None:
    sessions.check_guest_or_buyer(evidence, buyer, page)


@then("exactly one of them is signed in")
def one_signed_in(evidence: Evidence, pages: list[Page]) -> None:
    sessions.check_one_signed_in(evidence, pages)


@then("each of them is signed in as themselves")
def each_signed_in(evidence: Evidence, buyer: Buyer, other_buyer: Buyer, pages: list[Page]) -> None:
    sessions.check_signed_in(evidence, buyer, pages[0])
    sessions.check_signed_in(evidence, other_buyer, pages[1])


@then("the buyer's own start URL still signs the buyer in")
def own_start_url_still_good(evidence: Evidence, buyer: Buyer) -> None:
    sessions.check_signed_in(evidence, buyer, buyer.open_start_url())
