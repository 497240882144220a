"""What the portal's directory holds, read with the administrator's credentials and never changed.

The interfaces are those the administrator's hand uses; what a release does not have is not told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote

import requests

from harness.preflight.questions import NotTold
from harness.preflight.subject import Subject, told_by
from harness.targetfile import Login

_USERS = "/o/headless-admin-user/v1.0"
_SERVICES = "/api/jsonws"
_CHANNELS = "/o/headless-commerce-admin-channel/v1.0/channels"
_MOST_PAGES = 50


@dataclass(frozen=True)
class Person:
    """A user: names of the sites and codes of the accounts the user belongs to, None where the portal does not list."""

    site_ids: frozenset[int] | None
    account_codes: frozenset[str] | None


@dataclass(frozen=True)
class Directory:
    """Looks things up as the administrator."""

    subject: Subject
    login: Login

    @cached_property
    def site_id(self) -> int | None:
        """The id of the site with the target file's group key, or None when there is none."""
        me = self._service("user/get-current-user", {})
        key = {"companyId": str(me.get("companyId", "")), "groupKey": self.subject.target.file.group}
        site = self._service("group/get-group", key)
        return _number(site.get("groupId"))

    @cached_property
    def has_channel(self) -> bool:
        """Whether a channel sells on the site."""
        return any(_number(channel.get("siteGroupId")) == self.site_id for channel in self._channels())

    def has_account(self, code: str) -> bool:
        """Tell whether there is an account with an external reference code."""
        return bool(self._found(f"{_USERS}/accounts/by-external-reference-code/{quote(code, safe='')}"))

    def person(self, email: str) -> Person | None:
        """Return the user with an e-mail address, or None."""
        user = self._found(f"{_USERS}/user-accounts/by-email-address/{quote(email, safe='@')}")
        if not user:
            return None
        sites, accounts = user.get("siteBriefs"), user.get("accountBriefs")
        return Person(
            frozenset(_number(site.get("id")) or 0 for site in sites) if isinstance(sites, list) else None,
            frozenset(str(account.get("externalReferenceCode")) for account in accounts)
            if isinstance(accounts, list)
            else None,
        )

    def _channels(self) -> Iterator[dict[str, Any]]:
        for number in range(1, _MOST_PAGES + 1):
            response = self._asked("GET", f"{_CHANNELS}?page={number}&pageSize=200")
            if response.status_code != 200:
                raise NotTold(f"the portal answered HTTP {response.status_code} at {_CHANNELS}")
            document = told_by(response)
            yield from (item for item in document.get("items", ()) if isinstance(item, dict))
            if number >= (_number(document.get("lastPage")) or 1):
                return

    def _found(self, path: str) -> dict[str, Any]:
        """Return what is at a path, or nothing when the portal itself says that there is nothing."""
        response = self._asked("GET", path)
        document = told_by(response)
        if response.status_code == 200 and document:
            return document
        # A 404 that is no Problem comes from something that does not know the interface at all.
        if response.status_code == 404 and (document.get("status") == "NOT_FOUND" or "title" in document):
            return {}
        raise NotTold(f"the portal answered HTTP {response.status_code} at {path.rpartition('/')[0]}")

    def _service(self, method: str, fields: dict[str, str]) -> dict[str, Any]:
        """Return what a JSON web service answers; nothing when it says that there is no such thing."""
        response = self._asked("POST", f"{_SERVICES}/{method}", data=fields)
        document = told_by(response)
        if response.status_code == 200 and document and "exception" not in document:
            return document
        missing = f"{document.get('exception', '')} {document.get('title', '')}".lower()
        if "no group exists" in missing or "nosuchgroup" in missing:
            return {}
        raise NotTold(f"the portal answered HTTP {response.status_code} at {_SERVICES}/{method}")

    def _asked(self, method: str, path: str, **content: Any) -> requests.Response:
        return self.subject.call(method, path, auth=(self.login.user, self.login.password), **content)


def _number(value: object) -> int | None:
    try:
        return int(str(value))
    except ValueError:
        return None
