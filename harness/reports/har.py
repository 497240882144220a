"""HTTP archives (HAR 1.2), one for each scenario, for the tools that show and replay what browsers record.

They are made of the evidence files when a run ends, and only when `--har` asks for them: they say nothing that the
evidence does not, and the fifteen thousand exchanges of a whole run make tens of megabytes; while scenarios run no time
is to be lost. Evidence is read, and an archive written, one scenario at a time, so that a run of any size takes the
memory of its largest scenario, and a second or two.

Everything is redacted already. The labels that stand for secrets are percent-encoded in a URL, which may not hold
their spaces and brackets; where the archive has a field of its own for a value, the label stands there as it is.
What the journal does not know is said in the way HAR has for it: sizes of headers are -1, and all the time of an
exchange is time spent waiting. A request that nobody answered has the status 0, and `_error` says why, as browsers
write it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote

from harness.record import RunRecord, ScenarioResult
from simulators.wire import write_whole
from simulators.wire.journal import LONGEST_BODY

_PAGE = "scenario"
_HTTP_VERSION = "HTTP/1.1"
_UNKNOWN = -1
_URL = re.compile(r"(?P<origin>[a-z][a-z0-9+.-]*://[^/?#]*)?(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
# All that may stand in the path, query and fragment of a URL, the signs of what is encoded already among it.
_MAY_STAND = "/?#%:@!$&'()*+,;=-._~"


def write_archives(record: RunRecord, folder: Path) -> None:
    """Write the archive of every scenario that has evidence, under the same name, into a folder.

    Raises:
        OSError: when evidence cannot be read, or an archive not be written.

    """
    creator = {"name": "punchout-harness", "version": version("punchout-harness")}
    for result in record.scenarios:
        if not result.evidence:
            continue
        evidence = json.loads((record.path.parent / result.evidence).read_text(encoding="utf-8"))
        text = json.dumps(archive_of(result, evidence["exchanges"], creator), ensure_ascii=False) + "\n"
        path = folder / f"{Path(result.evidence).stem}.har"
        write_whole(path, text.encode("utf-8", "backslashreplace"))


def archive_of(
    result: ScenarioResult, exchanges: Iterable[Mapping[str, Any]], creator: Mapping[str, str]
) -> dict[str, Any]:
    """Return the archive of a scenario, made of the exchanges of its evidence, in the order they began."""
    entries = [_entry(exchange) for exchange in exchanges]
    page: dict[str, Any] = {
        "id": _PAGE,
        "title": result.scenario.id,
        "startedDateTime": entries[0]["startedDateTime"] if entries else "",
        "pageTimings": {},
        "comment": f"{result.verdict}: {result.reason}".removesuffix(": "),
    }
    return {
        "log": {
            "version": "1.2",
            "creator": dict(creator),
            # A page without a moment at which it began is not allowed.
            "pages": [page] if entries else [],
            "entries": entries,
        }
    }


def _entry(exchange: Mapping[str, Any]) -> dict[str, Any]:
    milliseconds = round((exchange["duration"] or 0.0) * 1000, 3)
    unknown = dict.fromkeys(("blocked", "dns", "connect", "ssl"), _UNKNOWN)
    return {
        "pageref": _PAGE,
        "startedDateTime": exchange["started"],
        "time": milliseconds,
        "request": _request(exchange),
        "response": _response(exchange),
        "cache": {},
        "timings": {**unknown, "send": 0, "wait": milliseconds, "receive": 0},
        "comment": f"{exchange['sender']} -> {exchange['receiver']}",
        "_number": exchange["number"],
    }


def _request(exchange: Mapping[str, Any]) -> dict[str, Any]:
    request = exchange["request"]
    headers = request["headers"]
    posted = {"postData": {"mimeType": _header(headers, "content-type"), "text": request["text"]}}
    return {
        "method": exchange["method"],
        "url": _encoded(exchange["url"]),
        "httpVersion": _HTTP_VERSION,
        "cookies": [cookie for value in _all(headers, "cookie") for cookie in _sent(value)],
        "headers": _named(headers),
        "queryString": _named(_query(exchange["url"])),
        "headersSize": _UNKNOWN,
        "bodySize": request["size"],
        **(posted if request["size"] else {}),
    }


def _response(exchange: Mapping[str, Any]) -> dict[str, Any]:
    answer = exchange["answer"] or {"headers": [], "text": "", "size": _UNKNOWN}
    headers, status = answer["headers"], exchange["status"] or 0
    content = {"size": max(answer["size"], 0), "mimeType": _header(headers, "content-type"), "text": answer["text"]}
    if answer["size"] > LONGEST_BODY:
        content["comment"] = "only the beginning is kept"
    unanswered = {"_error": exchange["failure"] or "no answer"} if exchange["answer"] is None else {}
    return {
        "status": status,
        "statusText": _phrase(status),
        "httpVersion": _HTTP_VERSION if status else "",
        "cookies": [_set(value) for value in _all(headers, "set-cookie")],
        "headers": _named(headers),
        "content": content,
        "redirectURL": _header(headers, "location"),
        "headersSize": _UNKNOWN,
        "bodySize": answer["size"],
        **unanswered,
    }


def _named(pairs: Iterable[Iterable[str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]


def _all(headers: Iterable[tuple[str, str]], name: str) -> Iterator[str]:
    return (value for key, value in headers if key.lower() == name)


def _header(headers: Iterable[tuple[str, str]], name: str) -> str:
    return next(_all(headers, name), "")


def _sent(header: str) -> Iterator[dict[str, str]]:
    for part in filter(None, map(str.strip, header.split(";"))):
        name, _, value = part.partition("=")
        yield {"name": name, "value": value}


def _set(header: str) -> dict[str, Any]:
    """Return a cookie as it is set, with those of its attributes that HAR knows; when it ends is in the header."""
    cookie, *attributes = list(_sent(header)) or [{"name": "", "value": ""}]
    said = {attribute["name"].lower(): attribute["value"] for attribute in attributes}
    texts: dict[str, Any] = {name: said[name] for name in ("path", "domain") if name in said}
    return {**cookie, **texts, "httpOnly": "httponly" in said, "secure": "secure" in said}


def _query(url: str) -> list[tuple[str, str]]:
    return parse_qsl(url.partition("#")[0].partition("?")[2], keep_blank_values=True, errors="backslashreplace")


def _encoded(url: str) -> str:
    found = _URL.fullmatch(url)
    assert found is not None  # it matches any text
    return (found["origin"] or "") + quote(found["rest"], safe=_MAY_STAND, errors="backslashreplace")


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
