"""Accounts, as the headless interfaces of both generations have them: created, and found by external reference code."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from simulators.storefront.authentication import Authentication
from simulators.storefront.company import Company, id_from
from simulators.storefront.model import Account
from simulators.storefront.problems import Problem, json_response, object_of, text_in
from simulators.wire import Incoming


class Accounts:
    """Answers the calls about accounts that no generation has in its own way."""

    def __init__(self, company: Company, authentication: Authentication) -> None:
        self._company = company
        self._authentication = authentication

    def add_account(self, incoming: Incoming) -> Response:
        """Create an account from `name` and `externalReferenceCode`."""
        self._authentication.require_administrator(incoming)
        document = object_of(incoming)
        account = self._company.add_account(text_in(document, "name"), text_in(document, "externalReferenceCode"))
        if account is None:
            raise Problem(HTTPStatus.CONFLICT, "The external reference code is in use")
        return json_response(described_account(account))

    def account_by_code(self, incoming: Incoming) -> Response:
        """Find an account by its external reference code."""
        self._authentication.require_administrator(incoming)
        account = self._company.account_by_code(incoming.parts["code"])
        if account is None:
            raise Problem(HTTPStatus.NOT_FOUND, "Account not found")
        return json_response(described_account(account))

    def _account(self, incoming: Incoming) -> Account:
        account = self._company.accounts.get(id_from(incoming.parts["account_id"]))
        if account is None:
            raise Problem(HTTPStatus.NOT_FOUND, "Account not found")
        return account


def described_account(account: Account) -> dict[str, Any]:
    """Return an account as the interfaces describe it."""
    return {"id": account.id, "name": account.name, "externalReferenceCode": account.external_reference_code}
