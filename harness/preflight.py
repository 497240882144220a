"""The preflight: is there a Liferay with the connector, and do the credentials of the target file open it?

Each check asks one question. The first that is answered no ends the run, with the field of the target file, what was
found and what to do; two hundred red scenarios would say no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import requests

from harness.browser import Browser
from harness.errors import ConfigurationError, NonConformance
from harness.targetfile import TargetFile
from simulators.hub import SESSION_PATH, TOKEN_PATH
from simulators.wire import Caller, Journal, Redactor, Unreachable

_OPENAPI = "/o/headless-commerce-punchout/v1.0/openapi.json"
_ME = "/o/headless-admin-user/v1.0/my-user-account"
_DEADLINE = 10.0


@dataclass(frozen=True)
class Preflight:
    """Asks a target, before anything is judged."""

    target: TargetFile
    file: str
    caller: Caller
    browser: Browser

    def checks(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """Yield each question and what asks it."""
        yield "the storefront answers", self._answers
        yield "it is a Liferay portal", self._is_liferay
        yield "the hub's credentials are accepted", self._hub_credentials
        yield "the connector's session API is there", self._session_api
        if self.target.admin is not None:
            yield "the administrator's credentials are accepted", self._administrator

    def _answers(self) -> None:
        self._get("target.url", self.target.url + "/c/portal/layout")

    def _is_liferay(self) -> None:
        try:
            page = self.browser.open(self.target.start_url)
        except NonConformance as error:
            raise self._wrong(
                "target.site.start_url",
                f"{self.target.start_url} does not open ({error.got})",
                "Give the catalog page.",
            ) from error
        if not page.is_liferay:
            raise self._wrong(
                "target.url, target.site.start_url",
                f"the page at {page.url} (HTTP {page.status}) is not one of a Liferay portal",
                "Give the address of the storefront itself, with its port and without a path, and that of its catalog "
                "page; behind a proxy, the address a buyer's browser uses.",
            )
        if page.status >= 400:
            raise self._wrong(
                "target.site.start_url",
                f"the portal has no page at {page.url} (HTTP {page.status})",
                "Give the URL of the store's catalog page, as entered under Channels > Punch Out.",
            )

    def _hub_credentials(self) -> None:
        hub = self.target.hub
        if not hub.client_id:
            response = self._get("target.url", self.target.url + _ME, auth=(hub.user, hub.password))
            if response.status_code in (401, 403):
                raise self._wrong(
                    "target.auth.user_env, target.auth.password_env",
                    f"the portal refused this user and password (HTTP {response.status_code})",
                    "Check both; on Liferay SaaS basic authentication is switched off, use an OAuth2 client instead.",
                )
            return
        form = {"grant_type": "client_credentials", "client_id": hub.client_id, "client_secret": hub.client_secret}
        response = self._call("target.url", "POST", self.target.url + TOKEN_PATH, data=form)
        if response.status_code != 200:
            raise self._wrong(
                "target.auth.client_id_env, target.auth.client_secret_env",
                f"the portal gave no token for this client id and secret (HTTP {response.status_code})",
                "Compare them with Control Panel > Security > OAuth2 Administration; the application must allow the "
                "client credentials flow.",
            )

    def _session_api(self) -> None:
        response = self._call(
            "target.url",
            "POST",
            self.target.url + SESSION_PATH,
            data=b"{}",
            headers={"Content-Type": "application/json"},
        )
        if response.status_code in (404, 405):
            raise self._wrong(
                "target.url",
                f"the portal has no session API at {SESSION_PATH} (HTTP {response.status_code})",
                "Deploy the connector, and check in Control Panel > System > App Manager that it is active.",
            )

    def _administrator(self) -> None:
        assert self.target.admin is not None  # checks() asks only then
        login = self.target.admin
        response = self._get("target.url", self.target.url + _ME, auth=(login.user, login.password))
        if response.status_code in (401, 403):
            raise self._wrong(
                "target.admin.user_env, target.admin.password_env",
                f"the portal refused this user and password (HTTP {response.status_code})",
                "Sign in with them in a browser; a new installation asks for another password first.",
            )

    def _get(self, field: str, url: str, auth: tuple[str, str] | None = None) -> requests.Response:
        return self._call(field, "GET", url, auth=auth)

    def _call(self, field: str, method: str, url: str, **content: object) -> requests.Response:
        try:
            return self.caller.call(method, url, **content)  # type: ignore[arg-type]  # the options of call, passed on
        except Unreachable as error:
            raise self._wrong(
                field,
                f"{url} does not answer ({error.reason})",
                "Check that the storefront runs and the address is right.",
            ) from error

    def _wrong(self, field: str, found: str, remedy: str) -> ConfigurationError:
        return ConfigurationError(f"{self.file}, {field}", found, remedy)


def preflight(target: TargetFile, file: str, told: Callable[[str], None] = lambda _: None) -> None:
    """Ask everything; `told` hears each question that was answered yes.

    Raises:
        ConfigurationError: at the first that was answered no.

    """
    journal = Journal(Redactor(b"preflight"))
    verify = target.ca_file or True
    with Caller("harness", journal, deadline=_DEADLINE) as caller:
        caller.verify = verify
        browser = Browser(journal, verify=verify)
        try:
            for question, ask in Preflight(target, file, caller, browser).checks():
                ask()
                told(question)
        finally:
            browser.close()
