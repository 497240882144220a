"""Redaction by where a value stands, whatever the value is; and that everything else stays as it is."""

from __future__ import annotations

import base64
import json

import pytest

from simulators.wire import Redactor

PLACES = {
    "query of a URL": ("https://shop.example/start?site=1&punchOutAccessToken=AB**&lang=de", "AB**"),
    "query, the only parameter": ("https://shop.example/start?punchOutAccessToken=AB**", "AB**"),
    "fragment after the token": ("https://shop.example/start?punchOutAccessToken=AB**#top", "AB**"),
    "namespaced parameter": ("/web/x?_com_liferay_login_LoginPortlet_password=pw12&p_p_id=5", "pw12"),
    "escaped value in a URL": ("/o/x?p_auth=a%2Fb%26c&x=1", "a%2Fb%26c"),
    "marks a URL may hold as they are": ("/o/x?p_auth=a'b,c;d(e)[f]&x=1", "a'b,c;d(e)[f]"),
    "URL inside a parameter": ("https://x/?to=https%3A%2F%2Fy%2F%3FpunchOutAccessToken%3DAB%2A%2A%26z%3D1", "AB%2A%2A"),
    "URL inside a URL inside": ("https://x/?to=%253FpunchOutAccessToken%253DABCD%2526z%253D1", "ABCD"),
    "form body": ("grant_type=client_credentials&client_id=hub&client_secret=s3:cr'et", "s3:cr'et"),
    "field with a bracket": ("user[password]=pw12&user[name]=ann", "pw12"),
    "second password": ("login=ann&password2=pw34&x=1", "pw34"),
    "JSON": ('{"access_token": "ab12", "expires_in": 600}', "ab12"),
    "JSON without blanks": ('{"password":"ab12"}', "ab12"),
    "JSON with an escaped quote": (r'{"password":"a\"b", "x": 1}', r"a\"b"),
    "JSON with a backslash at the end": ('{"password":"ab\\\\", "x": "y"}', "ab\\\\"),
    "JSON after letters that are longer when small": ('{"name": "\u0130\u0130\u0130", "password": "q1w2"}', "q1w2"),
    "JSON number": ('{"password": 90210, "x": 1}', "90210"),
    "JSON in JSON": (r'{"body":"{\"password\":\"ab12\"}"}', "ab12"),
    "JSON in HTML": ("<div data-x='{&quot;password&quot;:&quot;ab12&quot;}'>", "ab12"),
    "JSON in a URL": ("/?body=%7B%22password%22%3A%22ab12%22%7D", "ab12"),
    "URL in JSON": ('{"punchOutStartURL":"https://x/y?punchOutAccessToken=AB**","x":1}', "AB**"),
    "URL in JSON that escapes &": (r'"https://x/?a=1\u0026punchOutAccessToken\u003dAB**\u0026b=2"', "AB**"),
    "script": ("<script>Liferay.authToken = 'q1w2';</script>", "q1w2"),
    "script with a colon": ('var x = {accessToken: "q1w2"};', "q1w2"),
    "representation of a Python object": ("ShopAccess(url='x', client_secret='q1w2')", "q1w2"),
    "hidden input": ('<input type="hidden" name="p_auth" value="q1&amp;w2">', "q1&amp;w2"),
    "hidden input, value first": ('<input value="q1w2" name="p_auth"/>', "q1w2"),
    "hidden input without quotes": ("<input type=hidden name=p_auth value=q1w2>", "q1w2"),
    "hidden input with > in a value": ('<input data-x="a>b" name="_ns_password" value="q1w2">', "q1w2"),
    "meta": ('<meta name="csrf-token" content="q1w2">', "q1w2"),
    "link of a page": ('<a href="/c/portal?x=1&amp;p_auth=q1w2&amp;y=2">', "q1w2"),
    "cXML": ("<Sender><SharedSecret>q1w2</SharedSecret></Sender>", "q1w2"),
    "cXML with a prefix": ("<c:SharedSecret xmlns:c='x'>q1w2</c:SharedSecret>", "q1w2"),
    "cXML in CDATA": ("<SharedSecret><![CDATA[</q1w2>]]></SharedSecret>", "q1w2"),
    "cXML in a page": ("&lt;SharedSecret&gt;q1w2&lt;/SharedSecret&gt;", "q1w2"),
    "cXML in a form": ("cxml-urlencoded=%3CSharedSecret%3Eq1w2%3C%2FSharedSecret%3E", "q1w2"),
    "cXML that was cut": ("<Sender><SharedSecret>q1w2", "q1w2"),
    "JSON that was cut": ('{"password":"q1w2', "q1w2"),
    "user and password of a URL": ("see https://ann:q1w2@shop.example/x", "q1w2"),
    "password with an @ in a URL": ("https://ann:q1@w2@shop.example/x", "q1@w2"),
    "Basic": ("sent Authorization: Basic YW5uOnBhc3N3b3JkMTI=", "YW5uOnBhc3N3b3JkMTI="),
    "Basic without its header's name": ("it was Basic YW5uOnBhc3N3b3JkMTI=", "YW5uOnBhc3N3b3JkMTI="),
    "Bearer": ("sent Authorization: Bearer abcdefgh", "abcdefgh"),
    "Bearer without its header's name": ("it was Bearer ab12cd34", "ab12cd34"),
    "part of a form": ('--x\r\nContent-Disposition: form-data; name="_ns_password"\r\n\r\nq1 w2\r\n--x--\r\n', "q1 w2"),
    "part of a form with a type": ('form-data; name="p_auth"\nContent-Type: text/plain\n\nq1w2\n--x', "q1w2"),
    "short word for a password": ("user=ann&pwd=q1w2&x=1", "q1w2"),
    "header in a text": ("GET / HTTP/1.1\r\nX-Api-Key: q1w2\r\nHost: x\r\n", "q1w2"),
    "credentials of another scheme in a text": ("it sent\nAuthorization: Token q1w2\nHost: x", "q1w2"),
    "cookie in a text": ("it sent\nCookie: a=1; REMEMBER_ME=q1w2; b=2\nHost: x", "q1w2"),
    "session id in a path": ("https://x/web/home;jsessionid=0A1B2C?x=1", "0A1B2C"),
}


