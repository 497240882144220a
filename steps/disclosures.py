"""Steps about what has to stay hidden: tokens, the session's cookie, the insides of the server."""

from pytest_bdd import given, parsers, then

from harness.actors import Buyer
from harness.browser import Page
from harness.checks import pages, secrecy
from harness.evidence import Evidence
from harness.stage import Stage
from simulators.messages.session import access_token_of
from steps import any_of


@given("the buyer has looked at the storefront as a guest", target_fixture="guest_session")
def buyer_was_guest(stage: Stage, buyer: Buyer) -> str:
    page = buyer.browser.open(stage.target.file.start_url)
    return buyer.browser.cookies(page.url).get(secrecy.SESSION_COOKIE, "")


@then("the console log holds no access token of the buyer")
def token_not_logged(evidence: Evidence, stage: Stage, buyer: Buyer) -> None:
    secrecy.check_token_not_logged(evidence, stage.console.lines(access_token_of(buyer.start_url) or buyer.start_url))


@then("the session's cookie is kept from scripts")
def cookie_kept_from_scripts(evidence: Evidence, buyer: Buyer, page: Page) -> None:
    secrecy.check_session_cookie(evidence, buyer.browser, page)


@then("the session is another one than the guest's")
def session_is_new(evidence: Evidence, stage: Stage, buyer: Buyer, page: Page, guest_session: str) -> None:
    secrecy.check_new_session(evidence, buyer.browser, page, guest_session)
    secrecy.check_worth_nothing(evidence, stage.open_with_cookies({secrecy.SESSION_COOKIE: guest_session}))


@then(parsers.re(any_of(pages.PROMISES)))
def page_keeps_promise(evidence: Evidence, buyer: Buyer, page: Page, what: str) -> None:
    pages.PROMISES[what](evidence, buyer, page)


@then("the refusal tells no insides of the server")
def refusal_keeps_insides(evidence: Evidence, stage: Stage) -> None:
    secrecy.check_refusals_keep_insides(evidence, stage.exchanges)
