"""What stands before the target and answered in its place, as far as it tells: said beside a failure, for a person."""

from __future__ import annotations

from collections.abc import Iterable

from simulators.wire import Exchange, is_nginxs_own

# Who asks for what is judged; the administrator's requests prepare it, or put it back.
_JUDGED = ("browser", "hub")
# Headers by which caches tell that they gave an answer themselves, and how those that mean it begin.
_CACHES = {
    "x-cache": "hit",
    "x-cache-status": "hit",
    "x-proxy-cache": "hit",
    "cf-cache-status": "hit",
}
_KEPT = ("text/html", "application/json")


def told_of_interposed(exchanges: Iterable[Exchange]) -> str:
    """Return what answered last in place of the target, in a sentence, or "" when nothing says so."""
    asked = [e for e in exchanges if e.receiver == "storefront" and e.sender in _JUDGED and e.answer is not None]
    return next(filter(None, map(_told, reversed(asked))), "")


def _told(exchange: Exchange) -> str:
    assert exchange.answer is not None  # it was asked for
    where = f"{exchange.method} {exchange.url.partition('?')[0]}"
    if exchange.status is not None and exchange.status >= 400 and is_nginxs_own(exchange.answer.text):
        return (
            f"HTTP {exchange.status} came on nginx's own page, for {where}: a web server in front answered, not the "
            "storefront."
        )
    headers = {name.lower(): value for name, value in exchange.answer.headers}
    said = next((name for name, begins in _CACHES.items() if headers.get(name, "").lower().startswith(begins)), "")
    if not said and headers.get("age", "0").isdecimal() and int(headers.get("age", "0")):
        said = "age"
    if not said or not headers.get("content-type", "").startswith(_KEPT):
        return ""
    return (
        f"A cache in front of the storefront gave an answer it had kept, for {where} ({said}: {headers[said]}): pages "
        "and answers of one buyer may be another's."
    )
