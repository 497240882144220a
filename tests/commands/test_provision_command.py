"""`punchout provision` as it is typed: its checklist, and what it says when nothing can be made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.provisioning.testdata import read_test_data

TARGET = """
[target]
name = "Acme"
kind = "live"
url = "http://127.0.0.1:1"
[target.auth]
client_id_env = "NOBODY_SETS_ID"
client_secret_env = "NOBODY_SETS_SECRET"
"""
ADMIN = '[target.admin]\nuser_env = "NOBODY_SETS_USER"\npassword_env = "NOBODY_SETS_PASSWORD"\n'
SET = dict.fromkeys(["NOBODY_SETS_ID", "NOBODY_SETS_SECRET", "NOBODY_SETS_USER", "NOBODY_SETS_PASSWORD"], "given")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "acme.toml"
    path.write_text(TARGET, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("generation", "menu"),
    [("tradecentric-7.4", "Applications menu > Commerce > Channels"), ("punchout2go-2.1", "Commerce > Settings")],
)
def test_the_checklist_needs_neither_target_nor_secret(
    punchout: Callable[..., Any], target: Path, generation: str, menu: str
) -> None:
    done = punchout("provision", "--checklist", "--generation", generation)
    assert done.code == 0, done.output
    assert menu in done.output
    assert all(sku in done.output for sku in read_test_data().skus)
    target.write_text(f"{TARGET}[target.buyer]\nemail = 'me@b.example'\n", encoding="utf-8")
    done = punchout("provision", "--checklist", "--target", str(target))
    assert done.code == 0, done.output
    assert "Add: me@b.example" in done.output
    assert 'start_url = "http://127.0.0.1:1/web/punch-out-tests/catalog"' in done.output


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        (TARGET, (), "target.admin: not given"),
        (TARGET + ADMIN, (), "target.url, target.admin: "),
        (TARGET.replace("live", "container") + ADMIN, (), "kind"),
        (TARGET + ADMIN, ("--generation", "punchout2go-2.1"), "--generation: it is for --checklist"),
        (TARGET + ADMIN, ("--remove", "--checklist"), "not allowed with"),
        ("target = ", (), "--target"),
    ],
)
def test_what_cannot_be_made_is_one_message(
    punchout: Callable[..., Any], target: Path, text: str, options: tuple[str, ...], said: str
) -> None:
    target.write_text(text, encoding="utf-8")
    done = punchout("provision", "--target", str(target), *options, environment=SET)
    assert done.code == 4, done.output
    assert said in done.output
    assert "Traceback" not in done.output


def test_without_a_target_it_says_what_to_name(punchout: Callable[..., Any]) -> None:
    done = punchout("provision")
    assert done.code == 4
    assert "--target: not given" in done.output


def test_a_target_of_which_nothing_is_noted_is_left_alone(punchout: Callable[..., Any], target: Path) -> None:
    target.write_text(TARGET + ADMIN, encoding="utf-8")
    done = punchout("provision", "--remove", "--target", str(target), environment=SET)
    assert (done.code, done.output) == (0, "Nothing is noted as made on this target.\n")


def test_only_a_storefront_alone_is_served_bare(punchout: Callable[..., Any]) -> None:
    done = punchout("serve", "--bare")
    assert done.code == 4
    assert "serve storefront --bare" in done.output
