"""What can be said of a document beside its validity: the names of deviations, and the advice each comes with.

An advisory is never a refusal: the document was read, and its meaning is plain. Source: hub and protocols, 2.1 to 2.8
and 7, whose headings the groups below follow.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from simulators.messages.cxml.parsing import where
from simulators.messages.cxml.reading import Element

ADVICE: Mapping[str, str] = MappingProxyType(
    {
        # Envelope and version
        "DOCTYPE missing": "name the DTD the document follows",
        "DOCTYPE not official": "name a DTD as http://xml.cxml.org/schemas/cXML/<version>/cXML.dtd",
        "version unknown": "name a version of cXML from 1.0 to 1.2.071, as a number",
        "version newer than the DTD": "let the version attribute not exceed the version of the DTD named",
        "version old": "write cXML 1.2; status codes and elements of 1.1 differ",
        "root xml:lang missing": "name the language of the document on its root element",
        "payloadID form": "make the payloadID of time.process.random@host, so that nobody else makes it",
        "moment with Z": "write the offset from UTC in numbers, +00:00",
        "moment without offset": "write local time with its offset from UTC; read as UTC",
        "moment without time": "write date, time and offset from UTC; read as midnight UTC",
        "moment not ISO": "write ISO 8601, 2026-01-01T09:00:00+00:00",
        "moment unreadable": "write ISO 8601, 2026-01-01T09:00:00+00:00; the moment is taken as not given",
        # Characters
        "byte order mark": "send no byte order mark; some receivers take it for text",
        "charset contradicts": "let the charset parameter of the transport say what the XML declaration says",
        "escaped twice": "escape each character once; the receiver shows &amp; where & was meant",
        # Names
        "element name in another case": "spell the element as the DTD does; others do not find it",
        "attribute name in another case": "spell the attribute as the DTD does; others do not find it",
        "attribute value in another case": "spell the value as the DTD does",
        # Header
        "several From": "put all credentials into one From",
        "several To": "put all credentials into one To",
        "UserAgent missing": "name the sending software in Sender/UserAgent",
        "domain spelled in two ways": "spell the domain of a credential the same everywhere",
        "secret outside the Sender": "prove identity in the Sender only; From and To name, they do not prove",
        "secret through the browser": "leave authentication out of documents the user's browser carries",
        "code of another kind": "use a CredentialMac of type FromSenderCredentials and algorithm HMAC-SHA1-96",
        # Request, message, response
        "deploymentMode missing": "say test or production on Request or Message; left out, it means production",
        "deploymentMode misplaced": "put deploymentMode on Request or Message; on the root it is not looked at",
        "BrowserFormPost missing": "name the URL the cart is to be posted to",
        "BuyerCookie empty": "send a BuyerCookie that is unique to the session",
        "Contact before BrowserFormPost": "follow the order of the DTD: BrowserFormPost, then Contact",
        "URL not for a browser": "name an address of http or https; others are not followed",
        "operationAllowed missing": "say create, inspect or edit",
        "operationAllowed unknown": "say create, inspect or edit",
        "status code unknown": "use a code of cXML; it is taken for the 200, 400 or 500 of its class",
        "status code of cXML 1.1": "use 450 for what is not implemented and 400 for what is not acceptable",
        "payload beside a failure": "send a payload with a 2xx status only; it is not looked at",
        # Content
        "Extrinsic without name": "name each Extrinsic",
        "xml:lang missing": "name the language of each Name and Description",
        "isoCountryCode empty": "name the country by its two letters of ISO 3166",
        "isoCountryCode form": "name the country by its two letters of ISO 3166, in capitals",
        "currency form": "name the currency by its three letters of ISO 4217, in capitals",
        "unit of measure unknown": "use a code of UN/CEFACT Recommendation 20; buyers map by it or drop the line",
        "UNSPSC form": "write UNSPSC codes in eight digits, without dots",
        # The browser form
        "field of another name": "carry the document in a field named cXML-urlencoded or cXML-base64",
        "body instead of a form": "carry the document in a form field, not as the body itself",
        "escaped for HTML by the sender": "escape the value of the field for the page once; the browser undoes it once",
        "encoded for a URL by the sender": "leave the encoding of the form to the browser",
        "field of the other style": "put base64 into cXML-base64 and text into cXML-urlencoded",
        "not US-ASCII": "write other characters as numeric references in cXML-urlencoded",
    }
)
"""Every advisory there is: its name, a stable word, and what the sender should do."""


MOST_OF_A_NAME = 20
"""How many advisories of one name a document gets: a cart of thousands of lines has one unit, and one mistake."""

_SHOWN = 80

Finding: TypeAlias = tuple[str, Element | str, str, str]
"""A deviation before its place is put in words: name, place, what came, advice."""


@dataclass(frozen=True, slots=True)
class Advisory:
    """One thing a sender should do differently: its `name` (of `ADVICE`), `where` it is, what came, and the advice.

    `got` is what came, in at most eighty characters; never the content of a secret.
    """

    name: str
    where: str
    got: str
    advice: str

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.where}: {self.name}, got {self.got!r}; {self.advice}"


def finding(name: str, place: Element | str, got: str = "nothing") -> Finding:
    """Note a deviation; `place` is the element, or says in words where it is. Raises `KeyError` for an unknown name."""
    return name, place, got[:_SHOWN], ADVICE[name]


def advised(findings: Iterable[Finding]) -> tuple[Advisory, ...]:
    """Make advisories of the first findings of each name, at most `MOST_OF_A_NAME` of them, in order."""
    counted: Counter[str] = Counter()
    made = []
    for name, place, got, advice in findings:
        counted[name] += 1
        # Where an element stands takes time that grows with its siblings: not for sixty thousand of them.
        if counted[name] <= MOST_OF_A_NAME:
            made.append(Advisory(name, place if isinstance(place, str) else where(place), got, advice))
    return tuple(made)
