"""Questions of the network: every way an address fails, told apart, each in its own sentence."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from harness.preflight.network import Place
from harness.preflight.questions import Answer, Word, answers
from simulators.wire import Journal
from tests.harness.preflight.preflight_bench import FILE, answer_to, listening, message, raising, subject_of

PAGE = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
Ask = Callable[..., Answer]


@pytest.fixture
def ask(journal: Journal) -> Ask:
    """Ask about an address; return the answer to the question with these words."""

    def ask(url: str, words: str, *, ca_file: str = "", deadline: float = 5) -> Answer:
        return answer_to(Place(subject_of(journal, ca_file=ca_file), "target.url", url, deadline).questions(), words)

    return ask


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA(organization_name="Acme Root")


@pytest.fixture(scope="module")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("ca") / "acme-root.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


def tls_with(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def tls_by_itself(folder: Path) -> ssl.SSLContext:
    # An authority that serves its own certificate is one.
    itself = trustme.CA(organization_name="Acme Itself")
    (folder / "itself.pem").write_bytes(itself.private_key_pem.bytes() + itself.cert_pem.bytes())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "itself.pem")
    return context


# --- the name and the port


def test_a_good_address_is_a_yes_to_all(journal: Journal) -> None:
    with listening(PAGE) as port:
        place = Place(subject_of(journal), "target.url", f"http://localhost:{port}")
        given = list(answers(place.questions()))
    assert [answer.word for answer in given] == [Word.YES] * 3
    assert [answer.question for answer in given] == [
        "the name localhost is known",
        f"something answers at localhost, port {port}",
        f"http is spoken at localhost, port {port}",
    ]


def test_the_port_is_that_of_the_protocol_when_none_is_named(journal: Journal) -> None:
    subject = subject_of(journal)
    assert Place(subject, "target.url", "https://shop.example/a").named == "shop.example, port 443"
    assert Place(subject, "target.url", "http://shop.example").named == "shop.example, port 80"


def test_the_name_of_a_number_is_not_asked_about(journal: Journal) -> None:
    names = [q.name for q in Place(subject_of(journal), "target.url", "https://[::1]:8443").questions()]
    assert names == [
        "something answers at ::1, port 8443",
        "https is spoken at ::1, port 8443",
        "the certificate of ::1, port 8443 is trusted",
    ]


@pytest.mark.parametrize(
    ("error", "found", "remedy"),
    [
        (socket.gaierror(socket.EAI_NONAME, "unknown"), "the name shop.exmaple is not known", "VPN"),
        (socket.gaierror(socket.EAI_AGAIN, "later"), "no name server answered", "name server (DNS)"),
    ],
)
def test_a_name_that_is_not_known(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, error: Exception, found: str, remedy: str
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", raising(error))
    text = message(ask("https://shop.exmaple", "the name"))
    assert text.startswith("acme.toml, target.url: ")
    assert found in text
    assert remedy in text


def test_a_name_that_can_be_none(ask: Ask) -> None:
    assert "'shop..example' cannot be the name of a host" in message(ask("http://shop..example", "the name"))


def test_a_port_nobody_listens_at(ask: Ask) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    text = message(ask(f"http://127.0.0.1:{port}", "something answers"))
    assert f"the connection to 127.0.0.1, port {port} was refused: nothing listens there" in text
    assert "Start the storefront" in text


@pytest.mark.parametrize(
    ("error", "found"),
    [
        (TimeoutError("timed out"), "nothing came from 127.0.0.1, port 9, within 0.2 s"),
        (OSError(113, "No route to host"), "there is no way to 127.0.0.1, port 9 (No route to host)"),
    ],
)
def test_a_host_that_gives_no_sign_is_not_one_that_refuses(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, error: Exception, found: str
) -> None:
    monkeypatch.setattr(socket, "create_connection", raising(error))
    assert found in message(ask("http://127.0.0.1:9", "something answers", deadline=0.2))


# --- the protocol


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_server_that_takes_the_connection_and_is_silent(ask: Ask, scheme: str) -> None:
    with listening(None) as port:
        text = message(ask(f"{scheme}://127.0.0.1:{port}", "is spoken", deadline=0.2))
    assert f"127.0.0.1, port {port} took the connection and then said nothing for 0.2 s" in text


def test_plain_http_where_https_was_expected(ask: Ask) -> None:
    with listening(PAGE) as port:
        text = message(ask(f"https://127.0.0.1:{port}", "https is spoken"))
    assert f"plain http is spoken at 127.0.0.1, port {port}; expected https, as the address says" in text


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated")
def test_a_server_of_https_alone_that_speaks_another_version_is_none_of_plain_http(
    ask: Ask, authority: trustme.CA
) -> None:
    tls = tls_with(authority.issue_cert("127.0.0.1"))
    tls.maximum_version = ssl.TLSVersion.TLSv1_1
    with listening(b"HTTP/1.1 400 The plain HTTP request was sent to HTTPS port\r\n\r\n", tls) as port:
        text = message(ask(f"https://127.0.0.1:{port}", "https is spoken"))
    assert f"no secure connection to 127.0.0.1, port {port} can be made (" in text
    assert "expected https (TLS 1.2 or later), without a certificate of the client" in text


@pytest.mark.parametrize(
    "answer", [b"HTTP/1.1 400 Bad Request\r\n\r\nThis combination of host and port requires TLS.", b""]
)
def test_https_where_plain_http_was_expected(ask: Ask, authority: trustme.CA, answer: bytes) -> None:
    tls = tls_with(authority.issue_cert("127.0.0.1"))
    with listening(answer, tls) as port:
        text = message(ask(f"http://127.0.0.1:{port}", "http is spoken"))
    assert f"https is spoken at 127.0.0.1, port {port}; expected plain http, as the address says" in text


def test_a_refusal_in_plain_http_is_an_answer(ask: Ask) -> None:
    with listening(b"HTTP/1.1 400 Bad Request\r\n\r\n") as port:
        assert ask(f"http://127.0.0.1:{port}", "http is spoken").word is Word.YES


@pytest.mark.parametrize(("scheme", "found"), [("http", "is no web server"), ("https", "no secure connection")])
def test_something_that_is_no_web_server(ask: Ask, scheme: str, found: str) -> None:
    with listening(b"220 mail.example ESMTP\r\n") as port:
        assert found in message(ask(f"{scheme}://127.0.0.1:{port}", "is spoken"))


def test_an_address_that_only_leads_on_to_https(ask: Ask) -> None:
    with listening(b"HTTP/1.1 301 Moved\r\nLocation: https://127.0.0.1/\r\n\r\n") as port:
        text = message(ask(f"http://127.0.0.1:{port}", "http is spoken"))
    assert "only leads on to https://127.0.0.1/; expected an address that answers by itself. Write https://" in text


def test_an_address_that_leads_on_to_a_page_is_an_answer(ask: Ask) -> None:
    with listening(b"HTTP/1.1 302 Found\r\nLocation: /web/guest\r\n\r\n") as port:
        assert ask(f"http://127.0.0.1:{port}", "http is spoken").word is Word.YES


# --- the certificate


def test_a_certificate_of_an_own_authority_that_is_named(ask: Ask, authority: trustme.CA, ca_file: str) -> None:
    with listening(PAGE, tls_with(authority.issue_cert("127.0.0.1"))) as port:
        answer = ask(f"https://127.0.0.1:{port}", "certificate", ca_file=ca_file)
    assert answer.word is Word.YES
    assert answer.detail.startswith("until ")


def test_a_certificate_of_an_own_authority_that_is_not_named(ask: Ask, authority: trustme.CA) -> None:
    with listening(PAGE, tls_with(authority.issue_cert("127.0.0.1"))) as port:
        text = message(ask(f"https://127.0.0.1:{port}", "certificate"))
    assert text.startswith("acme.toml, target.ca_file: ")
    assert "was issued by 'Acme Root', not by a public authority" in text


def test_a_certificate_that_is_signed_by_itself(ask: Ask, tmp_path: Path) -> None:
    with listening(PAGE, tls_by_itself(tmp_path)) as port:
        text = message(ask(f"https://127.0.0.1:{port}", "certificate"))
    assert "is signed by itself, not by a public authority" in text
    assert text.endswith("Save that certificate as text (PEM) and name the file as ca_file under [target].")


def test_the_file_of_another_authority(ask: Ask, ca_file: str) -> None:
    other = trustme.CA(organization_name="Other Root").issue_cert("127.0.0.1")
    with listening(PAGE, tls_with(other)) as port:
        text = message(ask(f"https://127.0.0.1:{port}", "certificate", ca_file=ca_file))
    assert text.startswith("acme.toml, target.ca_file: ")
    assert "was issued by 'Other Root', and acme-root.pem holds 'Acme Root'" in text


def test_a_file_that_holds_no_certificate(ask: Ask, authority: trustme.CA, tmp_path: Path) -> None:
    (tmp_path / "empty.pem").write_text("nothing", encoding="utf-8")
    with listening(PAGE, tls_with(authority.issue_cert("127.0.0.1"))) as port:
        text = message(ask(f"https://127.0.0.1:{port}", "certificate", ca_file=str(tmp_path / "empty.pem")))
    assert "empty.pem holds no certificate" in text
    assert "-----BEGIN CERTIFICATE-----" in text


def test_a_certificate_that_ended(ask: Ask, authority: trustme.CA, ca_file: str) -> None:
    ended = authority.issue_cert("127.0.0.1", not_before=LONG_AGO, not_after=LONG_AGO + timedelta(days=30))
    with listening(PAGE, tls_with(ended)) as port:
        text = message(ask(f"https://127.0.0.1:{port}", "certificate", ca_file=ca_file))
    assert f"the certificate of 127.0.0.1, port {port}, ended on 31 January 2020; expected one that is valid" in text


def test_a_certificate_that_has_not_begun(ask: Ask, authority: trustme.CA, ca_file: str) -> None:
    tomorrow = datetime(2120, 5, 1, tzinfo=UTC)
    begins = authority.issue_cert("127.0.0.1", not_before=tomorrow, not_after=tomorrow + timedelta(days=30))
    with listening(PAGE, tls_with(begins)) as port:
        text = message(ask(f"https://127.0.0.1:{port}", "certificate", ca_file=ca_file))
    assert "is valid only from 1 May 2120 on" in text


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_certificate_for_another_name(ask: Ask, authority: trustme.CA, ca_file: str, host: str) -> None:
    with listening(PAGE, tls_with(authority.issue_cert("shop.example", "www.shop.example"))) as port:
        text = message(ask(f"https://{host}:{port}", "certificate", ca_file=ca_file))
    assert f"is for shop.example and www.shop.example; expected one for {host}" in text


def test_a_certificate_signed_by_itself_where_another_is_named(ask: Ask, ca_file: str, tmp_path: Path) -> None:
    with listening(PAGE, tls_by_itself(tmp_path)) as port:
        text = message(ask(f"https://127.0.0.1:{port}", "certificate", ca_file=ca_file))
    assert "is signed by itself, and acme-root.pem holds 'Acme Root'; expected that certificate itself" in text


def test_a_certificate_whose_name_no_browser_looks_at(ask: Ask, authority: trustme.CA, ca_file: str) -> None:
    with listening(PAGE, tls_with(authority.issue_cert(common_name="localhost"))) as port:
        text = message(ask(f"https://localhost:{port}", "certificate", ca_file=ca_file))
    assert "has the common name 'localhost' alone, which browsers no longer look at" in text
    assert "expected one that has localhost as a subject alternative name" in text


def test_the_deadline_is_one_a_person_waits_for(journal: Journal) -> None:
    assert Place(subject_of(journal), "target.url", FILE.url).deadline == 10
