"""What a procurement system hands to a catalogue when a buyer punches out, through the browser, by GET or POST.

There is no handshake and no status: the names of the parameters are the buyer's to choose, and the password goes in
clear, by GET into logs and referrers too.

Source: reference, hub and protocols, 3.1 and 6.2 (buyer under test, 7).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from enum import StrEnum
from typing import Any

from simulators.messages.oci.charset import Charset, charset_named, encode_form, not_carried
from simulators.messages.oci.fields import decimal_from, decimal_text
from simulators.messages.oci.findings import Finding, Name, OciRejected, refuse, shown
from simulators.messages.oci.hook import SAP_EVENT, split_hook

DEFAULT_VERSION = "4.0"
VERSIONS = ("3.0", "4.0", "4.01", "5.0")
_VERSION = re.compile(r"[0-9]{1,2}(\.[0-9]{1,2})?")
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_MOST_PARAMETERS = 1_000


class Function(StrEnum):
    """What a catalogue is asked to do instead of letting the buyer shop."""

    DETAIL = "DETAIL"
    VALIDATE = "VALIDATE"
    BACKGROUND_SEARCH = "BACKGROUND_SEARCH"


@dataclass(frozen=True, slots=True)
class LaunchNames:
    """How a buyer's organisation calls the parameters that are its own to name."""

    hook_url: str = "HOOK_URL"
    username: str = "USERNAME"
    password: str = "PASSWORD"


@dataclass(frozen=True, slots=True)
class Launch:
    """A punch out by OCI. Empty texts are not sent, `charset` and `oci_version` always are.

    `client_parameters` are all that OCI does not name. Credentials and session data are not shown.
    """

    hook_url: str = field(repr=False)
    username: str = ""
    password: str = field(default="", repr=False)
    client_parameters: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    oci_version: str = DEFAULT_VERSION
    opi_version: str = ""
    charset: Charset = Charset.LATIN_1
    return_target: str = ""
    target: str = ""
    ok_code: str = ""
    caller: str = ""
    function: Function | None = None
    product_id: str = ""
    quantity: Decimal | None = None
    search_string: str = ""
    vendor: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class LaunchReading:
    """A launch as it was understood, and what was noticed: defaults taken, a hook of another name, odd versions."""

    launch: Launch
    advisories: tuple[Finding, ...] = ()


# Parameters whose names are SAP's, by attribute.
_TEXTS: Mapping[str, str] = {
    "opi_version": "OPI_VERSION",
    "return_target": "returntarget",
    "target": "~TARGET",
    "ok_code": "~OkCode",
    "caller": "~CALLER",
    "product_id": "PRODUCTID",
    "search_string": "SEARCHSTRING",
    "vendor": "VENDOR",
    "language": "LANGU",
}
_OTHERS = ("OCI_VERSION", "http_content_charset", "FUNCTION", "QUANTITY")
_NEEDED = {
    Function.DETAIL: ("product_id",),
    Function.VALIDATE: ("product_id",),
    Function.BACKGROUND_SEARCH: ("search_string",),
}


def build_launch(launch: Launch, names: LaunchNames = LaunchNames()) -> tuple[tuple[str, str], ...]:
    """Return the parameters of a launch as pairs, client parameters first, checked by the reader.

    Raises:
        OciRejected: for every fault of `parse_launch`; "outside the character set", "windows-1252" or "half a
            character" for a value that its `charset` does not carry; "not read back" when names or values collide.

    """
    pairs = tuple(_written(launch, names))
    lost = not_carried([(name, value) for name, value in pairs if value], launch.charset)
    if lost:
        raise OciRejected(lost)
    read = parse_launch(pairs, names).launch
    if read != launch:
        differ = ", ".join(one.name for one in fields(launch) if getattr(read, one.name) != getattr(launch, one.name))
        raise refuse("not read back", "launch", f"the reader finds other values than were written, in {differ}")
    return pairs


def launch_url(catalogue: str, launch: Launch, names: LaunchNames = LaunchNames()) -> str:
    """Return the address that opens a catalogue by GET; a query and a fragment it has already stay.

    Raises:
        OciRejected: as `build_launch`; "catalogue" for an address that is not an absolute http or https one.

    """
    try:
        split_hook(catalogue)
        if catalogue.upper().startswith(SAP_EVENT):
            raise refuse("catalogue", "catalogue", "expected an absolute http or https address, got a pseudo-address")
    except OciRejected as rejected:
        faults = (Finding("catalogue", "catalogue", fault.message) for fault in rejected.faults)
        raise OciRejected(faults) from None
    address, mark, fragment = catalogue.partition("#")
    joint = "?" if "?" not in address else "" if address.endswith(("?", "&")) else "&"
    query = encode_form(build_launch(launch, names), launch.charset).decode("ascii")
    return f"{address}{joint}{query}{mark}{fragment}"


def parse_launch(pairs: Sequence[tuple[str, str]], names: LaunchNames = LaunchNames()) -> LaunchReading:
    """Read the decoded parameters of a launch, in any letter case of their names.

    Without OCI_VERSION it is 4.0, without http_content_charset ISO-8859-1. Where no parameter is called as the
    HOOK_URL should be, the one parameter that holds an address is taken for it.

    Raises:
        OciRejected: with every fault: "hook" (none, several, or one that is not safe), "SOURCING" (not implemented by
            SAP either), "function", "missing" (what a function needs), "conflict" (one name, two values), "version",
            "character set", and those of numbers for QUANTITY. No fault shows a value of a credential.

    """
    if len(pairs) > _MOST_PARAMETERS:
        raise refuse("too large", "launch", f"expected at most {_MOST_PARAMETERS} parameters, got {len(pairs)}")
    return _Parameters(pairs, names).reading()


