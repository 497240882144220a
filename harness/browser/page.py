"""A page as a browser reads it: its forms, its scripts that lead on, and what Liferay tells scripts about the visitor.

Source: reference, Liferay connector, 6.4 and 10.4; hub and protocols, 2.6.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lxml import etree, html

from harness.browser.addresses import joined
from harness.browser.form import Form, form_of
from harness.browser.scripts import address_in, submitted_form_in

_RETURNS = r"\s*:?\s*(?:function)?\s*\(\s*\)\s*(?:=>)?\s*\{?\s*(?:return\s*)?"
_SIGNED_IN = re.compile(rf"\bisSignedIn{_RETURNS}(true|false)\b")
_USER_ID = re.compile(rf"\bgetUserId{_RETURNS}['\"](\d+)")
_PATH_CONTEXT = re.compile(rf"\bgetPathContext{_RETURNS}['\"]([^'\"]*)['\"]")
_SITE_ID = re.compile(rf"\bgetScopeGroupId{_RETURNS}['\"](\d+)")
_CSRF_TOKEN = re.compile(r"Liferay\.authToken\s*=\s*['\"]([^'\"]+)['\"]")
_COMMERCE_CONTEXT = re.compile(r"Liferay\.CommerceContext\s*=\s*(?=\{)")
_REFRESH = re.compile(r"\s*(\d+)[\d.]*\s*[;,]\s*url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)
# A refresh that comes later is for somebody who has left the page open.
_SOON = 10
# Scripts that are data for others.
_JAVASCRIPT = re.compile(r"|module|(?:text|application)/(?:x-)?(?:java|ecma)script\b.*", re.IGNORECASE)


@dataclass(frozen=True)
class Hop:
    """One address on the way to a page, its status, and the address it led to, as it was written."""

    url: str
    method: str
    status: int
    leads_to: str = ""
    by: str = ""


@dataclass(frozen=True)
class Page:
    """What a browser shows in the end, and the way it took."""

    url: str
    status: int
    headers: Mapping[str, str]
    text: str
    hops: tuple[Hop, ...] = field(default=())

    @cached_property
    def _tree(self) -> Any:
        return _tree_of(self.text)

    @cached_property
    def words(self) -> str:
        """The text a person reads, without scripts and styles, with single blanks."""
        shown = self._tree.xpath("//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]")
        return " ".join(" ".join(shown).split())

    @cached_property
    def alerts(self) -> tuple[str, ...]:
        """The messages of the page that tell of a failure."""
        found = self._tree.xpath("//*[contains(concat(' ', @class, ' '), ' alert-danger ')]")
        said = (" ".join(element.text_content().split()) for element in found)
        return tuple(words for words in said if words)

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """The forms of the page."""
        return tuple(form_of(element, self.url, n) for n, element in enumerate(self._tree.xpath("//form")))

    @cached_property
    def scripts(self) -> tuple[str, ...]:
        """The scripts written in the page, and last what it does once it is loaded."""
        found = [e.text or "" for e in self._tree.xpath("//script") if _JAVASCRIPT.fullmatch(e.get("type", "").strip())]
        return (*found, *self._tree.xpath("//body/@onload"))

    @cached_property
    def remarks(self) -> str:
        """What the page says in comments, which nobody sees who does not look into its source."""
        return " ".join(comment.text or "" for comment in self._tree.xpath("//comment()"))

    @cached_property
    def running(self) -> frozenset[str]:
        """What of the page is carried out, at once or when something happens: scripts, and those of elements."""
        found = [*self._tree.xpath("//script/text()"), *self._tree.xpath("//@*[starts-with(name(), 'on')]")]
        return frozenset(text.strip() for text in found)

    @cached_property
    def links(self) -> tuple[str, ...]:
        """The addresses the page leads to or loads from, absolute."""
        found = self._tree.xpath("//@href | //@src | //@action | //@formaction")
        return tuple(joined(self.url, address.strip()) for address in found)

    @cached_property
    def loaded(self) -> tuple[str, ...]:
        """The addresses a browser loads by itself to show the page, absolute."""
        kinds = "//link[@rel and not(contains(' canonical alternate ', concat(' ', @rel, ' ')))]/@href"
        found = self._tree.xpath(f"//*[not(self::a)]/@src | {kinds}")
        return tuple(joined(self.url, address.strip()) for address in found)

    @cached_property
    def referrer_policy(self) -> str:
        """What the page tells a browser of the address it is to name where it loads from, in small letters."""
        said = [self.headers.get("Referrer-Policy") or "", *self._tree.xpath("//meta[@name = 'referrer']/@content")]
        policies = [policy.rpartition(",")[2].strip().lower() for policy in said]
        return next(filter(None, reversed(policies)), "")

    def has_element(self, name: str) -> bool:
        """Tell whether the page has an element of a name."""
        return bool(self._tree.xpath("//*[local-name() = $name]", name=name))

    @cached_property
    def script_address(self) -> str | None:
        """The address a script or a refresh sends the browser to at once, as written, or None."""
        for script in self.scripts:
            address = address_in(script)
            if address is not None:
                return address
        contents = "//meta[translate(@http-equiv, 'REFSH', 'refsh') = 'refresh'][not(ancestor::noscript)]/@content"
        for content in self._tree.xpath(contents):
            refresh = _REFRESH.match(content)
            if refresh and int(refresh[1]) <= _SOON:
                return refresh[2].strip()
        return None

    @cached_property
    def self_posting_form(self) -> Form | None:
        """The form a script of the page submits at once, or None."""
        for script in self.scripts:
            wanted = submitted_form_in(script)
            if isinstance(wanted, int):
                found = self._tree.xpath("//form")[wanted:]
            else:
                found = self._tree.xpath("//form[@id = $name or @name = $name]", name=wanted or "")
            if wanted is not None and found:
                return form_of(found[0], self.url)
        return None

    @property
    def is_liferay(self) -> bool:
        """Whether the page is one of a Liferay portal."""
        return self.tells_who or any(name.lower() == "liferay-portal" for name in self.headers)

    @property
    def tells_who(self) -> bool:
        """Whether the page tells its scripts if the visitor is signed in; what does not is no page of a portal."""
        return self._told(_SIGNED_IN) is not None

    @property
    def signed_in(self) -> bool:
        """Whether the visitor is signed in, as the page tells its scripts."""
        return self._told(_SIGNED_IN) == "true"

    @property
    def user_id(self) -> str:
        """The id of the visitor; a guest has one as well."""
        return self._told(_USER_ID) or ""

    @property
    def path_context(self) -> str | None:
        """The path below which all of the portal is, as the page tells its scripts, or None when it tells none."""
        return self._told(_PATH_CONTEXT)

    @property
    def site_id(self) -> str:
        """The id of the site the page is of, or an empty text."""
        return self._told(_SITE_ID) or ""

    @property
    def csrf_token(self) -> str:
        """The token the page's scripts send along, or an empty text."""
        return self._told(_CSRF_TOKEN) or ""

    @cached_property
    def commerce_context(self) -> Mapping[str, Any]:
        """What the page tells its scripts about channel, account and order; empty on a page without."""
        for script in self.scripts:
            match = _COMMERCE_CONTEXT.search(script)
            if match is None:
                continue
            try:
                return dict(json.JSONDecoder().raw_decode(script, match.end())[0])
            except (ValueError, RecursionError):
                return {}
        return {}

    @property
    def channel_id(self) -> str:
        """The id of the channel the page sells in; 0 when it tells none."""
        return str(self.commerce_context.get("commerceChannelId") or "0")

    @property
    def account_id(self) -> str:
        """The id of the account the visitor shops for; 0 when the page tells none."""
        account = self.commerce_context.get("account")
        return str(account.get("accountId") or "0") if isinstance(account, dict) else "0"

    @property
    def order_id(self) -> int | None:
        """The id of the order the visitor fills, or None; Liferay writes it as a text, and 0 for none."""
        order = self.commerce_context.get("order")
        told = str(order.get("orderId", "")) if isinstance(order, dict) else ""
        return (int(told) or None) if told.isascii() and told.isdecimal() else None

    def _told(self, pattern: re.Pattern[str]) -> str | None:
        match = next(filter(None, map(pattern.search, self.scripts)), None)
        return match[1] if match else None


def _tree_of(text: str) -> Any:
    """Return the tree of a page that is already read as text, whatever encoding it declares; of none, an empty one."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        return html.document_fromstring("<p></p>")
