"""How the hub asks for sessions and answers carts: as a good hub does, or in named ways of differing or failing."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from starlette.responses import HTMLResponse, JSONResponse, Response

from simulators.hub.hostile_answers import HOSTILE_ANSWERS, Answer
from simulators.messages.cart import BOTH_SPELLINGS, build_cart_answer
from simulators.messages.planting import planted_in
from simulators.messages.session import CartItem, SessionRequest

Asking = Callable[[SessionRequest], SessionRequest]

# Letters of both cases, an escape and two parameters: what a shop must hand on unchanged.
MIXED_CASE_SUFFIX = "&Trace=AbC%2FdE&Lang=EN"


def _good(*keys: str, status: int = 200) -> Answer:
    """An answer a store can read that lower-cases it; `build_cart_answer` raises when it is none."""
    return lambda redirect_url: Response(
        build_cart_answer(redirect_url, keys), status_code=status, media_type="application/json"
    )


def _in_mixed_case(redirect_url: str) -> Response:
    return JSONResponse(dict.fromkeys(BOTH_SPELLINGS, redirect_url))


# How the redirect URL of a session is written, by the answer that is asked for; plain for all others.
REDIRECT_SUFFIX = {
    "redirect in mixed case": MIXED_CASE_SUFFIX,
    "redirect with markup inside": planted_in("&From=Hub"),
}

ANSWERS: Mapping[str, Answer] = {
    # The keys known from the field: redirect_url and one that is redirecturl in small letters.
    "accept": _good(*BOTH_SPELLINGS),
    "key redirectUrl": _good("redirectUrl"),
    "key redirecturl": _good("redirecturl"),
    "key redirectURL": _good("redirectURL"),
    "key REDIRECTURL": _good("REDIRECTURL"),
    # From here on a store has to find its way by itself, or cannot.
    "redirect in mixed case": _in_mixed_case,
    "redirect with markup inside": _in_mixed_case,
    "key redirect_url": lambda url: JSONResponse({"redirect_url": url}),
    "server error": lambda _: JSONResponse({"error": "try again later"}, 500),
    "no content": lambda _: Response(status_code=204),
    "created": _good("redirectUrl", status=201),
    "no redirect URL": lambda _: JSONResponse({"message": "thank you"}),
    "empty redirect URL": lambda _: JSONResponse({"redirect_url": "", "redirectUrl": ""}),
    "not JSON": lambda _: HTMLResponse("<html><body>Our service is being maintained.</body></html>"),
    "a script for an address": lambda _: JSONResponse({"redirectUrl": "javascript:alert(1)"}),
    "a path for an address": lambda _: JSONResponse({"redirectUrl": "/gateway/link/return"}),
    "a number for an address": lambda _: JSONResponse({"redirectUrl": 5}),
    "two answers": lambda url: Response(json.dumps({"redirectUrl": url}) * 2, media_type="application/json"),
    **HOSTILE_ANSWERS,
}
# A good answer that sends the buyer to a gateway of the hub on another port.
ELSEWHERE = "an address elsewhere"
UNREACHABLE = "unreachable"
SILENCE = "silence"
# For how long a silent hub holds a request when nobody lets it go.
LONGEST_SILENCE = 120.0


def _with(**members: Any) -> Asking:
    return lambda request: replace(request, **members)


# What no product is called by, and more than anybody may order: the largest numbers that fit the session API.
_NO_SKU_ID, _TOO_MANY = 2**63 - 1, 2**31 - 1


def _with_lines(change: Callable[[tuple[CartItem, ...]], tuple[CartItem, ...]]) -> Asking:
    """Ask for other lines than those that were ordered, if there are any."""

    def ask(request: SessionRequest) -> SessionRequest:
        return replace(request, items=change(request.items)) if request.items else request

    return ask


def _with_another_line(**members: int | None) -> Asking:
    """Ask for one more of what the first line holds, in a line of its own."""
    return _with_lines(lambda lines: (*lines, CartItem(lines[0].sku_id, 1, **members)))


def _with_last_line(**members: int) -> Asking:
    """Ask for the last line otherwise."""
    return _with_lines(lambda lines: (*lines[:-1], replace(lines[-1], **members)))


# How a session is asked for; an order of the buyer's own is what a set-up request says.
REQUESTS: Mapping[str, Asking] = {
    "as ordered": lambda request: request,
    "for a site that does not exist": _with(group_name="No Such Site"),
    "with a type nobody knows": _with(session_type="browse"),
    "in an unknown currency": _with(currency_code="XTS"),
    "with a file for a return URL": _with(return_url="file:///etc/passwd"),
    "with a script for a return URL": _with(return_url="javascript:alert(1)"),
    "with words for a return URL": _with(return_url="back to the hub"),
    "with another line": _with_another_line(),
    "with another line without an id": _with_another_line(id=None),
    "with another line without a shipped quantity": _with_another_line(shipped_quantity=None),
    "in capital letters": lambda request: replace(request, session_type=request.session_type.upper()),
    "in letters of both cases": lambda request: replace(request, session_type=request.session_type.title()),
    "for no lines": _with(items=()),
    "without a list of lines": _with(items=None),
    "for the same line twice": _with_lines(lambda lines: (*lines, replace(lines[0], quantity=lines[0].quantity + 1))),
    "for another product in the last line": _with_lines(
        lambda lines: (*lines[:-1], replace(lines[-1], sku_id=lines[0].sku_id))
    ),
    "with a product that nobody sells": _with_lines(lambda lines: (*lines, CartItem(_NO_SKU_ID, 1))),
    "for none in the last line": _with_last_line(quantity=0),
    "for fewer than none in the last line": _with_last_line(quantity=-1),
    "for more in the last line than may be ordered": _with_last_line(quantity=_TOO_MANY),
}
