"""Trading relationships of a scenario: which company punches out where, by which ways; told anew when those change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harness.actors import Company, HubDesk
from harness.errors import Inapplicable
from harness.targetfile import HubCredentials
from harness.targets import Target
from simulators.wire import Redactor

DEFAULT_CURRENCY = "USD"


class StagedRelationships:
    """What the hub knows of the companies of a scenario."""

    def __init__(self, target: Target, hub: HubDesk, redactor: Redactor) -> None:
        self._target = target
        self._hub = hub
        self._redactor = redactor
        self._wanted: dict[str, tuple[Company, Mapping[str, Any]]] = {}
        # How the hub reaches the shop, and the shop the hub, when that is not the usual way.
        self.connect_to = ""
        self.patience = 0.0
        self.return_origin = ""

    def relate(
        self,
        company: Company,
        *,
        group: str | None = None,
        credentials: HubCredentials | None = None,
        currency: str = DEFAULT_CURRENCY,
        session_request: str = "eager",
    ) -> None:
        """Let a company punch out to the target; or to another site, with other credentials of the hub, in a currency.

        With a `session_request` of `lazy` the hub asks for the session when the buyer's browser arrives.

        Raises:
            Inapplicable: when the target does not say that it sells in that currency.

        """
        self._redactor.declare(company.shared_secret, "shared secret")
        file = self._target.file
        if currency not in (DEFAULT_CURRENCY, *file.currencies):
            raise Inapplicable(
                f"not applied to {file.name}: list {currency} in target.catalog.currencies if it has prices"
            )
        wanted = {
            "group": group or file.group,
            "credentials": credentials or file.hub,
            "currency": currency,
            "session_request": session_request,
        }
        self._wanted[company.identity] = (company, wanted)
        self._tell_hub(company, wanted)

    def by_other_ways(self) -> None:
        """Tell the hub of every company again, for the ways between hub and shop are others now."""
        for company, wanted in self._wanted.values():
            self._tell_hub(company, wanted)

    def _tell_hub(self, company: Company, wanted: Mapping[str, Any]) -> None:
        self._hub.relate(
            company,
            self._target.file.url,
            verify=self._target.verify,
            orders=self._target.file.orders,
            connect_to=self.connect_to,
            patience=self.patience,
            return_origin=self.return_origin,
            **wanted,
        )
