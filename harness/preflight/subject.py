"""The storefront that is asked about, as its target file describes it, and a client to ask it with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import requests

from harness.errors import ConfigurationError
from harness.preflight.before import answered_instead, refused_by_proxy
from harness.preflight.questions import NotTold
from harness.targets import Target
from simulators.wire import Caller, Unreachable


@dataclass(frozen=True)
class Subject:
    """A target, what its file is called, and who calls it. `chosen_by` names what the generation was chosen by."""

    target: Target
    file_name: str
    caller: Caller
    chosen_by: str = "target.generation"

    def wrong(self, field: str, found: str, *, expected: str = "", remedy: str) -> ConfigurationError:
        """Return the message for an entry of the target file, or for an option, that is not right."""
        where = field if field.startswith("--") else f"{self.file_name}, {field}"
        return ConfigurationError(where, found, remedy, expected=expected)

    def call(self, method: str, path: str, **content: Any) -> requests.Response:
        """Return what the storefront answers at a path.

        Raises:
            NotTold: when it does not answer, though it did when it was first asked.
            ConfigurationError: when something that stands before it answers in its place.

        """
        url = self.target.file.url + path
        try:
            response = self.caller.ask(method, url, again=True, **content)
        except Unreachable as error:
            refusal = refused_by_proxy(self, error.reason)
            raise refusal or NotTold(f"not answered: {url} gave no answer, {error.reason}") from error
        instead = answered_instead(self, response.status_code, response.headers, response.text, method=method, url=url)
        if instead is not None:
            raise instead
        return response
