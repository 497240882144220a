"""The connector's session API, called with the hub's credentials but without the hub: for what no buyer ever sees.

Source: reference, Liferay connector, 1.1 and 3.
"""

from __future__ import annotations

import requests

from harness.errors import NonConformance
from harness.targetfile import TargetFile
from simulators.hub import TOKEN_PATH
from simulators.wire import Caller, Journal, Unreachable


def get_as_the_hub(target: TargetFile, path: str, journal: Journal, *, verify: bool | str) -> requests.Response:
    """Return what the target answers the hub at a path.

    Raises:
        NonConformance: when the target does not answer, or gives the hub no bearer token.

    """
    with Caller("hub", journal) as caller:
        caller.verify = verify
        try:
            if not target.hub.client_id:
                return caller.call("GET", target.url + path, auth=(target.hub.user, target.hub.password))
            headers = {"Authorization": f"Bearer {_bearer(target, caller)}"}
            return caller.call("GET", target.url + path, headers=headers)
        except Unreachable as error:
            raise NonConformance(
                "The storefront answers the hub", expected="an answer", got=error.reason, where=error.url
            ) from error


def _bearer(target: TargetFile, caller: Caller) -> str:
    form = {
        "grant_type": "client_credentials",
        "client_id": target.hub.client_id,
        "client_secret": target.hub.client_secret,
    }
    response = caller.call("POST", target.url + TOKEN_PATH, data=form)
    bearer = response.json().get("access_token") if response.status_code == 200 else None
    if not isinstance(bearer, str):
        raise NonConformance(
            "The hub gets a bearer token",
            expected="an access_token",
            got=f"HTTP {response.status_code}",
            where=target.url + TOKEN_PATH,
        )
    return bearer
