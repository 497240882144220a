"""What stands before the target: told where it says of itself that it answered, of what was judged, and else not."""

from __future__ import annotations

import pytest

from harness.interposed import told_of_interposed
from simulators.wire import Body, Exchange

NGINXS_OWN = "<html><body><center><h1>413</h1></center><hr><center>nginx</center></body></html>"
URL = "https://shop.example/web/acme/catalog?punchOutAccessToken=1"


def exchange(
    status: int = 200,
    text: str = "<h1>Catalog</h1>",
    sender: str = "browser",
    receiver: str = "storefront",
    media_type: str = "text/html; charset=utf-8",
    told: tuple[str, str] = ("Server", "front"),
) -> Exchange:
    answer = Body((("Content-Type", media_type), told), text, len(text))
    return Exchange(1, "one", "", sender, receiver, "GET", URL, Body((), "", 0), status, answer)


@pytest.mark.parametrize("sender", ["browser", "hub"])
def test_a_page_of_nginxs_own_is_not_the_storefronts(sender: str) -> None:
    told = told_of_interposed([exchange(), exchange(413, NGINXS_OWN, sender), exchange()])
    assert told == (
        "HTTP 413 came on nginx's own page, for GET https://shop.example/web/acme/catalog: a web server in front "
        "answered, not the storefront."
    )


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (("X-Cache", "HIT from proxy.example"), "(x-cache: HIT from proxy.example)"),
        (("X-Cache-Status", "HIT"), "(x-cache-status: HIT)"),
        (("CF-Cache-Status", "HIT"), "(cf-cache-status: HIT)"),
        (("Age", "17"), "(age: 17)"),
    ],
)
def test_an_answer_that_was_kept_is_a_caches(header: tuple[str, str], said: str) -> None:
    told = told_of_interposed([exchange(told=header)])
    assert told.startswith(
        "A cache in front of the storefront gave an answer it had kept, for GET https://shop.example"
    )
    assert said in told
    assert "punchOutAccessToken" not in told


@pytest.mark.parametrize(
    "others",
    [
        exchange(),
        exchange(404, "<h1>Not Found</h1>"),
        exchange(200, NGINXS_OWN),
        exchange(413, NGINXS_OWN, sender="administrator"),
        exchange(413, NGINXS_OWN, sender="storefront", receiver="hub"),
        exchange(told=("X-Cache", "MISS from proxy.example")),
        exchange(told=("Age", "0")),
        exchange(told=("Age", "soon")),
        exchange(media_type="text/css", told=("Age", "600")),
        Exchange(1, "one", "", "browser", "storefront", "GET", URL, Body((), "", 0), failure="refused"),
    ],
)
def test_nothing_is_told_where_nobody_says_so(others: Exchange) -> None:
    assert told_of_interposed([others]) == ""
