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
from urllib.parse import urljoin

from lxml import html

_SCRIPT_LOCATION = re.compile(
    r"""\blocation(?:\.href)?\s*=\s*(["'])(?P<set>(?:\\.|(?!\1).)*)\1"""
    r"""|\blocation\.(?:replace|assign)\(\s*(["'])(?P<call>(?:\\.|(?!\3).)*)\3"""
)
_SCRIPT_SUBMIT = re.compile(
    r"""getElementById\(\s*["'](?P<id>[^"']+)["']\s*\)\.submit\(\)"""
    r"""|document\.(?:forms\[\s*["'](?P<name>[^"']+)["']\s*\]|forms\[\s*(?P<index>\d+)\s*\]|(?P<attribute>\w+))\.submit\(\)"""
)
_SIGNED_IN = re.compile(r"isSignedIn:\s*function\s*\(\)\s*\{\s*return\s+(true|false)")
_USER_ID = re.compile(r"getUserId:\s*function\s*\(\)\s*\{\s*return\s*['\"](\d+)")
_CSRF_TOKEN = re.compile(r"Liferay\.authToken\s*=\s*['\"]([^'\"]+)['\"]")
_COMMERCE_CONTEXT = re.compile(r"Liferay\.CommerceContext\s*=\s*(?=\{)")
_REFRESH = re.compile(r"\s*\d+\s*;\s*url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Form:
    """A form of a page: `action` is absolute, `fields` are those a browser would send, `submits` its buttons' words."""

    action: str
    method: str
    fields: tuple[tuple[str, str], ...]
    submits: tuple[str, ...] = ()
    unchecked: tuple[tuple[str, str], ...] = ()

    def value(self, name: str) -> str | None:
        """Return what would be sent for a field; its name may be given without a portlet's namespace."""
        return next((value for key, value in self.fields if _is_called(key, name)), None)

    def has(self, name: str) -> bool:
        """Tell whether the form has a field, ticked or not."""
        return any(_is_called(key, name) for key, _ in (*self.fields, *self.unchecked))

    def filled(self, values: Mapping[str, str | bool]) -> Form:
        """Return the form with fields set by name; True ticks a box, False clears it."""
        everything = {**dict(self.unchecked), **dict(self.fields)}
        kept = dict(self.fields)
        for name, value in values.items():
            key = next(key for key in everything if _is_called(key, name))
            if value is False:
                kept.pop(key, None)
            else:
                kept[key] = everything[key] if value is True else value
        return Form(self.action, self.method, tuple(kept.items()), self.submits)


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
        return html.document_fromstring(self.text) if self.text.strip() else html.document_fromstring("<p></p>")

    @cached_property
    def words(self) -> str:
        """The text a person reads, without scripts and styles, with single blanks."""
        shown = self._tree.xpath("//body//text()[not(ancestor::script or ancestor::style)]")
        return " ".join(" ".join(shown).split())

    @cached_property
    def alerts(self) -> tuple[str, ...]:
        """The messages of the page that tell of a failure."""
        found = self._tree.xpath("//*[contains(concat(' ', @class, ' '), ' alert-danger ')]")
        return tuple(" ".join(element.text_content().split()) for element in found)

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """The forms of the page."""
        return tuple(_form(element, self.url) for element in self._tree.xpath("//form"))

    @property
    def scripts(self) -> str:
        """The scripts written in the page, one after the other."""
        return "\n".join(self._tree.xpath("//script/text()"))

    @cached_property
    def script_address(self) -> str | None:
        """The address a script or a refresh sends the browser to at once, as written, or None."""
        match = _SCRIPT_LOCATION.search(self.scripts)
        if match:
            return _unescaped(match["set"] if match["set"] is not None else match["call"])
        for content in self._tree.xpath("//meta[translate(@http-equiv, 'REFSH', 'refsh') = 'refresh']/@content"):
            refresh = _REFRESH.match(content)
            if refresh:
                return refresh[1].strip()
        return None

    @cached_property
    def self_posting_form(self) -> Form | None:
        """The form a script of the page submits at once, or None."""
        onload = " ".join(self._tree.xpath("//body/@onload"))
        match = _SCRIPT_SUBMIT.search(self.scripts) or _SCRIPT_SUBMIT.search(onload)
        if match is None:
            return None
        wanted = match["id"] or match["name"] or match["attribute"]
        if wanted:
            found = self._tree.xpath("//form[@id = $name or @name = $name]", name=wanted)
        else:
            found = self._tree.xpath("//form")[int(match["index"]) :]
        return _form(found[0], self.url) if found else None

    @property
    def is_liferay(self) -> bool:
        """Whether the page is one of a Liferay portal."""
        return bool(_SIGNED_IN.search(self.scripts)) or any(name.lower() == "liferay-portal" for name in self.headers)

    @property
    def signed_in(self) -> bool:
        """Whether the visitor is signed in, as the page tells its scripts."""
        match = _SIGNED_IN.search(self.scripts)
        return match is not None and match[1] == "true"

    @property
    def user_id(self) -> str:
        """The id of the visitor; a guest has one as well."""
        match = _USER_ID.search(self.scripts)
        return match[1] if match else ""

    @property
    def csrf_token(self) -> str:
        """The token the page's scripts send along, or an empty text."""
        match = _CSRF_TOKEN.search(self.scripts)
        return match[1] if match else ""

    @cached_property
    def commerce_context(self) -> Mapping[str, Any]:
        """What the page tells its scripts about channel, account and order; empty on a page without."""
        match = _COMMERCE_CONTEXT.search(self.scripts)
        if match is None:
            return {}
        try:
            context, _ = json.JSONDecoder().raw_decode(self.scripts, match.end())
        except ValueError:
            return {}
        return context if isinstance(context, dict) else {}

    @property
    def order_id(self) -> int | None:
        """The id of the order the visitor fills, or None."""
        order = self.commerce_context.get("order")
        return int(order["orderId"]) if isinstance(order, dict) and order.get("orderId") else None


def text_of(markup: str) -> str:
    """Return what a person reads of an HTML fragment, with single blanks."""
    if not markup.strip():
        return ""
    return " ".join(html.fragment_fromstring(markup, create_parent="div").text_content().split())


def _form(element: Any, base: str) -> Form:
    fields, unchecked = [], []
    for control in element.xpath(".//input[@name] | .//textarea[@name] | .//select[@name]"):
        name, value = control.get("name"), _value(control)
        kind = (control.get("type") or "text").lower()
        if kind in ("submit", "button", "reset", "image"):
            continue
        if kind in ("checkbox", "radio") and control.get("checked") is None:
            unchecked.append((name, value))
        else:
            fields.append((name, value))
    buttons = element.xpath(".//button[not(@type) or @type = 'submit'] | .//input[@type = 'submit']")
    return Form(
        action=urljoin(base, element.get("action") or base),
        method=(element.get("method") or "get").upper(),
        fields=tuple(fields),
        submits=tuple(" ".join((b.text_content() or b.get("value") or "").split()) for b in buttons),
        unchecked=tuple(unchecked),
    )


def _value(control: Any) -> str:
    if control.tag == "textarea":
        return control.text or ""
    if control.tag == "select":
        chosen = control.xpath(".//option[@selected]") or control.xpath(".//option")
        return str(chosen[0].get("value", chosen[0].text or "")) if chosen else ""
    default = "on" if control.get("type") == "checkbox" else ""
    return str(control.get("value", default))


def _is_called(key: str, name: str) -> bool:
    """Tell whether a field has a name, give or take what a portlet and its form builder put around it."""
    return key == name or key.endswith(f"_{name}") or f"$${name}$" in key


def _unescaped(text: str) -> str:
    """Return the value of a script's string literal."""
    return re.sub(
        r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))",
        lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else {"n": "\n", "t": "\t"}.get(m[3], m[3]),
        text,
    )