@pytest.mark.parametrize(("text", "value"), PLACES.values(), ids=PLACES.keys())
def test_a_value_is_replaced_where_its_place_gives_it_away(redactor: Redactor, text: str, value: str) -> None:
    before, _, after = text.partition(value)
    shown = redactor.text(text)
    assert value not in shown
    # Only the value goes: what stands around it is evidence. (CDATA marks and slashes belong to the value.)
    assert shown.startswith(before.removesuffix("<![CDATA[</"))
    assert shown.endswith(after.removeprefix(">]]>"))


@pytest.mark.parametrize("text", [text for text, _ in PLACES.values()], ids=PLACES.keys())
def test_redacting_twice_changes_nothing_more(redactor: Redactor, text: str) -> None:
    once = redactor.text(text)
    assert redactor.text(once) == once


HEADERS = {
    "cookie": ("Cookie", "GUEST_LANGUAGE_ID=en_US; JSESSIONID=q1w2", "q1w2"),
    "cookies without blanks": ("Cookie", "a=1;JSESSIONID=q1w2;b=2", "q1w2"),
    "cookie with = in its value": ("cookie", "REMEMBER_ME=q1=w2==", "q1=w2"),
    "set cookie": ("Set-Cookie", "JSESSIONID=q1w2; Path=/; HttpOnly", "q1w2"),
    "second of two cookies in a line": (
        "Set-Cookie",
        "A=1; Expires=Wed, 01 Jan 2027 00:00:00 GMT, JSESSIONID=q1w2; Path=/",
        "q1w2",
    ),
    "current order": ("Set-Cookie", "com.liferay.commerce.model.CommerceOrder#41=q1w2; Path=/", "q1w2"),
    "csrf token": ("X-CSRF-Token", "q1w2", "q1w2"),
    "api key": ("X-Api-Key", "q1w2", "q1w2"),
    "basic": ("Authorization", "Basic YW5uOnB3", "YW5uOnB3"),
    "bearer": ("authorization", "Bearer q1:w2", "q1:w2"),
    "another scheme": ("Authorization", "Digest username=ann, response=q1w2", "q1w2"),
    "no scheme": ("Authorization", "q1w2", "q1w2"),
    "proxy": ("Proxy-Authorization", "Basic YW5uOnB3", "YW5uOnB3"),
    "location": ("Location", "https://x/y?punchOutAccessToken=AB**", "AB**"),
}


