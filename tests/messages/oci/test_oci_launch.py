"""The launch of a catalogue, and the HOOK_URL in it: read in every form seen, refused by name, no secret shown."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulators.messages.oci import (
    Charset,
    Function,
    Hook,
    Launch,
    LaunchNames,
    OciRejected,
    build_launch,
    decode_form,
    encode_form,
    launch_url,
    parse_launch,
    split_hook,
)

without_files = settings(deadline=None, database=None, derandomize=True)

HOOK = "https://srm.example/hook?sid=9&c=1"
LAUNCH = Launch(
    HOOK,
    username="buyer",
    password="s3cret &+\u00e9",
    client_parameters=(("client", "100"), ("client", "200")),
    oci_version="5.0",
    opi_version="1.0",
    return_target="_parent",
    target="_top",
    ok_code="ADDI",
    caller="CTLG",
    language="DE",
)
REST = [("OCI_VERSION", "4.0"), ("http_content_charset", "utf-8")]


def _refusals(*pairs: tuple[str, str]) -> list[str]:
    with pytest.raises(OciRejected) as refused:
        parse_launch(pairs)
    return [fault.name for fault in refused.value.faults]


# --- HOOK_URL


@pytest.mark.parametrize(
    ("reason", "url", "action", "fields"),
    [
        ("the reference's example", HOOK, "https://srm.example/hook", (("sid", "9"), ("c", "1"))),
        ("no query", "http://h/p", "http://h/p", ()),
        ("an empty query", "http://h/p?", "http://h/p", ()),
        ("no path", "HTTP://H?a=1", "HTTP://H", (("a", "1"),)),
        ("question marks within", "http://h/?a=b?c=d&e=?", "http://h/", (("a", "b?c=d"), ("e", "?"))),
        (
            "twins and no values",
            "http://h/?a=1&a=2&b&c=&&a=1",
            "http://h/",
            (("a", "1"), ("a", "2"), ("b", ""), ("c", ""), ("a", "1")),
        ),
        ("decoded once", "http://h/?a=%2541+%26%3D&%25=x", "http://h/", (("a", "%41 &="), ("%", "x"))),
        ("no parting but by &", "http://h/?a=1;b=2&amp;c=3", "http://h/", (("a", "1;b=2"), ("amp;c", "3"))),
        ("a session in the path", "http://h/sap(bD1l)/x;j=1?a=%zz", "http://h/sap(bD1l)/x;j=1", (("a", "%zz"),)),
        ("a fragment", "http://h/p?a=1#f?x=2", "http://h/p#f?x=2", (("a", "1"),)),
        ("a port and an address", "https://[::1]:8443/p?a", "https://[::1]:8443/p", (("a", ""),)),
        ("an address in a parameter", "http://h/?u=javascript:\\1", "http://h/", (("u", "javascript:\\1"),)),
        ("long", "http://h/?a=" + "x" * 2_048, "http://h/", (("a", "x" * 2_048),)),
    ],
)
def test_a_hook_is_taken_apart(reason: str, url: str, action: str, fields: tuple[tuple[str, str], ...]) -> None:
    assert split_hook(url) == Hook(action, fields), reason


@pytest.mark.parametrize(
    "url",
    [
        *("", "  ", "/hook?a=1", "//srm.example/hook", "srm.example/hook", "?a=1", "#x", "https://", "https:///p"),
        *("javascript:alert(1)", "JavaScript://h/%0aalert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd"),
        *("ftp://h/", "blob:https://h/1", "about:blank", "mailto:a@b.example", "SAPEVENT:GET", "sapevent:"),
        *(
            " https://h/",
            "https://h/ ",
            "java\tscript:alert(1)",
            "\x01javascript:x",
            "https://h/\r\nX: 1",
            "ht\ntps://h/",
        ),
        *(
            "https:h/",
            "https:/h/",
            "https:\\\\h\\",
            "https://good.example\\@evil.example/",
            "https://h:0/",
            "https://h:x/",
        ),
        *(
            "https://[::1/",
            "https://h h/",
            "https://\ud800/",
            "https://h/?a=" + "x" * 65_536,
            "https://:80/",
            "https://@/",
        ),
    ],
)
def test_a_dangerous_or_broken_hook_is_refused(url: str) -> None:
    with pytest.raises(OciRejected, match="HOOK_URL: hook: expected an absolute http or https address") as refused:
        split_hook(url)
    assert len(str(refused.value)) < 200


def test_the_pseudo_address_of_sap_gui_is_known_by_name() -> None:
    assert split_hook("SAPEVENT:POST").is_sap_event
    assert split_hook("SapEvent:Post?a=1") == Hook("SapEvent:Post", (("a", "1"),))
    assert not split_hook(HOOK).is_sap_event


@pytest.mark.parametrize(("charset", "value"), [(Charset.LATIN_1, "\u00fc\u20ac"), (Charset.UTF_8, "\u00fc\u20ac")])
def test_parameters_go_out_as_the_bytes_they_came_in(charset: Charset, value: str) -> None:
    query = encode_form([("a", value)], charset).decode()

    assert split_hook(f"http://h/?{query}", charset).fields == (("a", value),)
    assert encode_form(split_hook("http://h/?a=%FC%80%81", Charset.LATIN_1).fields) == b"a=%FC%80%81"
    with pytest.raises(OciRejected, match=r"not in the character set: expected parameters in UTF-8, got bytes fc 80"):
        split_hook("http://h/?a=%FC%80", Charset.UTF_8)


# --- the launch


def test_a_launch_is_written_in_pairs() -> None:
    assert build_launch(LAUNCH) == (
        ("client", "100"),
        ("client", "200"),
        ("USERNAME", "buyer"),
        ("PASSWORD", "s3cret &+\u00e9"),
        ("OCI_VERSION", "5.0"),
        ("http_content_charset", "ISO-8859-1"),
        ("OPI_VERSION", "1.0"),
        ("returntarget", "_parent"),
        ("~TARGET", "_top"),
        ("~OkCode", "ADDI"),
        ("~CALLER", "CTLG"),
        ("LANGU", "DE"),
        ("HOOK_URL", HOOK),
    )


@pytest.mark.parametrize(
    "launch",
    [
        LAUNCH,
        Launch("SAPEVENT:POST", charset=Charset.UTF_8, username="\u0141"),
        Launch(HOOK, function=Function.DETAIL, product_id="SKU 1"),
        Launch(HOOK, function=Function.VALIDATE, product_id="1", quantity=Decimal("2.5")),
        Launch(HOOK, function=Function.BACKGROUND_SEARCH, search_string="bolt", vendor="100"),
    ],
)
def test_a_launch_is_read_as_it_was_written(launch: Launch) -> None:
    names = LaunchNames("~returnUrl", "sap-user", "sap-password")

    assert parse_launch(build_launch(launch)).launch == launch
    assert parse_launch(build_launch(launch, names), names).launch == launch
    query = urlsplit(launch_url("https://shop.example/oci", launch)).query
    assert parse_launch(decode_form(query.encode(), launch.charset).fields).launch == launch


@pytest.mark.parametrize(
    ("catalogue", "start"),
    [
        ("https://shop/oci", "https://shop/oci?OCI_VERSION=4.0&"),
        ("https://shop/oci?", "https://shop/oci?OCI_VERSION=4.0&"),
        ("https://shop/oci?a=1", "https://shop/oci?a=1&OCI_VERSION=4.0&"),
        ("https://shop/oci?a=1&", "https://shop/oci?a=1&OCI_VERSION=4.0&"),
    ],
)
def test_an_address_to_get_keeps_its_query_and_fragment(catalogue: str, start: str) -> None:
    url = launch_url(f"{catalogue}#top", Launch(HOOK))

    assert url.startswith(start)
    assert url.endswith("&HOOK_URL=https%3A%2F%2Fsrm.example%2Fhook%3Fsid%3D9%26c%3D1#top")


@pytest.mark.parametrize("catalogue", ["javascript:1", "/oci", "SAPEVENT:POST"])
def test_a_launch_goes_to_a_web_address_only(catalogue: str) -> None:
    with pytest.raises(OciRejected, match="catalogue: catalogue: expected an absolute http or https address"):
        launch_url(catalogue, LAUNCH)


def test_letter_case_does_not_matter_and_defaults_are_told() -> None:
    read = parse_launch([("hook_url", HOOK), ("UserName", "u"), ("~okcode", "addi"), ("langu", "EN"), ("function", "")])

    assert read.launch == Launch(HOOK, username="u", ok_code="addi", language="EN")
    assert (read.launch.oci_version, read.launch.charset) == ("4.0", Charset.LATIN_1)
    assert [str(found) for found in read.advisories] == [
        "http_content_charset: default: not given, taken for ISO-8859-1",
        "OCI_VERSION: default: not given, taken for 4.0",
    ]
    assert parse_launch([("HOOK_URL", HOOK), ("function", " detail "), ("productid", "1")]).launch.function == "DETAIL"


def test_a_hook_of_another_name_is_found_when_it_is_the_only_address() -> None:
    read = parse_launch([("a", "1"), ("RETURN_URL", HOOK), *REST])

    assert read.launch == Launch(HOOK, client_parameters=(("a", "1"),), charset=Charset.UTF_8)
    assert [found.name for found in read.advisories] == ["hook name"]
    assert _refusals(("A", HOOK), ("B", HOOK), *REST) == ["hook"]
    assert _refusals(*REST) == ["hook"]


def test_odd_versions_and_frames_are_advisories() -> None:
    read = parse_launch([("HOOK_URL", HOOK), ("OCI_VERSION", "4.5"), ("~target", "_SELF"), REST[1]])

    assert [found.name for found in read.advisories] == ["version", "target"]


@pytest.mark.parametrize(
    ("names", "pairs"),
    [
        (["SOURCING"], [("FUNCTION", "sourcing")]),
        (["function"], [("FUNCTION", "BUY")]),
        (["missing"], [("FUNCTION", "DETAIL")]),
        (["missing"], [("FUNCTION", "VALIDATE"), ("QUANTITY", "1")]),
        (["missing"], [("FUNCTION", "BACKGROUND_SEARCH"), ("VENDOR", "1")]),
        (["decimal comma"], [("QUANTITY", "1,5")]),
        (["negative"], [("QUANTITY", "-1")]),
        (["conflict"], [("PASSWORD", "hush1"), ("password", "hush2")]),
        (["conflict"], [("HOOK_URL", "https://other.example/")]),
        (["version"], [("OCI_VERSION", "five")]),
        (["character set"], [("http_content_charset", "utf-7")]),
        (["version", "function"], [("FUNCTION", "x"), ("OCI_VERSION", "4,0")]),
    ],
)
def test_a_launch_is_refused_by_name(names: list[str], pairs: list[tuple[str, str]]) -> None:
    assert sorted(_refusals(("HOOK_URL", HOOK), *pairs)) == sorted(names)


def test_a_dangerous_hook_refuses_the_launch() -> None:
    assert _refusals(("HOOK_URL", "javascript:alert(1)")) == ["hook"]


def test_validate_without_a_quantity_is_an_advisory() -> None:
    pairs = [("HOOK_URL", HOOK), ("FUNCTION", "VALIDATE"), ("PRODUCTID", "1"), *REST]

    assert [found.name for found in parse_launch(pairs).advisories] == ["missing"]
    assert parse_launch([*pairs, ("QUANTITY", "1")]).advisories == ()


@pytest.mark.parametrize(
    ("name", "launch"),
    [
        ("hook", replace(LAUNCH, hook_url="")),
        ("outside the character set", replace(LAUNCH, username="\u0141")),
        ("windows-1252", replace(LAUNCH, password="\u20ac")),
        ("half a character", replace(LAUNCH, charset=Charset.UTF_8, password="\ud800")),
        ("conflict", replace(LAUNCH, client_parameters=(("username", "other"),))),
        ("not read back", replace(LAUNCH, client_parameters=(("username", "buyer"),))),
        ("not read back", replace(LAUNCH, username="", client_parameters=(("username", "other"),))),
        ("not read back", replace(LAUNCH, oci_version="")),
        ("too many decimals", replace(LAUNCH, quantity=Decimal("0.0001"))),
        ("negative", replace(LAUNCH, quantity=Decimal(-1))),
        ("not a number", replace(LAUNCH, quantity=Decimal("NaN"))),
        ("missing", replace(LAUNCH, function=Function.DETAIL)),
        ("too large", replace(LAUNCH, client_parameters=(("a", "b"),) * 1_001)),
    ],
)
def test_a_launch_that_would_not_be_understood_is_not_built(name: str, launch: Launch) -> None:
    with pytest.raises(OciRejected) as refused:
        build_launch(launch)
    assert [fault.name for fault in refused.value.faults] == [name]


def test_names_of_ones_own_may_not_collide() -> None:
    for names in (LaunchNames(username="PASSWORD"), LaunchNames(password="LANGU"), LaunchNames(hook_url="FUNCTION")):
        with pytest.raises(OciRejected):
            build_launch(LAUNCH, names)


def test_nothing_secret_is_shown() -> None:
    own = parse_launch([("pw", "hush"), ("PASSWORD", "hush"), ("HOOK_URL", "https://h/?sid=hush"), *REST])
    with pytest.raises(OciRejected) as refused:
        parse_launch([("PASSWORD", "hush"), ("PASSWORD", "hush2"), ("HOOK_URL", "x:hush?hush"), ("A", "http://hush")])

    assert own.launch.password == "hush"
    assert "hush" not in f"{own}{own.launch!r}{split_hook(own.launch.hook_url)!r}{refused.value}{refused.value.faults}"


@without_files
@given(
    st.lists(
        st.tuples(st.sampled_from(["HOOK_URL", "FUNCTION", "QUANTITY", "OCI_VERSION", "x"]) | st.text(), st.text())
    )
)
def test_any_launch_is_read_or_refused(pairs: list[tuple[str, str]]) -> None:
    for more in ([], [("HOOK_URL", HOOK)]):
        with suppress(OciRejected):
            assert parse_launch([*pairs, *more]).launch.hook_url


@without_files
@given(st.text() | st.builds("http://h/?{}".format, st.text("%=&+#?aF\u00e9")), st.sampled_from(Charset))
def test_any_hook_is_taken_apart_or_refused(url: str, charset: Charset) -> None:
    with suppress(OciRejected):
        hook = split_hook(url, charset)
        assert "?" not in hook.action.partition("#")[0]
        assert hook.is_sap_event or hook.action.lower().startswith(("http://", "https://"))