def _written(launch: Launch, names: LaunchNames) -> Iterator[tuple[str, str]]:
    yield from launch.client_parameters
    given = {
        names.username: launch.username,
        names.password: launch.password,
        "OCI_VERSION": launch.oci_version,
        "http_content_charset": launch.charset,
        "FUNCTION": launch.function or "",
        "QUANTITY": "" if launch.quantity is None else decimal_text(launch.quantity),
        **{name: str(getattr(launch, attribute)) for attribute, name in _TEXTS.items()},
        names.hook_url: launch.hook_url,
    }
    yield from ((name, str(value)) for name, value in given.items() if value != "")


class _Parameters:
    """The parameters of a launch by name, and what is wrong with them."""

    def __init__(self, pairs: Sequence[tuple[str, str]], names: LaunchNames) -> None:
        own = (names.hook_url, names.username, names.password)
        self._names = names
        self._known = {name.lower() for name in (*own, *_TEXTS.values(), *_OTHERS)}
        self._values: dict[str, str] = {}
        self._client: list[tuple[str, str]] = []
        self._faults: list[Finding] = []
        self._advisories: list[Finding] = []
        for name, value in pairs:
            self._take(name, value)

    def reading(self) -> LaunchReading:
        """Judge the parameters. Raises `OciRejected` with every fault."""
        hook_url = self._hook_url()
        charset = self._charset()
        if hook_url:
            self._guarded(lambda: split_hook(hook_url, charset))
        function = self._function()
        texts: dict[str, Any] = {attribute: self._text(name) for attribute, name in _TEXTS.items()}
        launch = Launch(
            hook_url=hook_url,
            username=self._text(self._names.username),
            password=self._text(self._names.password),
            client_parameters=tuple(self._client),
            oci_version=self._version(),
            charset=charset,
            function=function,
            quantity=self._quantity(),
            **texts,
        )
        self._judge(launch)
        if self._faults:
            raise OciRejected(self._faults)
        return LaunchReading(launch, tuple(self._advisories))

    def _take(self, name: str, value: str) -> None:
        key = name.lower()
        if key not in self._known:
            self._client.append((name, value))
        elif self._values.setdefault(key, value) != value:
            message = "expected it once, got it with different values"
            self._faults.append(Finding("conflict", name[:60], message))

    def _text(self, name: str) -> str:
        return self._values.get(name.lower(), "")

    def _fault(self, name: Name, where: str, message: str) -> None:
        self._faults.append(Finding(name, where, message))

    def _guarded(self, check: Callable[[], object]) -> None:
        try:
            check()
        except OciRejected as rejected:
            self._faults.extend(rejected.faults)

    def _hook_url(self) -> str:
        name = self._names.hook_url
        if url := self._text(name):
            return url
        found = [(other, value) for other, value in self._client if _is_address(value)]
        if len(found) != 1:
            got = f"{len(found)} addresses under other names" if found else "no address under any name"
            self._fault("hook", name, f"expected the address to return the cart to, got {got}")
            return ""
        other, url = found[0]
        self._client.remove(found[0])
        self._advisories.append(Finding("hook name", name, f"expected under this name, got under {other[:60]!r}"))
        return url

    def _charset(self) -> Charset:
        named = self._text("http_content_charset")
        if not named:
            self._advisories.append(Finding("default", "http_content_charset", "not given, taken for ISO-8859-1"))
        try:
            return charset_named(named)
        except OciRejected as rejected:
            self._faults.extend(rejected.faults)
            return Charset.LATIN_1

    def _version(self) -> str:
        version = self._text("OCI_VERSION").strip()
        if not version:
            self._advisories.append(Finding("default", "OCI_VERSION", f"not given, taken for {DEFAULT_VERSION}"))
            return DEFAULT_VERSION
        if not _VERSION.fullmatch(version):
            self._fault("version", "OCI_VERSION", f"expected a version such as 4.0, got {shown(version)}")
        elif version not in VERSIONS:
            known = ", ".join(VERSIONS)
            self._advisories.append(Finding("version", "OCI_VERSION", f"expected one of {known}, got {version}"))
        return version

    def _function(self) -> Function | None:
        asked = self._text("FUNCTION").strip().upper()
        if asked == "SOURCING":
            self._fault("SOURCING", "FUNCTION", "SOURCING is not implemented; leave FUNCTION out to shop")
        elif asked and asked not in set(Function):
            self._fault("function", "FUNCTION", f"expected {', '.join(Function)} or nothing, got {shown(asked)}")
        return Function(asked) if asked in set(Function) else None

    def _quantity(self) -> Decimal | None:
        given = self._text("QUANTITY")
        if not given.strip():
            return None
        try:
            return decimal_from(given, "QUANTITY")
        except OciRejected as rejected:
            self._faults.extend(rejected.faults)
            return None

    def _judge(self, launch: Launch) -> None:
        if launch.function is not None:
            for attribute in _NEEDED[launch.function]:
                if not getattr(launch, attribute):
                    self._fault(
                        "missing", _TEXTS[attribute], f"expected a value with FUNCTION {launch.function}, got none"
                    )
        if launch.function is Function.VALIDATE and not self._text("QUANTITY").strip():
            self._advisories.append(Finding("missing", "QUANTITY", "expected with FUNCTION VALIDATE, got none"))
        if launch.target.lower() == "_self":
            message = "expected _top or a frame's name, got _self: the cart returns into the catalogue's own frame"
            self._advisories.append(Finding("target", "~TARGET", message))


def _is_address(value: str) -> bool:
    return _ADDRESS.match(value) is not None or value.upper().startswith(SAP_EVENT)
