"""Planted secrets and the tokens of real punch outs turn up in no file and on no screen."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import requests
from faker import Faker

from harness.actors.people import Cast
from harness.evidence import Evidence
from harness.settings import read_settings
from harness.stage import Stage
from harness.world import World
from simulators.messages.session import access_token_of
from simulators.wire import Redactor


def forms_of(secret: str) -> set[bytes]:
    """Return a secret in every way it might be written down."""
    forms = {
        secret,
        quote(secret),
        quote(secret, safe=""),
        quote_plus(secret),
        base64.b64encode(secret.encode()).decode(),
    }
    return {form.encode() for form in forms}


def files_with(folder: Path, planted: set[str]) -> list[str]:
    forms = {form for secret in planted for form in forms_of(secret)}
    return [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and any(form in path.read_bytes() for form in forms)
    ]


def test_planted_secrets_are_in_no_file_and_not_on_the_screen(punchout: Callable[..., Any], served: Any) -> None:
    # A start page other than the channel's makes scenarios fail, so that start URLs are printed as what was got.
    account = {"name": "Canary", "externalReferenceCode": "CANARY"}
    admin_login = (served.environment["PUNCHOUT_ADMIN_USER"], served.environment["PUNCHOUT_ADMIN_PASSWORD"])
    accounts = f"{served.ready['storefront']['url']}/o/headless-admin-user/v1.0/accounts"
    requests.post(accounts, json=account, auth=admin_login, timeout=10).raise_for_status()
    text = served.target.read_text(encoding="utf-8").replace("/catalog", "")
    admin, catalog = text.index("[target.admin]"), text.index("[target.catalog]")
    buyer = '[target.buyer]\nemail = "planted.admin@shop.example"\naccount = "CANARY"\n'
    target = served.target.with_name("canary.toml")
    target.write_text(text[:admin] + buyer + text[catalog:], encoding="utf-8")
    failing = punchout("certify", "--target", str(target), "-k", "start_url_is_the_one", environment=served.environment)
    asked = ("--target", str(served.target), "-k", "round_trip", "--har")
    passing = punchout("certify", *asked, environment=served.environment)
    assert failing.code == 1, failing.output
    assert passing.code == 0, passing.output
    assert "punchOutAccessToken=[access token " in failing.output
    names = ("PUNCHOUT_CLIENT_SECRET", "PUNCHOUT_ADMIN_PASSWORD", "PUNCHOUT_ORDER_SECRET")
    planted = {served.environment[name] for name in names}
    assert list((passing.out / "har").iterdir())
    assert files_with(passing.out, planted) == []
    for form in {form.decode() for secret in planted for form in forms_of(secret)}:
        assert form not in failing.output + passing.output


def test_the_tokens_of_a_punch_out_are_in_no_file(tmp_path: Path) -> None:
    settings = read_settings({"out": str(tmp_path)}, {})
    redactor = Redactor(secrets.token_bytes(16))
    world = World(settings, worker="main", redactor=redactor)
    evidence = Evidence(redactor)
    try:
        with (
            world.journal.scenario("canary"),
            Stage(world, Cast(Faker(), "canary"), evidence, changes_settings=True) as stage,
        ):
            buyer = stage.buyer()
            buyer.enter()
            buyer.fill_cart([1])
            assert buyer.browser.page is not None
            seen = {
                "access token": access_token_of(buyer.start_url) or "",
                "session": buyer.browser.cookies(world.target.file.url)["JSESSIONID"],
                "csrf": buyer.browser.page.csrf_token,
                "shared secret": buyer.company.shared_secret,
                "client secret": world.target.file.hub.client_secret,
                "password": world.target.file.admin.password if world.target.file.admin else "",
            }
            buyer.submit()
            shown = redactor.text(f"the start URL is {buyer.start_url} and the secret {seen['shared secret']}")
    finally:
        world.close()
    assert all(seen.values())
    assert len(list(tmp_path.rglob("*.jsonl"))) == 1
    assert files_with(tmp_path, set(seen.values())) == []
    assert not [name for name, value in seen.items() if value in shown]