@pytest.mark.parametrize(("name", "value", "secret"), HEADERS.values(), ids=HEADERS.keys())
def test_headers_are_redacted_once_and_for_all(redactor: Redactor, name: str, value: str, secret: str) -> None:
    shown = redactor.headers([(name, value)])
    assert shown[0][0] == name
    assert secret not in shown[0][1]
    assert "[" in shown[0][1]
    assert redactor.headers(shown) == shown


def test_other_headers_and_cookies_stay(redactor: Redactor) -> None:
    headers = (
        ("Content-Type", "application/json"),
        ("WWW-Authenticate", 'Bearer realm="liferay", error="invalid_token"'),
        ("Cookie", "COOKIE_SUPPORT=true; GUEST_LANGUAGE_ID=en_US"),
        ("Set-Cookie", "COMPANY_ID=20097; Expires=Wed, 01 Jan 2027 00:00:00 GMT; Path=/"),
        ("ETag", 'W/"0f8fad5b-d9cb-469f-a165-70867728950e"'),
    )
    assert redactor.headers(headers) == headers


def test_the_scheme_of_credentials_stays_readable(redactor: Redactor) -> None:
    ((_, shown),) = redactor.headers([("Authorization", "Bearer abcdefgh")])
    assert shown == f"Bearer {redactor.label('bearer token', 'abcdefgh')}"


@pytest.mark.parametrize(
    "text",
    [
        "order 0f8fad5b-d9cb-469f-a165-70867728950e of buyer.one@buyer.example, SKU MOWER-2000_X, no. 2026-000123",
        "The password is a secret; a token lasts 15 seconds. Secret: none. Token expired",
        "Basic authentication failed; Bearer tokens are missing, Bearer token expected",
        '{"token_type": "Bearer", "tokens": ["a"], "passwordReset": false, "secretary": "Ann"}',
        '<input type="password" name="login"><label for="password">Password</label>',
        "<p>Your session id and your order id are not the same: 12 = 12</p>",
        "http://127.0.0.1:8080/web/acme/catalog?q=a+b%20c&quantity=2#top, user@host:22",
        "authToken == null ? login() : go(1)",
        "<SharedSecret/><Identity>buyer</Identity>",
        "com/liferay/commerce/punchout/service/impl/PunchOutSessionServiceImpl.java",
        base64.b64encode(b"nothing to hide in this text, however long it may be").decode(),
        "",
    ],
)
def test_ordinary_text_is_left_alone(redactor: Redactor, text: str) -> None:
    assert redactor.text(text) == text


def test_base64_that_holds_a_secret_field_is_replaced_whole(redactor: Redactor) -> None:
    document = b"<cXML><Header><SharedSecret>q1w2</SharedSecret></Header>" + b"\xff\xfe?" * 9
    plain = base64.b64encode(document).decode()
    for written in (plain, plain.rstrip("="), plain.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D")):
        shown = redactor.text(f"cxml-base64={written}&x=1")
        assert shown.startswith("cxml-base64=[base64 with secrets ")
        assert shown.endswith("]&x=1")
        assert redactor.text(shown) == shown


def test_base64_in_lines_is_read_as_one(redactor: Redactor) -> None:
    document = b"<cXML>" + b" " * 44 + b"<SharedSecret>q1w2</SharedSecret></cXML>"
    assert "secrets" in redactor.text(base64.encodebytes(document).decode())


def test_the_login_name_in_a_cookie_is_not_taken_for_a_secret_elsewhere(redactor: Redactor) -> None:
    redactor.headers([("Cookie", "LOGIN=buyer.one@buyer.example; ID=buyer.one%40buyer.example")])
    assert redactor.text("mail buyer.one@buyer.example") == "mail buyer.one@buyer.example"


def test_a_page_full_of_secrets_keeps_its_shape(redactor: Redactor) -> None:
    document = {"password": 'a"b\\c</d é', "items": [{"clientSecret": "x y"}, {"sku": "A-1"}]}
    shown = json.loads(redactor.text(json.dumps(document)))
    assert shown == {
        "password": redactor.label("password", 'a"b\\c</d é'),
        "items": [{"clientSecret": redactor.label("client secret", "x y")}, {"sku": "A-1"}],
    }
