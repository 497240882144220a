"""A tiny shop that is no Liferay: it takes the standard session request and the old launch through the browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

import requests
from lxml import html
from starlette.responses import RedirectResponse, Response

from simulators.hub import TOKEN_PATH
from simulators.messages.standard import Launch, RequestRead, build_standard_started, parse_launch
from simulators.messages.standard import parse_standard_request as parse
from simulators.wire import Incoming, Journal, Party, endpoint
from tests.hub.hub_bench import START_URL, Bench, Company, bearer

Answered = tuple[int, bytes]


class StandardShop:
    """What it was asked, what it was launched with, and what it answers: status and body."""

    def __init__(self, journal: Journal) -> None:
        self._party = Party(
            "storefront",
            [
                endpoint("/punchout", self._session, "POST", caller="hub"),
                endpoint("/start", self._launch, "POST"),
                endpoint(TOKEN_PATH, bearer, "POST", caller="hub"),
            ],
            journal,
        )
        self.url = self._party.url
        self.reset()

    def reset(self) -> None:
        """Forget everything and give sessions."""
        self.answer: Callable[[], Answered] = lambda: build_standard_started(START_URL)
        self.asked: list[RequestRead] = []
        self.authorizations: list[str | None] = []
        self.launched: list[Launch] = []

    def __enter__(self) -> Self:
        self._party.open()
        return self

    def __exit__(self, *_: object) -> None:
        self._party.close()

    def relate(self, bench: Bench, route: str, *, shop: dict[str, Any] | None = None, **changes: Any) -> Company:
        """Give the hub a company that punches out to this shop."""
        path = "/punchout" if route == "standard" else "/start"
        access = {"url": self.url, "session_path": path, "client_id": "", "client_secret": "", "group": ""}
        return bench.relate(shop=access | (shop or {}), route=route, **changes)

    def _session(self, incoming: Incoming) -> Response:
        self.asked.append(parse(incoming.body))
        self.authorizations.append(incoming.headers.get("authorization"))
        status, body = self.answer()
        return Response(body, status, media_type="application/json")

    def _launch(self, incoming: Incoming) -> Response:
        self.launched.append(parse_launch(incoming.form()))
        return RedirectResponse("/shop", 301)


def launch_form(start_page: str) -> tuple[str, list[tuple[str, str]]]:
    """Return where the hub's page at the start posts itself, and the fields, as a browser has them."""
    response = requests.get(start_page, timeout=10, allow_redirects=False)
    assert response.status_code == 200, response.text
    page = html.document_fromstring(response.content.decode())
    (form,) = page.forms
    assert (form.get("name"), form.method) == ("punchoutSend", "POST")
    return str(form.action), [(str(name), str(value)) for name, value in form.form_values()]
