"""Endpoints of a party: a plain function from a request, read whole, to an answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import Headers, QueryParams
from starlette.requests import Request
from starlette.responses import Response


class Incoming:
    """A request as a handler sees it: already read, so that a handler needs no waiting."""

    def __init__(self, request: Request, body: bytes, context_path: str = "") -> None:
        """Take a request and its body; `context_path` is what all paths of its server begin with, or nothing."""
        self.method = request.method
        self.context_path = context_path
        self.path: str = request.scope["path"]
        self.query: QueryParams = request.query_params
        self.headers: Headers = request.headers
        self.cookies: dict[str, str] = request.cookies
        self.parts: dict[str, str] = dict(request.path_params)
        self.body = body
        self.url = _url_as_sent(request)

    @property
    def charset(self) -> str | None:
        """The charset parameter of the content type, or None when there is none."""
        for parameter in self.headers.get("content-type", "").split(";")[1:]:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "charset":
                return value.strip().strip('"')
        return None

    def form(self) -> list[tuple[str, str]]:
        """Return the fields of an urlencoded form in their order; anything else has none."""
        if "application/x-www-form-urlencoded" not in self.headers.get("content-type", "").lower():
            return []
        return parse_qsl(self.body.decode("ascii", "replace"), keep_blank_values=True)

    def json(self) -> Any:
        """Return the body read as JSON.

        Raises:
            ValueError: when it is not JSON in UTF-8.

        """
        try:
            return json.loads(self.body.decode())
        except RecursionError:
            raise ValueError("the JSON is nested too deeply") from None


def _url_as_sent(request: Request) -> str:
    """Return the address as it was written; Starlette's own has its path decoded."""
    scope = request.scope
    path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1")
    query = scope["query_string"].decode("latin-1")
    return f"{request.url.scheme}://{request.url.netloc}{path}{'?' if query else ''}{query}"


@dataclass(frozen=True)
class Endpoint:
    """Where a party answers, with what, and who calls there; a caller of None is an operator, and not journalled.

    Where several call, `caller` tells by the request who it is.
    """

    path: str
    handler: Callable[[Incoming], Response]
    methods: tuple[str, ...]
    caller: str | Callable[[Incoming], str] | None


def endpoint(
    path: str,
    handler: Callable[[Incoming], Response],
    *methods: str,
    caller: str | Callable[[Incoming], str] | None = "browser",
) -> Endpoint:
    """Describe an endpoint that answers `methods` (GET unless named) at a path with `{named}` parts."""
    return Endpoint(path, handler, methods or ("GET",), caller)
