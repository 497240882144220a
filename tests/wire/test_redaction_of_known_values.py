"""Redaction of what was declared or seen before, wherever it turns up again and however it is written there."""

from __future__ import annotations

import base64
import html
import json
import threading
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest

from simulators.wire import Redactor

SECRETS = [
    "AbC-_12xYz0*",
    "correct horse battery staple",
    "p@ss/w&rd<\"'>=100%+1~!",
    "[B@1f2e3d4c",
    "pässwörd-中文",
    "a\\b\\c\\d\\e\\f",
    "tab\tand\nline",
]
WRITINGS: dict[str, Callable[[str], str]] = {
    "as it is": lambda s: s,
    "percent": quote,
    "percent, all": lambda s: quote(s, safe=""),
    "percent in small letters": lambda s: quote(s, safe="").lower() if s.isascii() and s.islower() else quote(s, ""),
    "plus": quote_plus,
    "as Java writes it": lambda s: quote_plus(s, safe="*").replace("~", "%7E"),
    "as a browser's script writes it": lambda s: quote(s, safe="!'()*"),
    "percent twice": lambda s: quote(quote(s, safe=""), safe=""),
    "HTML": html.escape,
    "HTML by Jinja": lambda s: html.escape(s, quote=False).replace("'", "&#39;").replace('"', "&#34;"),
    "XML text": lambda s: html.escape(s, quote=False),
    "JSON": lambda s: json.dumps(s)[1:-1],
    "JSON in Unicode": lambda s: json.dumps(s, ensure_ascii=False)[1:-1],
    "JSON by Liferay": lambda s: json.dumps(s, ensure_ascii=False)[1:-1].replace("</", "<\\/"),
    "JSON with slashes escaped": lambda s: json.dumps(s)[1:-1].replace("/", "\\/"),
    "JSON in HTML": lambda s: html.escape(json.dumps(s)[1:-1]),
    "base64": lambda s: base64.b64encode(s.encode()).decode(),
    "base64 for URLs": lambda s: base64.urlsafe_b64encode(s.encode()).decode(),
}


@pytest.mark.parametrize("around", ["{}", "x {} y", "a%3D{}%26b", "wordy{}words", "({})", "0{}0"])
@pytest.mark.parametrize("writing", WRITINGS.values(), ids=WRITINGS.keys())
def test_a_declared_secret_is_replaced_in_every_writing(
    redactor: Redactor, writing: Callable[[str], str], around: str
) -> None:
    for secret in SECRETS:
        label = redactor.declare(secret, "secret")
        written = writing(secret)
        shown = redactor.text(around.format(written))
        assert written not in shown
        assert label in shown or "[base64 with secrets" in shown


@pytest.mark.parametrize("before", ["", "u", "us", "use", "a user:", "buyer@x.example:"])
@pytest.mark.parametrize("after", ["", "!", "!!", " and some more text that goes on"])
def test_a_declared_secret_is_found_inside_longer_base64(redactor: Redactor, before: str, after: str) -> None:
    for secret in SECRETS:
        label = redactor.declare(secret, "password")
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            shown = redactor.text(f"x {encode(f'{before}{secret}{after}'.encode()).decode()} y")
            assert label in shown or "[base64 with secrets" in shown


def test_what_was_seen_once_is_replaced_later(redactor: Redactor) -> None:
    first = redactor.text("https://x/?punchOutAccessToken=AbC-_12xYz0*")
    later = redactor.text("Token AbC-_12xYz0* was used by AbC-_12xYz0%2A")
    label = redactor.label("access token", "AbC-_12xYz0*")
    assert first == f"https://x/?punchOutAccessToken={label}"
    assert later == f"Token {label} was used by {label}"


