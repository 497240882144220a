"""The store's answer to a standard session request: a start URL under a key of the supplier's own, or a refusal.

Source: reference, hub and protocols, 1.3 (shapes of success and failure).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from simulators.messages import numbers
from simulators.messages.addresses import is_address
from simulators.messages.advisories import shown

DEFAULT_KEY = "start_url"
# Where stores have been seen to put the start URL; which of them a store uses is configured at the hub.
KNOWN_KEYS = (
    *("start_url", "startURL", "startUrl", "punchOutStartURL", "punchoutStartURL", "results"),
    *("browse-storefront-url", "product-storefront-url"),
)
FailureShape: TypeAlias = Literal["message", "envelope", "errors"]
_REASONS = ("message", "messages", "error", "error_description", "title", "detail", "reason")
_LONGEST_REASON = 500


@dataclass(frozen=True)
class Started:
    """The store has a session: the buyer's browser goes to `url`."""

    url: str


@dataclass(frozen=True)
class Declined:
    """The store has none, for a reason in words; `error_page` is where the browser may go instead, "" when nowhere.

    `refused` is False for an answer that could not be read as one: then the reason is the reader's, not the store's.
    """

    reason: str
    error_page: str = ""
    refused: bool = field(default=True, compare=False)


def parse_standard_answer(status: int, body: bytes, *, key: str = DEFAULT_KEY) -> Started | Declined:
    """Read what a store answered to a session request, with an HTTP status and a body.

    Errors in the body count whatever the status. An answer that cannot be read is `Declined`, for the reason why.
    """
    try:
        document = numbers.loads(body)
    except ValueError as error:
        return Declined(f"the store answered {status} with what is not JSON ({error}): {shown(body)}", refused=False)
    if not isinstance(document, dict):
        reason = f"the store answered {status} with JSON that is not an object: {shown(document)}"
        return Declined(reason, refused=False)
    page, errors = document.get(key), document.get("errors")
    if errors or not 200 <= status < 300:
        return Declined(_reason(errors, document, status), str(page) if is_address(page) else "")
    if is_address(page):
        return Started(str(page))
    if page is not None and page != "":
        return Declined(f"{key}: expected an absolute http or https address, got {shown(page)}", refused=False)
    other = next((known for known in KNOWN_KEYS if known != key and is_address(document.get(known))), None)
    if other:
        reason = f"{key}: missing from the answer, which has an address in {other}; configure that key"
        return Declined(reason, refused=False)
    said = next(_texts(document, wanted=True), "")
    return Declined(f"{key}: missing from the answer{': ' + said if said else ''}", refused=False)


def build_standard_started(url: str, *, key: str = DEFAULT_KEY) -> tuple[int, bytes]:
    """Return status and body of a success; under `results`, in the envelope of sessionId, errors and results."""
    document: dict[str, Any] = {key: url}
    if key == "results":
        document = {"sessionId": "1", "errors": None, "results": url}
    return 200, numbers.dumps(document).encode()


def build_standard_declined(
    declined: Declined, *, shape: FailureShape = "message", key: str = DEFAULT_KEY, code: int = 500
) -> tuple[int, bytes]:
    """Return status and body of a refusal.

    `message` is a 400 with an error page and a message, `envelope` a 200 with errors (a code and messages) and no
    results, `errors` a 200 with a list of errors. Only `message` has a place for the error page.
    """
    if shape == "message":
        document: dict[str, Any] = {"message": declined.reason}
        if declined.error_page:
            document[key] = declined.error_page
        return 400, numbers.dumps(document).encode()
    if shape == "envelope":
        errors: Any = {"code": code, "messages": [declined.reason]}
        return 200, numbers.dumps({"errors": errors, "results": None}).encode()
    return 200, numbers.dumps({"errors": [declined.reason]}).encode()


def _reason(errors: Any, document: dict[str, Any], status: int) -> str:
    """Return the words of a refusal: of its errors, else of its members that hold a reason, else the status."""
    texts = list(_texts(errors)) or list(_texts(document, wanted=True))
    words = ", ".join(dict.fromkeys(texts))[:_LONGEST_REASON]
    return words or f"the store answered {status} without a reason"


def _texts(value: Any, *, wanted: bool = False) -> Iterator[str]:
    """Return the texts in a value; with `wanted`, of an object's members only those that hold a reason."""
    if isinstance(value, str):
        if value.strip():
            yield value
    elif isinstance(value, list):
        for element in value:
            yield from _texts(element)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if not wanted or name in _REASONS:
                yield from _texts(inner)
