"""How the hub asks for sessions and answers carts: as a good hub does, or in named ways of differing or failing."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from starlette.responses import HTMLResponse, JSONResponse, Response

from simulators.messages.session import CartItem, SessionRequest

Answer = Callable[[str], Response]
Asking = Callable[[SessionRequest], SessionRequest]

# Letters of both cases, an escape and two parameters: what a shop must hand on unchanged.
MIXED_CASE_SUFFIX = "&Trace=AbC%2FdE&Lang=EN"


def _both_spellings(redirect_url: str) -> Response:
    """The keys known from the field: redirect_url and one that is redirecturl in small letters."""
    return JSONResponse({"redirect_url": redirect_url, "redirectUrl": redirect_url})


def _one_key(key: str) -> Answer:
    return lambda redirect_url: JSONResponse({key: redirect_url})


# How the redirect URL of a session is written, by the answer that is asked for; plain for all others.
REDIRECT_SUFFIX = {"redirect in mixed case": MIXED_CASE_SUFFIX}

ANSWERS: Mapping[str, Answer] = {
    "accept": _both_spellings,
    "redirect in mixed case": _both_spellings,
    "key redirectURL": _one_key("redirectURL"),
    "key REDIRECTURL": _one_key("REDIRECTURL"),
    "server error": lambda _: JSONResponse({"error": "try again later"}, 500),
    "no content": lambda _: Response(status_code=204),
    "created": lambda url: JSONResponse({"redirectUrl": url}, 201),
    "no redirect URL": lambda _: JSONResponse({"message": "thank you"}),
    "empty redirect URL": lambda _: JSONResponse({"redirect_url": "", "redirectUrl": ""}),
    "not JSON": lambda _: HTMLResponse("<html><body>Our service is being maintained.</body></html>"),
    "a script for an address": lambda _: JSONResponse({"redirectUrl": "javascript:alert(1)"}),
    "a path for an address": lambda _: JSONResponse({"redirectUrl": "/gateway/link/return"}),
    "a number for an address": lambda _: JSONResponse({"redirectUrl": 5}),
    "two answers": lambda url: Response(json.dumps({"redirectUrl": url}) * 2, media_type="application/json"),
}
UNREACHABLE = "unreachable"
SILENCE = "silence"
# For how long a silent hub holds a request when nobody lets it go.
LONGEST_SILENCE = 120.0


def _with(**members: Any) -> Asking:
    return lambda request: replace(request, **members)


def _with_another_line(**members: int | None) -> Asking:
    """Ask for one more of what the first line holds, in a line of its own."""

    def ask(request: SessionRequest) -> SessionRequest:
        lines = request.items or ()
        return replace(request, items=(*lines, *(CartItem(line.sku_id, 1, **members) for line in lines[:1])))

    return ask


# How a session is asked for; an order of the buyer's own is what a set-up request says.
REQUESTS: Mapping[str, Asking] = {
    "as ordered": lambda request: request,
    "for a site that does not exist": _with(group_name="No Such Site"),
    "with its type in capital letters": lambda request: replace(request, session_type=request.session_type.upper()),
    "with its type in mixed letters": lambda request: replace(request, session_type=request.session_type.title()),
    "with a type nobody knows": _with(session_type="browse"),
    "in an unknown currency": _with(currency_code="XTS"),
    "with a file for a return URL": _with(return_url="file:///etc/passwd"),
    "with a script for a return URL": _with(return_url="javascript:alert(1)"),
    "with words for a return URL": _with(return_url="back to the hub"),
    "with another line": _with_another_line(),
    "with another line without an id": _with_another_line(id=None),
    "with another line without a shipped quantity": _with_another_line(shipped_quantity=None),
}