GIVEN_AWAY: dict[str, Callable[[Redactor], object]] = {
    "basic": lambda r: r.headers([("Authorization", "Basic " + base64.b64encode(b"ann:open-sesame-1").decode())]),
    "basic in Latin-1": lambda r: r.headers([("Authorization", "Basic 5G5uOm9wZW4tc2VzYW1lLTE=")]),
    "URL": lambda r: r.text("https://ann:open%2Dsesame%2D1@x/"),
    "JSON": lambda r: r.text('{"password":"open\\u002dsesame-1"}'),
    "form": lambda r: r.text("password=open%2Dsesame-1"),
    "XML": lambda r: r.text("<SharedSecret> open&#45;sesame-1 </SharedSecret>"),
    "HTML": lambda r: r.text('<input name="password" value="open&#45;sesame-1">'),
}


@pytest.mark.parametrize("give_away", GIVEN_AWAY.values(), ids=GIVEN_AWAY.keys())
def test_a_secret_is_remembered_as_what_it_is_not_as_it_was_written(
    redactor: Redactor, give_away: Callable[[Redactor], object]
) -> None:
    give_away(redactor)
    assert "open-sesame-1" not in redactor.text("later: open-sesame-1")


def test_a_password_of_credentials_in_latin1_is_remembered(redactor: Redactor) -> None:
    redactor.headers([("Authorization", "Basic " + base64.b64encode("ann:sésame-ouvre".encode("latin-1")).decode())])
    assert redactor.text("sésame-ouvre") == redactor.label("password", "sésame-ouvre")


def test_equal_values_have_equal_labels_whatever_the_place(redactor: Redactor) -> None:
    token = "tok-12345678"
    redactor.declare(token, "access token")
    shown = {
        redactor.text(f"accessToken = '{token}'").split("'")[1],
        redactor.text(f"?punchOutAccessToken={token}").partition("=")[2],
        dict(redactor.headers([("X-CSRF-Token", token)]))["X-CSRF-Token"],
        redactor.text(token),
    }
    assert shown == {redactor.label("access token", token)}


def test_labels_are_equal_across_redactors_with_one_key_only() -> None:
    texts = ["password=abcdefgh", "password=abcdefgi"]
    one, same, other = (Redactor(key) for key in (b"one", b"one", b"other"))
    assert [one.text(text) for text in texts] == [same.text(text) for text in texts]
    assert one.text(texts[0]) != one.text(texts[1])
    assert one.text(texts[0]) != other.text(texts[0])


@pytest.mark.parametrize("value", ["test", "liferay", ""])
def test_a_short_secret_is_replaced_only_where_its_place_gives_it_away(redactor: Redactor, value: str) -> None:
    redactor.declare(value, "password")
    prose = "this is a test of liferay and nothing else"
    assert redactor.text(prose) == prose


def test_secrets_that_overlap_leave_nothing_of_either(redactor: Redactor) -> None:
    redactor.declare("abcdefgh12345678", "secret")
    redactor.declare("12345678ijklmnop", "secret")
    redactor.declare("12345678", "secret")
    assert redactor.text("<abcdefgh12345678ijklmnop>")[1:-1] == redactor.label("secret", "abcdefgh12345678")
    longest = redactor.declare("56780000000000000000", "secret")
    assert redactor.text("<abcdefgh12345678ijklmnop><abcdefgh123456780000000000000000>").endswith(f"><{longest}>")


def test_a_secret_inside_another_is_labelled_as_the_longer_one(redactor: Redactor) -> None:
    redactor.declare("password12", "password")
    longer = redactor.declare("my-password12-x", "password")
    assert redactor.text("it is my-password12-x") == f"it is {longer}"


def test_a_label_is_never_redacted_itself(redactor: Redactor) -> None:
    label = redactor.declare("some secret thing", "access token")
    redactor.declare("access token", "secret")
    assert redactor.text(label) == label
    assert redactor.declare(label, "password") == label


def test_half_a_character_can_be_secret(redactor: Redactor) -> None:
    label = redactor.text('{"password": "\\ud83d-12345678"}').split('"')[3]
    assert redactor.text("it is \ud83d-12345678.") == f"it is {label}."


def test_threads_may_declare_and_redact_at_once(redactor: Redactor) -> None:
    errors: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for turn in range(60):
                secret = f"!{number}!secret!{turn}!"
                redactor.declare(secret, "secret")
                assert secret not in redactor.text(f"<p>{secret}</p>")
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
