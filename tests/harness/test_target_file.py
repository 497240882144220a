"""The target file: what it may say, and what each mistake in it is answered with."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harness.actors import Company
from harness.errors import ConfigurationError
from harness.listing import ListedBuyer, ListedChannel
from harness.project import ROOT
from harness.targetfile import (
    KNOWN,
    AskedOfPerson,
    HubCredentials,
    Login,
    OrderInterface,
    TargetFile,
    read_target_file,
)
from simulators.wire import Front, Proxy

ENVIRONMENT = {
    "ID": "the-client",
    "SECRET": "client-secret-value",
    "ADMIN": "admin@shop.example",
    "ADMIN_PASSWORD": "admin-password-value",
    "USER": "hub@shop.example",
    "PASSWORD": "hub-password-value",
    "ORDER_SECRET": "order-secret-value",
    "FRONT_PASSWORD": "front-password-value",
    "FRONT_VALUE": "front-value",
    "PROXY_PASSWORD": "proxy-password-value",
    "LINES": "one\ntwo",
    "EMPTY": "",
}
SECRETS = {"client-secret-value", "admin-password-value", "hub-password-value", "order-secret-value"}

GOOD = """
[target]
name = "Acme"
kind = "live"
url = "https://shop.example/"
generation = "tradecentric-7.4"
[target.site]
group = "Acme"
start_url = "https://shop.example/web/acme/catalog"
[target.auth]
client_id_env = "ID"
client_secret_env = "SECRET"
[target.admin]
user_env = "ADMIN"
password_env = "ADMIN_PASSWORD"
[target.buyer]
email = "buyer@shop.example"
account = "ACME-ERC"
[target.catalog]
skus = ["A-1", "A-2"]
[target.console]
log = "catalina.out"
[target.orders]
url = "https://shop.example/orders"
shared_secret_env = "ORDER_SECRET"
[harness]
bind = "0.0.0.0"
advertise = "http://qa.example:8800"
"""


def read(folder: Path, text: str | bytes) -> TargetFile:
    path = folder / "acme.toml"
    (folder / "catalina.out").touch()
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_target_file(path, ENVIRONMENT)


FRONT_USER = 'user_env = "USER"\npassword_env = "FRONT_PASSWORD"'


@pytest.mark.parametrize(
    ("section", "front"),
    [
        (FRONT_USER, Front("hub@shop.example", "front-password-value", let_in=("/o/", "/api/"))),
        (f'{FRONT_USER}\nlet_in = ["/o/x"]', Front("hub@shop.example", "front-password-value", let_in=("/o/x",))),
        ('header = "X-Access"\nvalue_env = "FRONT_VALUE"', Front(header="X-Access", value="front-value")),
        ('cookie = "door"\nvalue_env = "FRONT_VALUE"', Front(cookie="door", value="front-value")),
    ],
)
def test_a_front_wants_one_of_three(tmp_path: Path, section: str, front: Front) -> None:
    file = read(tmp_path, f"{GOOD}[target.front]\n{section}\n")
    assert file.front == front
    assert {front.password, front.value} - {""} <= set(file.secrets())
    assert not any(secret in repr(file) for secret in file.secrets())


def test_a_proxy_leads_to_the_target(tmp_path: Path) -> None:
    file = read(tmp_path, f'{GOOD}proxy = "http://proxy.example:3128/"\n')
    assert file.proxy == Proxy("http://proxy.example:3128")
    text = f'{GOOD}proxy = "http://p:3128"\nproxy_user_env = "USER"\nproxy_password_env = "PROXY_PASSWORD"\n'
    file = read(tmp_path, text)
    assert file.proxy is not None
    assert file.proxy.with_user == "http://hub%40shop.example:proxy-password-value@p:3128"
    assert "proxy-password-value" in file.secrets()
    assert "proxy-password-value" not in repr(file)


@pytest.mark.parametrize(
    ("more", "field", "found"),
    [
        ("[target.front]", "target.front.user_env", "nothing says what"),
        ('[target.front]\nuser_env = "USER"', "target.front.password_env", "it is missing"),
        (f'[target.front]\n{FRONT_USER}\nheader = "X"', "target.front.user_env", "it stands beside header"),
        (f'[target.front]\n{FRONT_USER}\nlet_in = ["o"]', "target.front.let_in", "are no paths"),
        ('[target.front]\nheader = "X"\ncookie = "y"\nvalue_env = "ID"', "target.front.cookie", "beside header"),
        ('[target.front]\nheader = "X"', "target.front.value_env", "it is missing"),
        ('[target.front]\nheader = "X"\nvalue_env = "ID"\nlet_in = ["/o/"]', "target.front.let_in", "every request"),
        ('[target.front]\nheader = "X Y"\nvalue_env = "ID"', "target.front.header", "no name of a header"),
        ('[target.front]\nheader = "authorization"\nvalue_env = "ID"', "target.front.header", "requests themselves"),
        ('[target.front]\nheader = "X"\nvalue_env = "LINES"', "target.front.value_env", "cannot stand in a header"),
        ('proxy = "proxy.example:3128"', "harness.proxy", "is not a web address"),
        ('proxy = "http://ada:secret@proxy.example"', "harness.proxy", "holds a user or a password"),
        ('proxy = "http://proxy.example/a"', "harness.proxy", "has a path"),
        ('proxy_user_env = "USER"', "harness.proxy_user_env", "there is no proxy"),
        ('proxy = "http://p:1"\nproxy_user_env = "USER"', "harness.proxy_password_env", "it is missing"),
    ],
)
def test_each_mistake_of_what_is_before_a_target_is_told(tmp_path: Path, more: str, field: str, found: str) -> None:
    error = refused(tmp_path, f"{GOOD}{more}\n")
    assert error.field.removeprefix("acme.toml, ") == field
    assert found in error.found
    assert "secret" not in str(error).replace("the secret", "")


def test_addresses_may_be_paths_of_a_portal_below_a_context_path(tmp_path: Path) -> None:
    text = GOOD.replace('url = "https://shop.example/"', 'url = "https://shop.example/portal/"')
    text = text.replace("https://shop.example/web/acme/catalog", "/web/acme/catalog")
    file = read(tmp_path, text.replace("https://shop.example/orders", "/portal/orders"))
    assert file.context_path == "/portal"
    assert file.start_url == "https://shop.example/portal/web/acme/catalog"
    assert file.orders is not None
    assert file.orders.url == "https://shop.example/portal/orders"
    assert file.buyers_url == "https://shop.example/portal"


def test_buyers_may_be_at_another_host_with_or_without_the_context_path(tmp_path: Path) -> None:
    text = GOOD.replace('url = "https://shop.example/"', 'url = "https://shop.example/portal"')
    assert read(tmp_path, text).buyers_url == "https://shop.example"
    elsewhere = text.replace("https://shop.example/web", "https://acme.example/portal/web")
    assert read(tmp_path, elsewhere).buyers_url == "https://acme.example/portal"


def refused(folder: Path, text: str | bytes) -> ConfigurationError:
    with pytest.raises(ConfigurationError) as raised:
        read(folder, text)
    return raised.value


def without(line: str, replacement: str = "") -> str:
    """Return the good file with a line taken out or replaced."""
    assert GOOD.count(f"{line}\n") == 1, line
    return GOOD.replace(f"{line}\n", f"{replacement}\n")


def test_everything_a_file_says_is_read(tmp_path: Path) -> None:
    file = read(tmp_path, GOOD)
    assert file == TargetFile(
        name="Acme",
        kind="live",
        url="https://shop.example",
        generation="tradecentric-7.4",
        group="Acme",
        start_url="https://shop.example/web/acme/catalog",
        hub=HubCredentials(client_id="the-client", client_secret="client-secret-value"),
        admin=Login("admin@shop.example", "admin-password-value"),
        buyer_email="buyer@shop.example",
        account="ACME-ERC",
        skus=("A-1", "A-2"),
        bind="0.0.0.0",
        advertise="http://qa.example:8800",
        console_logs=(str(tmp_path / "catalina.out"),),
        orders=OrderInterface("https://shop.example/orders", "order-secret-value"),
    )


def test_the_console_may_be_several_files_or_a_container(tmp_path: Path) -> None:
    (tmp_path / "catalina.1.gz").touch()
    file = read(tmp_path, GOOD.replace('log = "catalina.out"', 'log = ["catalina.1.gz", "catalina.out"]'))
    assert file.console_logs == (str(tmp_path / "catalina.1.gz"), str(tmp_path / "catalina.out"))
    file = read(tmp_path, GOOD.replace('log = "catalina.out"', 'container = "liferay"'))
    assert (file.console_logs, file.console_container) == ((), "liferay")


def test_what_may_be_left_out_has_a_default(tmp_path: Path) -> None:
    text = GOOD[: GOOD.index("[target.admin]")].replace('generation = "tradecentric-7.4"\n', "")
    file = read(tmp_path, text)
    assert (file.admin, file.skus, file.bind, file.advertise, file.ca_file) == (None, (), "127.0.0.1", "", "")
    assert file.orders is None
    assert file.generation == "tradecentric-7.4"


def test_a_second_address_leads_to_ways_with_faults(tmp_path: Path) -> None:
    text = f'{GOOD}advertise_faults = "http://qa.example:8900"\n'
    assert read(tmp_path, text).advertise_faults == "http://qa.example:8900"
    assert "its port is the hub's own" in str(refused(tmp_path, text.replace("8900", "8800")))
    assert "names no port" in str(refused(tmp_path, text.replace(":8900", "")))


def test_the_duration_of_tokens_may_be_told(tmp_path: Path) -> None:
    text = GOOD.replace("[target.catalog]", "[target.token]\nduration = 15\n[target.catalog]")
    assert (read(tmp_path, GOOD).token_duration, read(tmp_path, text).token_duration) == (None, 15)
    for wrong in ("0", "-1", "1.5", '"15"', "true"):
        error = refused(tmp_path, text.replace("duration = 15", f"duration = {wrong}"))
        assert error.field.endswith("target.token.duration")
        assert "is no number of seconds" in error.found


def test_another_buyer_is_another_person_of_another_account(tmp_path: Path) -> None:
    named = f'{GOOD}[target.other_buyer]\nemail = "other@beta.example"\naccount = "BETA-ERC"\n'
    assert read(tmp_path, named).other_buyer == ListedBuyer("target.other_buyer", "other@beta.example", "BETA-ERC")
    assert read(tmp_path, GOOD).other_buyer is None
    first = read(tmp_path, GOOD).buyer
    assert first is not None
    for key, before, same in (("email", "other@beta.example", first.email), ("account", "BETA-ERC", first.account)):
        error = refused(tmp_path, named.replace(before, same))
        assert error.field.endswith(f"target.other_buyer.{key}")
        assert error.found == f"{same!r} is the {key} of [target.buyer] as well"
    assert "account" in refused(tmp_path, named.replace('account = "BETA-ERC"\n', "")).field


CHANNEL = """[target.other_channel]
group = "Beta"
start_url = "/web/beta/catalog"
email = "beta@beta.example"
account = "BETA-ERC"
"""
BOTH = 'email_of_both = "both@shop.example"\n'


def test_another_channel_is_one_of_its_own_with_a_buyer_of_its_site_alone(tmp_path: Path) -> None:
    file = read(tmp_path, GOOD + CHANNEL + BOTH)
    buyer = ListedBuyer("target.other_channel", "beta@beta.example", "BETA-ERC")
    assert file.other_channel == ListedChannel(
        "Beta", "https://shop.example/web/beta/catalog", buyer, email_of_both="both@shop.example"
    )
    both = ListedBuyer("target.other_channel", "both@shop.example", "ACME-ERC", key="email_of_both")
    assert file.buyer_of_both == both
    alone = read(tmp_path, GOOD + CHANNEL)
    assert alone.other_channel is not None
    assert (alone.buyer_of_both, read(tmp_path, GOOD).other_channel) == (None, None)
    for line in CHANNEL.splitlines()[1:]:
        assert refused(tmp_path, GOOD + CHANNEL.replace(f"{line}\n", "")).field.endswith(line.partition(" ")[0])


@pytest.mark.parametrize(
    ("key", "value", "of"),
    [
        ("group", "Acme", "group of [target.site]"),
        ("start_url", "https://shop.example/web/acme/catalog", "start_url of [target.site]"),
        ("email", "buyer@shop.example", "email of [target.buyer]"),
        ("email_of_both", "buyer@shop.example", "email of [target.buyer]"),
        ("email_of_both", "beta@beta.example", "email of [target.other_channel]"),
    ],
)
def test_what_is_said_of_another_channel_is_said_of_nothing_else(tmp_path: Path, key: str, value: str, of: str) -> None:
    text, count = re.subn(rf'(?m)^{key} = ".*"$', f'{key} = "{value}"', CHANNEL + BOTH)
    assert count == 1
    error = refused(tmp_path, GOOD + text)
    assert (error.field.rpartition(" ")[2], error.found) == (
        f"target.other_channel.{key}",
        f"{value!r} is the {of} as well",
    )


def test_a_person_may_be_asked_and_may_be_the_only_one_who_uses_a_browser_there(tmp_path: Path) -> None:
    without_admin = GOOD.replace('[target.admin]\nuser_env = "ADMIN"\npassword_env = "ADMIN_PASSWORD"\n', "")
    section = '[target.attestation]\nbrowser = "by hand"\n'
    file = read(tmp_path, without_admin + 'advertise_procurement = "http://qa.example:8850"\n' + section)
    assert file.attestation == AskedOfPerson(by_hand=True)
    assert (file.by_hand, file.advertise_procurement) == (True, "http://qa.example:8850")
    file = read(tmp_path, f"{GOOD}[target.attestation]\n")
    assert (file.attestation, file.by_hand) == (AskedOfPerson(), False)
    assert (read(tmp_path, GOOD).attestation, read(tmp_path, GOOD).by_hand) == (None, False)
    assert "[target.admin] lets the harness change" in str(refused(tmp_path, GOOD + section))
    assert "'chromium' is no way to use one" in str(refused(tmp_path, GOOD + section.replace("by hand", "chromium")))


def test_the_hub_may_call_as_a_user(tmp_path: Path) -> None:
    text = GOOD.replace(
        'client_id_env = "ID"\nclient_secret_env = "SECRET"', 'user_env = "USER"\npassword_env = "PASSWORD"'
    )
    assert read(tmp_path, text).hub == HubCredentials(user="hub@shop.example", password="hub-password-value")


@pytest.mark.parametrize(
    ("line", "replacement", "field", "found"),
    [
        ('name = "Acme"', "", "target.name", "it is missing"),
        ('name = "Acme"', 'name = ""', "target.name", "it is empty"),
        ('name = "Acme"', "name = 5", "target.name", "5 is not text"),
        ('kind = "live"', "", "target.kind", "it is missing"),
        ('kind = "live"', 'kind = "embedded"', "target.kind", "'embedded' cannot be run from a file"),
        ('url = "https://shop.example/"', "", "target.url", "it is missing"),
        ('url = "https://shop.example/"', 'url = ""', "target.url", "it is empty"),
        ('url = "https://shop.example/"', 'url = "shop.example"', "target.url", "'shop.example' is not a web address"),
        ('url = "https://shop.example/"', 'url = "ftp://shop.example"', "target.url", "is not a web address"),
        ('url = "https://shop.example/"', 'url = "https://"', "target.url", "is not a web address"),
        ('url = "https://shop.example/"', 'url = "http://[::1"', "target.url", "is not a web address"),
        ('url = "https://shop.example/"', 'url = "http://x:99999"', "target.url", "is not a web address"),
        ('url = "https://shop.example/"', 'url = "https://u:p@x"', "target.url", "it holds a user or a password"),
        ('url = "https://shop.example/"', "url = true", "target.url", "True is not text"),
        ('generation = "tradecentric-7.4"', 'generation = "8"', "target.generation", "'8' is not known"),
        ('group = "Acme"', "", "target.site.group", "it is missing"),
        ('client_id_env = "ID"', "", "target.auth.client_id_env", "it is missing"),
        ('client_id_env = "ID"', 'client_id_env = "UNSET"', "target.auth.client_id_env", "UNSET is not set"),
        ('client_id_env = "ID"', 'client_id_env = "EMPTY"', "target.auth.client_id_env", "EMPTY is not set"),
        ('client_id_env = "ID"', 'client_id_env = ""', "target.auth.client_id_env", "it is empty"),
        (
            'client_secret_env = "SECRET"',
            'client_secret_env = "s3cret/itself"',
            "target.auth.client_secret_env",
            "names no environment variable that is set",
        ),
        ('client_secret_env = "SECRET"', "client_secret_env = 314159", "target.auth.client_secret_env", "is not text"),
        (
            'url = "https://shop.example/"',
            'url = "shop://u:s3cret/itself@x"',
            "target.url",
            "what stands there is not a web address",
        ),
        ('client_id_env = "ID"', 'user_env = "USER"', "target.auth.user_env", "it stands beside client_id_env"),
        ('client_secret_env = "SECRET"', "", "target.auth.client_secret_env", "it is missing"),
        ('user_env = "ADMIN"', "", "target.admin.user_env", "it is missing"),
        ('password_env = "ADMIN_PASSWORD"', "", "target.admin.password_env", "it is missing"),
        ('skus = ["A-1", "A-2"]', 'skus = "A-1"', "target.catalog.skus", "'A-1' is not a list of texts"),
        ('skus = ["A-1", "A-2"]', "skus = [1]", "target.catalog.skus", "[1] is not a list of texts"),
        ('email = "buyer@shop.example"', 'mail = "b@shop.example"', "target.buyer.mail", "there is no such entry"),
        ('advertise = "http://qa.example:8800"', 'advertise = "qa:8800"', "harness.advertise", "is not a web address"),
        ('advertise = "http://qa.example:8800"', 'advertise = "http://qa"', "harness.advertise", "names no port"),
        ('log = "catalina.out"', 'log = "gone.log"', "target.console.log", "there is no file 'gone.log'"),
        ('log = "catalina.out"', 'log = ["gone.log"]', "target.console.log", "there is no file 'gone.log'"),
        (
            'log = "catalina.out"',
            'log = "catalina.out"\ncontainer = "liferay"',
            "target.console.container",
            "it stands beside log",
        ),
        ('bind = "0.0.0.0"', "bind = 0", "harness.bind", "0 is not text"),
        ("[target.catalog]", "[target.catalogue]", "target.catalogue", "there is no such entry"),
        ("[harness]", "[harnes]", "[harnes]", "there is no such section"),
        ('[target.console]\nlog = "catalina.out"', "[target]", "--target", "is not valid TOML"),
        ('url = "https://shop.example/"', 'url = "https://shop.example/?a=1"', "target.url", "more behind its path"),
        ('url = "https://shop.example/orders"', "", "target.orders.url", "it is missing"),
        ('url = "https://shop.example/orders"', 'url = "orders"', "target.orders.url", "neither a path nor"),
        ('shared_secret_env = "ORDER_SECRET"', "", "target.orders.shared_secret_env", "it is missing"),
        (
            'shared_secret_env = "ORDER_SECRET"',
            'shared_secret_env = "UNSET"',
            "target.orders.shared_secret_env",
            "UNSET",
        ),
        ('shared_secret_env = "ORDER_SECRET"', 'shared_secret = "x"', "target.orders.shared_secret", "no such entry"),
        ('kind = "live"', 'kind = "live"\nca_file = "gone.pem"', "target.ca_file", "there is no file 'gone.pem'"),
        ('kind = "live"', 'kind = "live"\nca_file = "."', "target.ca_file", "there is no file '.'"),
    ],
)
def test_each_mistake_is_told_with_its_place(
    tmp_path: Path, line: str, replacement: str, field: str, found: str
) -> None:
    error = refused(tmp_path, without(line, replacement))
    assert error.field.removeprefix("acme.toml, ") == field
    assert found in error.found
    assert error.remedy.endswith(".")
    assert not any(secret in str(error) for secret in (*SECRETS, "s3cret/itself", "314159"))


@pytest.mark.parametrize(
    ("text", "field", "found"),
    [
        ("target = 5", "target", "it is not a section"),
        ('target = {site = "here"}', "target.site", "it is not a section"),
        ("", "target.kind", "it is missing"),
        ("[target", "--target", "is not valid TOML"),
        (b"name = '\xff'", "--target", "is not text in UTF-8"),
    ],
)
def test_a_file_of_another_shape_is_refused(tmp_path: Path, text: str | bytes, field: str, found: str) -> None:
    error = refused(tmp_path, text)
    assert error.field.removeprefix("acme.toml, ") == field
    assert found in error.found


@pytest.mark.parametrize(("name", "reason"), [("gone.toml", "No such file"), (".", "Is a directory")])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(ConfigurationError, match=reason) as raised:
        read_target_file(tmp_path / name, {})
    assert raised.value.field == "--target"


def test_certificates_are_found_beside_the_target_file(tmp_path: Path) -> None:
    (tmp_path / "own.pem").touch()
    file = read(tmp_path, without('kind = "live"', 'kind = "live"\nca_file = "own.pem"'))
    assert file.ca_file == str(tmp_path / "own.pem")


def test_secrets_are_declared_and_never_shown(tmp_path: Path) -> None:
    file = read(tmp_path, GOOD)
    assert set(file.secrets()) == {"client-secret-value", "admin-password-value", "order-secret-value"}
    as_user = HubCredentials(user="u", password="hub-password-value")
    company = Company("Acme", "ERC", "AN-1", "shared-secret-value")
    for shown in (file, file.hub, file.admin, file.orders, as_user, company):
        assert not any(secret in f"{shown!r} {shown}" for secret in (*SECRETS, "shared-secret-value"))
    assert "the-client" in repr(file)


def test_the_readme_tells_of_every_entry() -> None:
    told = (ROOT / "README.md").read_text(encoding="utf-8")
    assert sorted(key for keys in KNOWN.values() for key in keys if not re.search(rf"\b{key}\b", told)) == []
