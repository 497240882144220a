"""Questions of a proxy that leads to the storefront: is it there, does it take this run, does it lead on?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from harness.errors import ConfigurationError
from harness.preflight.before import answered_instead, refused_by_proxy
from harness.preflight.network import Place
from harness.preflight.questions import Question
from harness.preflight.subject import Subject
from simulators.wire import Proxy, Unreachable, origin_of


@dataclass(frozen=True)
class Through:
    """Asks what bare connections cannot find out, because only the proxy is connected to."""

    subject: Subject
    proxy: Proxy

    def questions(self) -> tuple[Question, ...]:
        """Return the questions of the proxy itself, and whether it leads to each address of the target file."""
        of_proxy = Place(self.subject, "harness.proxy", self.proxy.url, awaited="proxy").questions()
        file = self.subject.target.file
        addresses = {origin_of(url): field for url, field in self._addresses(file.url, file.start_url)}
        return (
            *of_proxy,
            *(
                Question(f"the proxy leads to {origin}", partial(self.leads_to, origin, field), of_proxy)
                for origin, field in addresses.items()
            ),
        )

    def leads_to(self, origin: str, field: str) -> None:
        """Ask for something there: any answer will do that is not the proxy's own."""
        try:
            response = self.subject.caller.ask("GET", f"{origin}/", again=True)
        except Unreachable as error:
            raise refused_by_proxy(self.subject, error.reason) or self._not_reached(origin, field, error) from error
        instead = answered_instead(
            self.subject, response.status_code, response.headers, response.text, method="GET", url=response.url
        )
        if instead is not None and "harness.proxy" in instead.field:
            raise instead

    def _not_reached(self, origin: str, field: str, error: Unreachable) -> ConfigurationError:
        if "TLS failed" in error.reason:
            return self.subject.wrong(
                "target.ca_file",
                f"no secure connection to {origin} through the proxy can be trusted ({error.reason})",
                expected="a certificate of a public authority, or the file of your own one",
                remedy="Save the authority's certificate as text (PEM) and name the file as ca_file under [target]; a "
                "proxy that opens secure connections has an authority of its own.",
            )
        return self.subject.wrong(
            field,
            f"nothing answers at {origin} through the proxy ({error.reason})",
            expected="a storefront that runs",
            remedy="Correct the address, or have the proxy lead there; if it is reached without the proxy, leave "
            "harness.proxy out.",
        )

    @staticmethod
    def _addresses(url: str, start_url: str) -> tuple[tuple[str, str], ...]:
        return (start_url, "target.site.start_url"), (url, "target.url")
