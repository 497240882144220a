"""Secrets and the codes made with them: who is let in, who is not and why, and that both come and go unchanged."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from simulators.messages.cxml import (
    Authentication,
    AuthenticationReason,
    Credential,
    CredentialMac,
    CxmlRejected,
    DigitalSignature,
    XmlContent,
    authenticate,
    build_setup_request,
    credential_mac,
    parse_setup_request,
    same_party,
)
from tests.messages.cxml.cxml_corpus import SETUP

NOW = datetime(2026, 1, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECRET = "correct horse"
BUYER = Credential("NetworkID", "BUYER-1")
HUB = Credential("NetworkID", "HUB-1")
CODE = credential_mac(BUYER, HUB, SECRET, created=NOW, expires=NOW + 3 * HOUR)
PROVEN = replace(HUB, mac=CODE)


def _reason(sender: Credential, *, now: datetime = NOW + HOUR, from_: Credential = BUYER) -> AuthenticationReason:
    return authenticate([sender], SECRET, now, from_=[from_]).reason


def test_the_code_is_that_of_the_published_sample() -> None:
    """The cXML User's Guide shows one code, with the secret and the credentials it is made of."""
    party = Credential("NetworkID", "AN9900000100")
    dates = ("2003-01-15T08:42:46-08:00", "2003-01-15T11:42:46-08:00")
    sent = replace(party, mac=CredentialMac("cR6Jpz58nriXERDN", *dates))
    at = datetime.fromisoformat(dates[0]) + HOUR

    assert authenticate([sent], "abracadabra", at, from_=[party]) == Authentication("code matches", sent)
    assert (
        credential_mac(party, party, "abracadabra", created=datetime.fromisoformat(dates[0]), expires=at + 2 * HOUR)
        == sent.mac
    )


ACCEPTED: dict[str, Callable[[], Authentication]] = {
    "secret": lambda: authenticate([replace(HUB, shared_secret=SECRET)], SECRET, NOW),
    "secret that is XML": lambda: authenticate(
        [replace(HUB, shared_secret=XmlContent("<a b='1'/>"))], XmlContent('<a b="1"></a>'), NOW
    ),
    "code": lambda: authenticate([PROVEN], SECRET, NOW + HOUR, from_=[BUYER]),
    "code at its first moment": lambda: authenticate([PROVEN], SECRET, NOW, from_=[BUYER]),
    "code at its last moment": lambda: authenticate([PROVEN], SECRET, NOW + 3 * HOUR, from_=[BUYER]),
    "code, clocks that differ": lambda: authenticate(
        [PROVEN], SECRET, NOW - timedelta(minutes=2), from_=[BUYER], skew=timedelta(minutes=5)
    ),
    "code of the sender for itself": lambda: authenticate(
        [replace(HUB, mac=credential_mac(HUB, HUB, SECRET, created=NOW, expires=NOW + HOUR))], SECRET, NOW
    ),
    "code, domain and identity in another case": lambda: authenticate(
        [replace(PROVEN, domain="networkid", identity=" hub-1 ")],
        SECRET,
        NOW,
        from_=[replace(BUYER, domain="NetworkId")],
    ),
    "second of several credentials": lambda: authenticate(
        [Credential("DUNS", "7"), replace(HUB, shared_secret="old"), PROVEN], SECRET, NOW, from_=[HUB, BUYER]
    ),
    "marketplace": lambda: authenticate([replace(HUB, type="marketplace", shared_secret=SECRET)], SECRET, NOW),
}


@pytest.mark.parametrize("authenticated", ACCEPTED.values(), ids=ACCEPTED)
def test_who_knows_the_secret_is_let_in(authenticated: Callable[[], Authentication]) -> None:
    result = authenticated()

    assert result.accepted
    assert result.status.code == 200


