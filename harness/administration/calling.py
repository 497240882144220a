"""Calling a target's web services as its administrator. What the target will not do is a prerequisite that is missing.

Source: reference, Liferay connector, 3 and 8.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import requests

from harness.answers import told_by
from harness.errors import Untestable
from harness.targetfile import Login
from simulators.wire import Caller, Journal, Unreachable

_SERVICES = "/api/jsonws"
_PAGE_SIZE = 200


class AdministratorsCalls:
    """Calls headless interfaces and JSON web services; every method says in `what` it could not do otherwise."""

    def __init__(self, url: str, login: Login, journal: Journal, *, verify: bool | str = True) -> None:
        self._url = url
        self._login = login
        self._caller = Caller("administrator", journal)
        self._caller.verify = verify

    def close(self) -> None:
        """Close the connection."""
        self._caller.close()

    @cached_property
    def company_id(self) -> str:
        """The id of the company, which is what Liferay calls an instance of the portal."""
        return str(id_in(self.service("tell who the administrator is", "user/get-current-user", {}), "companyId"))

    def service(self, what: str, method: str, fields: Mapping[str, str]) -> Any:
        """Call a JSON web service; return what it answers.

        Raises:
            Untestable: when it does not do it.

        """
        return self.json(what, "POST", f"{_SERVICES}/{method}", data=dict(fields))

    def json(self, what: str, method: str, path: str, **content: Any) -> Any:
        """Call an interface; return what it answers, as JSON values.

        Raises:
            Untestable: when it does not do it.

        """
        return parsed(what, self.call(what, method, path, **content))

    def call(
        self, what: str, method: str, path: str, accepted: tuple[int, ...] = (200, 201, 204), **content: Any
    ) -> requests.Response:
        """Call an interface; return its answer.

        Raises:
            Untestable: when there is none, or its status is none of those accepted.

        """
        try:
            response = self._caller.ask(
                method, self._url + path, auth=(self._login.user, self._login.password), again=True, **content
            )
        except Unreachable as error:
            raise Untestable(f"the administrator could not {what}: {error}") from error
        _require(what, path, response, accepted)
        return response

    def found(self, what: str, path: str) -> dict[str, Any] | None:
        """Return the object at a path, or None when the portal itself says that there is none.

        Raises:
            Untestable: when it does not say.

        """
        response = self.call(what, "GET", path, accepted=(200, 404))
        document = told_by(response)
        # A 404 that is no Problem comes from something that does not know the interface at all.
        if response.status_code == 404 and ("status" in document or "title" in document):
            return None
        if response.status_code != 200 or not document:
            raise Untestable(f"the administrator could not {what}: {path} answered HTTP {response.status_code}")
        return document

    def listed(self, what: str, path: str) -> list[Any]:
        """Return all that a list holds, page by page.

        Raises:
            Untestable: when the target does not list it.

        """
        found: list[Any] = []
        number, last = 1, 1
        while number <= last:
            page = self.json(f"list the {what}", "GET", f"{path}?page={number}&pageSize={_PAGE_SIZE}")
            items = page.get("items") if isinstance(page, dict) else None
            if not isinstance(items, list):
                raise Untestable(f"the storefront lists no {what} for the administrator")
            found += items
            number, last = number + 1, id_in(page, "lastPage") if "lastPage" in page else 1
        return found

    def service_call(self, what: str, method: str, fields: Mapping[str, str]) -> requests.Response:
        """Call a JSON web service that may find nothing to act on; return its answer, which may tell of that."""
        path = f"{_SERVICES}/{method}"
        response = self.call(what, "POST", path, accepted=tuple(range(200, 600)), data=dict(fields))
        if not tells_of_nothing(response):
            _require(what, path, response, (200,))
        return response


def tells_of_nothing(response: requests.Response) -> bool:
    """Tell whether a JSON web service found nothing: that is HTTP 404 now, and was HTTP 500 in earlier releases."""
    return response.status_code == 404 or (response.status_code == 500 and "NoSuch" in response.text)


def _require(what: str, path: str, response: requests.Response, accepted: tuple[int, ...]) -> None:
    if response.status_code not in accepted:
        raise Untestable(f"the administrator could not {what}: {path} answered HTTP {response.status_code}")


def parsed(what: str, response: requests.Response) -> Any:
    """Return the JSON values of an answer.

    Raises:
        Untestable: when it is no JSON.

    """
    try:
        return response.json()
    except ValueError as error:
        raise Untestable(f"the administrator could not {what}: {response.url} did not answer JSON") from error


def id_in(document: Any, name: str = "id") -> int:
    """Return an id out of an answer.

    Raises:
        Untestable: when there is none.

    """
    try:
        return int(document[name])
    except (KeyError, TypeError, ValueError) as error:
        raise Untestable(f"the storefront answered the administrator {document!r:.200}, without {name}") from error
