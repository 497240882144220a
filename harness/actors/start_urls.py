"""Start URLs as administrators enter them: each way is one to lose or change something on the way to the buyer."""

from __future__ import annotations

from collections.abc import Mapping

# What a scenario says the start URL has, and what that adds to the address of the catalog page.
ADDITIONS: Mapping[str, str] = {
    "parameters": "?from=Punch%20Out&step=1",
    "letters of both cases": "/Products/newArrivals",
    "escaped characters": "/p/%2Fshop%3Fa%3D1/M%C3%BCller/k%c3%b6ln/a+b%20c",
    "an empty parameter": "?preview&from=",
    "a fragment": "#Products",
    "parameters and a fragment": "?from=Procurement#Products",
    "a question mark at its end": "?",
}
NONE = "no start URL"


def start_url_with(address: str, what: str) -> str:
    """Return the address of a catalog page with what a scenario says it has; nothing for `no start URL`."""
    return "" if what == NONE else address + ADDITIONS[what]