REFUSED: dict[str, tuple[AuthenticationReason, Callable[[], Authentication]]] = {
    "no credentials": ("no proof", lambda: authenticate([], SECRET, NOW)),
    "no proof": ("no proof", lambda: authenticate([HUB], SECRET, NOW)),
    "wrong secret": ("wrong secret", lambda: authenticate([replace(HUB, shared_secret="wrong")], SECRET, NOW)),
    "secret in another case": (
        "wrong secret",
        lambda: authenticate([replace(HUB, shared_secret=SECRET.upper())], SECRET, NOW),
    ),
    "secret with white space": (
        "wrong secret",
        lambda: authenticate([replace(HUB, shared_secret=f"{SECRET} ")], SECRET, NOW),
    ),
    "empty secret": ("secret empty", lambda: authenticate([replace(HUB, shared_secret=" ")], SECRET, NOW)),
    "nothing known": ("no secret known", lambda: authenticate([replace(HUB, shared_secret="")], "", NOW)),
    "code of another secret": ("wrong code", lambda: authenticate([PROVEN], "other", NOW, from_=[BUYER])),
    "code of another buyer": ("wrong code", lambda: authenticate([PROVEN], SECRET, NOW, from_=[HUB])),
    "code of another sender": (
        "wrong code",
        lambda: authenticate([replace(PROVEN, identity="HUB-2")], SECRET, NOW, from_=[BUYER]),
    ),
    "code that is not base64": (
        "wrong code",
        lambda: authenticate([replace(HUB, mac=replace(CODE, value="\u00e9?"))], SECRET, NOW, from_=[BUYER]),
    ),
    "code cut short": (
        "wrong code",
        lambda: authenticate([replace(HUB, mac=replace(CODE, value=CODE.value[:8]))], SECRET, NOW, from_=[BUYER]),
    ),
    "no code": ("wrong code", lambda: authenticate([replace(HUB, mac=replace(CODE, value=""))], SECRET, NOW)),
    "code with a later end": (
        "wrong code",
        lambda: authenticate(
            [replace(HUB, mac=replace(CODE, expiration_date="2027-01-01T00:00:00+00:00"))], SECRET, NOW, from_=[BUYER]
        ),
    ),
    "algorithm": (
        "code of another kind",
        lambda: authenticate([replace(HUB, mac=replace(CODE, algorithm="none"))], SECRET, NOW, from_=[BUYER]),
    ),
    "expired": ("code expired", lambda: authenticate([PROVEN], SECRET, NOW + 3.01 * HOUR, from_=[BUYER])),
    "not yet valid": ("code not yet valid", lambda: authenticate([PROVEN], SECRET, NOW - HOUR, from_=[BUYER])),
    "lives too long": (
        "code lives too long",
        lambda: authenticate([PROVEN], SECRET, NOW, from_=[BUYER], longest=2 * HOUR),
    ),
    "signature": (
        "signature not checked",
        lambda: authenticate([replace(HUB, signature=DigitalSignature("MIIB"))], SECRET, NOW),
    ),
}


@pytest.mark.parametrize(("reason", "authenticated"), REFUSED.values(), ids=REFUSED)
def test_everybody_else_is_refused_by_a_name_and_learns_nothing(
    reason: AuthenticationReason, authenticated: Callable[[], Authentication]
) -> None:
    result = authenticated()

    assert result.reason == reason
    assert not result.accepted
    assert result.status == Authentication("no proof").status
    assert result.status.code == 401
    assert SECRET not in repr(result)


@pytest.mark.parametrize("written", ["2026-01-01", "2026-01-01T12:00:00", "noon"])
def test_a_code_whose_end_has_to_be_guessed_is_refused(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Made with the secret, so that nothing but the date is wrong with it.
    monkeypatch.setattr("simulators.messages.cxml.authentication.timestamp", lambda _: written)
    mac = credential_mac(BUYER, HUB, SECRET, created=NOW, expires=NOW + HOUR)

    assert _reason(replace(HUB, mac=mac)) == "code without readable dates"


def test_a_code_cannot_end_before_it_begins() -> None:
    with pytest.raises(CxmlRejected, match="expected to expire after its creation"):
        credential_mac(BUYER, HUB, SECRET, created=NOW, expires=NOW - HOUR)


def test_comparisons_take_the_same_time_wherever_the_difference_is(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[int, int]] = []
    plain = hmac.compare_digest

    def watched(one: bytes, other: bytes) -> bool:
        compared.append((len(one), len(other)))
        return plain(one, other)

    monkeypatch.setattr(hmac, "compare_digest", watched)

    assert _reason(replace(HUB, shared_secret="x")) == "wrong secret"
    assert _reason(replace(HUB, shared_secret=SECRET)) == "secret matches"
    assert authenticate([PROVEN], SECRET, NOW, from_=[BUYER, HUB, BUYER]).accepted
    assert compared == [(32, 32), (32, 32), (12, 12), (12, 12), (12, 12)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Credential("NetworkID", "B"), Credential("NetworkId", " B\n"), True),
        (Credential("NetworkID", "B-T"), Credential("NetworkID", "B-t"), False),
        (Credential("NetworkID", "B"), Credential("DUNS", "B"), False),
        (Credential("D", XmlContent("<a/>")), Credential("d", XmlContent("<a></a>")), True),
    ],
)
def test_a_party_is_known_by_domain_in_any_case_and_exact_identity(
    one: Credential, other: Credential, same: bool
) -> None:
    assert same_party(one, other) is same


def test_proofs_come_and_go_unchanged_and_are_never_shown() -> None:
    request = parse_setup_request(SETUP.encode())
    signed = replace(HUB, signature=DigitalSignature(XmlContent("<p>hush</p>"), "PK7 self-contained", "Base64"))
    sent = replace(request, header=replace(request.header, sender=(PROVEN, signed, replace(HUB, type="marketplace"))))

    assert parse_setup_request(build_setup_request(sent)) == sent
    assert CODE.value not in repr(sent)
    assert "hush" not in repr(sent)


def test_a_credential_with_two_proofs_is_not_written() -> None:
    request = parse_setup_request(SETUP.encode())
    twice = replace(request, header=replace(request.header, sender=(replace(PROVEN, shared_secret="x"),)))

    with pytest.raises(CxmlRejected, match="got CredentialMac"):
        build_setup_request(twice)
