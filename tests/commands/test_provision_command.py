"""`punchout provision` as it is typed: its checklist, and what it says when nothing can be made."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.cli import main
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


@pytest.fixture
def typed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., tuple[int, str]]:
    """Run `punchout provision` in this process, in an empty folder; return its exit code and what it said."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, **environment: str) -> tuple[int, str]:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        try:
            code = main(["provision", *arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


Typed = Callable[..., tuple[int, str]]


@pytest.mark.parametrize(
    ("generation", "menu"),
    [("tradecentric-7.4", "Applications menu > Commerce > Channels"), ("punchout2go-2.1", "Commerce > Settings")],
)
def test_the_checklist_needs_neither_target_nor_secret(typed: Typed, generation: str, menu: str) -> None:
    code, said = typed("--checklist", "--generation", generation)
    assert code == 0
    assert menu in said
    assert all(sku in said for sku in read_test_data().skus)


def test_the_checklist_of_a_target_file_names_what_it_names(typed: Typed, target: Path) -> None:
    target.write_text(f"{TARGET}[target.buyer]\nemail = 'me@b.example'\n", encoding="utf-8")
    code, said = typed("--checklist", "--target", str(target))
    assert code == 0, said
    assert "Add: me@b.example" in said
    assert 'start_url = "http://127.0.0.1:1/web/punch-out-tests/catalog"' in said


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        (TARGET, (), "target.admin: not given"),
        (TARGET + ADMIN, (), "target.url, target.admin: "),
        (f'{TARGET}{ADMIN}[target.container]\nimage = "x:1"\n'.replace('"live"', '"container"'), (), "target.kind"),
        (TARGET + ADMIN, ("--generation", "punchout2go-2.1"), "--generation: it is for --checklist"),
        (TARGET + ADMIN, ("--remove", "--checklist"), "not allowed with"),
        (TARGET + ADMIN, ("--checklist", "--generation", "punchout2go-2.1"), "the target file says tradecentric-7.4"),
        ("target = ", (), "--target"),
    ],
)
def test_what_cannot_be_made_is_one_message(
    typed: Typed, target: Path, text: str, options: tuple[str, ...], said: str
) -> None:
    target.write_text(text, encoding="utf-8")
    code, told = typed("--target", str(target), *options, **SET)
    assert code == 4, told
    assert said in told
    assert "given" not in told.replace("not given", "")


def test_without_a_target_it_says_what_to_name(typed: Typed) -> None:
    code, told = typed()
    assert code == 4
    assert "--target: not given" in told


def test_a_target_of_which_nothing_is_noted_is_left_alone(typed: Typed, target: Path) -> None:
    target.write_text(TARGET + ADMIN, encoding="utf-8")
    answer = typed("--remove", "--target", str(target), **SET)
    assert answer == (0, "Nothing is noted as made on this target.\n")


def test_it_ends_by_a_signal_as_by_ctrl_c(typed: Typed, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killing(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr("harness.commands.provision.provision", killing)
    target.write_text(TARGET + ADMIN, encoding="utf-8")
    before = signal.getsignal(signal.SIGTERM)
    code, _ = typed("--target", str(target), **SET)
    assert code == 2
    assert signal.getsignal(signal.SIGTERM) == before


def test_only_a_storefront_alone_is_served_bare(punchout: Callable[..., Any]) -> None:
    done = punchout("serve", "--bare")
    assert done.code == 4
    assert "serve storefront --bare" in done.output
