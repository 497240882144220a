"""How the REST interfaces refuse: a Problem with a status and a title, as Liferay's REST layer writes it.

Source: reference, Liferay connector, 2.1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from simulators.messages import numbers
from simulators.messages.session import Form, problem_body
from simulators.wire import Incoming


class Problem(Exception):
    """A refusal: HTTP status and the title a caller reads."""

    def __init__(self, status: HTTPStatus, title: str) -> None:
        super().__init__(title)
        self.status = status
        self.title = title


def server_error() -> Problem:
    """Return what a handler answers that failed, which is no refusal: nobody learns why."""
    return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "Internal Server Error")


def problem_response(problem: Problem, form: Form = Form.JSON) -> Response:
    """Return a problem as the REST layer answers it, in the form a caller reads."""
    headers = {"WWW-Authenticate": "Bearer"} if problem.status is HTTPStatus.UNAUTHORIZED else None
    body = problem_body(problem.status.name, problem.title, form)
    return Response(body, problem.status, headers=headers, media_type=form.value)


def answering_problems(
    handler: Callable[[Incoming], Response],
    refusal: Callable[[Incoming, Problem], Response] = lambda _, problem: problem_response(problem),
) -> Callable[[Incoming], Response]:
    """Make a handler answer a problem it raises; `refusal` makes the answer of it, which is JSON unless it is given."""

    def answer(incoming: Incoming) -> Response:
        try:
            return handler(incoming)
        except Problem as problem:
            return refusal(incoming, problem)

    answer.__name__ = handler.__name__
    return answer


def json_response(document: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Return a document as the REST layer does: JSON in UTF-8 with exact decimals."""
    # Like Java, "?" for half a character, which a JSON escape can smuggle in.
    body = numbers.dumps(document).encode("utf-8", "replace")
    return Response(body, status, headers=headers, media_type="application/json")


def page_of(items: list[Any]) -> dict[str, Any]:
    """Return a list as the one page it fits on."""
    return {"items": items, "lastPage": 1, "page": 1, "pageSize": max(len(items), 1), "totalCount": len(items)}


def object_of(incoming: Incoming) -> dict[str, Any]:
    """Return the JSON object in a request's body.

    Raises:
        Problem: BAD_REQUEST when there is none.

    """
    try:
        document = incoming.json()
    except ValueError:
        document = None
    if not isinstance(document, dict):
        raise Problem(HTTPStatus.BAD_REQUEST, "The body is not a JSON object")
    return document


def text_in(document: Mapping[str, Any], name: str, default: str | None = None) -> str:
    """Return a member that is text; only one with a default may be missing or empty.

    Raises:
        Problem: BAD_REQUEST when it is none.

    """
    value = document.get(name, default)
    if not isinstance(value, str) or not (value.strip() or value == default):
        raise Problem(HTTPStatus.BAD_REQUEST, f"{name} must not be empty")
    return value
