"""Questions of the network: is the name known, does the port answer, which protocol is spoken, is the certificate good?

They are asked by bare connections, because an HTTP client says of most failures only that there was one.
"""

from __future__ import annotations

import errno
import ipaddress
import re
import socket
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from harness.errors import ConfigurationError
from harness.preflight.certificates import (
    Certificate,
    authorities_in,
    certificate_at,
    shake_hands,
    trusting,
    unchecked,
)
from harness.preflight.questions import Question
from harness.preflight.subject import Subject

DEADLINE = 10.0
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})")
_LOCATION = re.compile(rb"(?im)^location:[ \t]*(\S+)")
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Place:
    """Where an address of the target file leads, the field it stands in, and what is `awaited` there.

    `deadline` is in seconds for each answer.
    """

    subject: Subject
    field: str
    url: str
    deadline: float = DEADLINE
    awaited: str = "storefront"

    @property
    def scheme(self) -> str:
        """Whether http or https is to be spoken."""
        return urlsplit(self.url).scheme

    @property
    def host(self) -> str:
        """The host's name or number."""
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        """The port, that of the protocol when the address names none."""
        return urlsplit(self.url).port or _PORTS[self.scheme]

    @property
    def named(self) -> str:
        """Host and port as a person reads them."""
        return f"{self.host}, port {self.port}"

    def questions(self) -> tuple[Question, ...]:
        """Return the questions, each of use only when the one before was not denied."""
        asked = [
            (f"the name {self.host} is known", self.name_is_known),
            (f"something answers at {self.named}", self.port_answers),
            (f"{self.scheme} is spoken at {self.named}", self.protocol_is_spoken),
            (f"the certificate of {self.named} is trusted", self.certificate_is_trusted),
        ]
        wanted = asked[1 if _is_number(self.host) else 0 : 4 if self.scheme == "https" else 3]
        questions: tuple[Question, ...] = ()
        for name, ask in wanted:
            questions = (*questions, Question(name, ask, questions))
        return questions

    def name_is_known(self) -> None:
        """Look the host's name up."""
        try:
            socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        except UnicodeError as error:
            raise self._wrong(
                f"{self.host!r} cannot be the name of a host",
                expected="names parted by single dots, such as shop.example.com",
                remedy="Correct its spelling.",
            ) from error
        except socket.gaierror as error:
            if error.errno == socket.EAI_AGAIN:
                raise self._wrong(
                    f"no name server answered when {self.host} was looked up",
                    remedy="Check this machine's network connection and its name server (DNS), then ask again.",
                ) from error
            raise self._wrong(
                f"the name {self.host} is not known",
                expected="a name that this machine can look up (DNS)",
                remedy="Correct its spelling; for an internal name, connect this machine to the company's network "
                "(VPN) or name the host in its hosts file.",
            ) from error

    def port_answers(self) -> None:
        """Connect to the port."""
        try:
            socket.create_connection((self.host, self.port), self.deadline).close()
        except TimeoutError as error:
            raise self._silent(f"nothing came from {self.named}, within {self.deadline:g} s") from error
        except OSError as error:
            if error.errno == errno.ECONNREFUSED:
                raise self._wrong(
                    f"the connection to {self.named} was refused: nothing listens there",
                    expected=f"a {self.awaited} that runs",
                    remedy=f"Start the {self.awaited}, or correct host and port of the address.",
                ) from error
            raise self._wrong(
                f"there is no way to {self.named} ({error.strerror or error})",
                remedy="Check this machine's network connection (VPN), and host and port of the address.",
            ) from error

    def protocol_is_spoken(self) -> None:
        """See whether the port speaks the protocol of the address, or the other one."""
        if self.scheme == "https":
            self._speaks_https()
        else:
            self._speaks_http()

    def certificate_is_trusted(self) -> str:
        """Check the certificate as every client of a run will."""
        ca_file = self.subject.target.file.ca_file
        try:
            context = trusting(ca_file)
        except ssl.SSLError as error:
            raise self.subject.wrong(
                "target.ca_file",
                f"{Path(ca_file).name} holds no certificate",
                expected="the authority's certificate as text (PEM), which begins with -----BEGIN CERTIFICATE-----",
                remedy="Export it again, as Base64 or PEM.",
            ) from error
        try:
            shake_hands(self.host, self.port, context, self.deadline)
            certificate = certificate_at(self.host, self.port, self.deadline)
        except ssl.SSLCertVerificationError as error:
            raise self._distrusted(error.verify_code, context) from error
        except OSError as error:
            raise self._no_tls(error) from error
        return f"until {_day(certificate.ends)}"

    def _speaks_https(self) -> None:
        try:
            shake_hands(self.host, self.port, unchecked(), self.deadline)
        except TimeoutError as error:
            raise self._silent(
                f"{self.named} took the connection and then said nothing for {self.deadline:g} s"
            ) from error
        except OSError as error:
            status = _STATUS.match(self._plain_answer())
            # What is refused in plain words may have been for TLS, of another version than ours.
            if status is not None and status[1] != b"400":
                raise self._wrong(
                    f"plain http is spoken at {self.named}",
                    expected="https, as the address says",
                    remedy=f"Write http://, or give the port where https is spoken, in {self.field}.",
                ) from error
            raise self._no_tls(error) from error

    def _speaks_http(self) -> None:
        answer = self._plain_answer()
        status = _STATUS.match(answer)
        # Many servers of https know a plain request when they see one, and refuse it in plain words.
        if (status is None or status[1] == b"400") and self._shakes_hands():
            raise self._wrong(
                f"https is spoken at {self.named}",
                expected="plain http, as the address says",
                remedy=f"Write https://, or give the port where plain http is spoken, in {self.field}.",
            )
        if status is None:
            raise self._wrong(
                f"what answers at {self.named} is no web server",
                expected=f"a {self.awaited}",
                remedy="Correct host and port of the address.",
            )
        onward = _LOCATION.search(answer)
        address = onward[1].decode("latin-1") if onward and status[1].startswith(b"3") else ""
        if address.startswith("https://") and urlsplit(address).hostname == self.host:
            raise self._wrong(
                f"{self.url} only leads on to {address}",
                expected="an address that answers by itself",
                remedy=f"Write https:// in {self.field}.",
            )

    def _plain_answer(self) -> bytes:
        """Return the beginning of what is answered to a plain request; nothing when the connection was just closed."""
        request = f"HEAD / HTTP/1.1\r\nHost: {urlsplit(self.url).netloc}\r\nConnection: close\r\n\r\n"
        try:
            with socket.create_connection((self.host, self.port), self.deadline) as connection:
                connection.sendall(request.encode("latin-1"))
                return connection.recv(4096)
        except TimeoutError as error:
            raise self._silent(
                f"{self.named} took the connection and then said nothing for {self.deadline:g} s"
            ) from error
        except OSError:
            return b""

    def _shakes_hands(self) -> bool:
        try:
            shake_hands(self.host, self.port, unchecked(), self.deadline)
        except OSError:
            return False
        return True

    def _distrusted(self, code: int, context: ssl.SSLContext) -> ConfigurationError:
        """Return what is wrong with the certificate, by OpenSSL's code."""
        certificate = certificate_at(self.host, self.port, self.deadline)
        match code:
            case 9:
                return self._wrong(
                    f"the certificate of {self.named}, is valid only from {_day(certificate.starts)} on",
                    expected=f"one that is valid today, {_day(datetime.now(UTC))}",
                    remedy="Check this machine's clock; if that is right, ask whoever issued the certificate.",
                )
            case 10:
                return self._wrong(
                    f"the certificate of {self.named}, ended on {_day(certificate.ends)}",
                    expected=f"one that is valid today, {_day(datetime.now(UTC))}",
                    remedy="Have it renewed and installed on the storefront's web server.",
                )
            case 62 | 64:
                if not certificate.names:
                    return self._wrong(
                        f"the certificate of {self.named}, has the common name {certificate.subject!r} alone, which "
                        "browsers no longer look at",
                        expected=f"one that has {self.host} as a subject alternative name",
                        remedy="Have it issued anew with that name, and installed on the storefront's web server.",
                    )
                return self._wrong(
                    f"the certificate of {self.named}, is for {' and '.join(certificate.names)}",
                    expected=f"one for {self.host}",
                    remedy=f"Use a name of the certificate in {self.field}, or have one issued for {self.host}.",
                )
        return self._unknown_authority(certificate, context, signs_itself=code == 18)

    def _unknown_authority(
        self, certificate: Certificate, context: ssl.SSLContext, *, signs_itself: bool
    ) -> ConfigurationError:
        ca_file = self.subject.target.file.ca_file
        issued = "is signed by itself" if signs_itself else f"was issued by {certificate.issuer!r}"
        saved = "that certificate" if signs_itself else "the authority's certificate"
        if ca_file:
            held = " and ".join(repr(name) for name in authorities_in(context)) or "no authority"
            return self.subject.wrong(
                "target.ca_file",
                f"the certificate of {self.named}, {issued}, and {Path(ca_file).name} holds {held}",
                expected="that certificate itself"
                if signs_itself
                else "the certificate of the authority that issued it",
                remedy="Save it as text (PEM), and name its file."
                if signs_itself
                else "Ask whoever runs the web server for the authority's certificate, and name its file; if this is "
                "the right one, the web server must send the certificates in between as well.",
            )
        return self.subject.wrong(
            "target.ca_file",
            f"the certificate of {self.named}, {issued}, not by a public authority",
            expected="a certificate of a public authority, or the file of your own one",
            remedy=f"Save {saved} as text (PEM) and name the file as ca_file under [target]"
            + (
                "."
                if signs_itself
                else "; if the authority is a public one, the web server must send the certificates in between as well."
            ),
        )

    def _no_tls(self, error: OSError) -> ConfigurationError:
        reason = getattr(error, "reason", None) or error.strerror or "the connection was closed"
        return self._wrong(
            f"no secure connection to {self.named} can be made ({str(reason).replace('_', ' ').lower()})",
            expected="https (TLS 1.2 or later), without a certificate of the client",
            remedy="Check the port, and the TLS settings of the storefront's web server.",
        )

    def _silent(self, found: str) -> ConfigurationError:
        return self._wrong(
            found,
            expected="an answer",
            remedy=f"Check that the {self.awaited} is up and that no firewall is between it and this machine; correct "
            "host and port of the address.",
        )

    def _wrong(self, found: str, *, expected: str = "", remedy: str) -> ConfigurationError:
        return self.subject.wrong(self.field, found, expected=expected, remedy=remedy)


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"
