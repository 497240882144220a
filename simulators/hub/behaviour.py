"""How the hub answers a cart: as a good hub does, or in one of the named ways in which hubs differ or fail."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from starlette.responses import HTMLResponse, JSONResponse, Response

Answer = Callable[[str], Response]

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
    "two answers": lambda url: Response(json.dumps({"redirectUrl": url}) * 2, media_type="application/json"),
}
UNREACHABLE = "unreachable"
