"""`punchout provision` as it is typed: its checklist, and what it says when nothing can be made."""

from __future__ import annotations

import os
import signal
import tomllib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from harness.cli import main
from harness.provisioning.testdata import read_test_data
from simulators.storefront import Storefront
from simulators.wire import Journal, Redactor

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


def test_the_checklist_tells_the_other_channel_as_far_as_the_target_file_names_it(typed: Typed, target: Path) -> None:
    other = '[target.other_channel]\ngroup = "Beta"\nemail_of_both = "both@acme.example"\n'
    target.write_text(f"{TARGET}{other}", encoding="utf-8")
    code, said = typed("--checklist", "--target", str(target))
    assert code == 0, said
    start_url = "http://127.0.0.1:1/web/punch-out-tests-elsewhere/catalog"
    for step in (
        "Add > Blank Site: name Beta.",
        "name Beta Channel, currency USD.",
        f"Channels > Beta Channel > Punch Out: toggle at Enabled, Punch Out Start URL {start_url}.",
        "name Punch Out Tests Other Company, External Reference Code PUNCHOUT-TESTS-OTHER.",
        "Add: punchout.other.buyer@example.com, ",
        "In the site Beta: People > Memberships > Users > Add: punchout.elsewhere.buyer@example.com;",
        "In the site Punch Out Tests: People > Memberships > Users > Add: both@acme.example;",
        "In the site Beta: People > Memberships > Users > Add: both@acme.example;",
    ):
        assert step in said, step
    assert f'[target.other_channel]\ngroup = "Beta"\nstart_url = "{start_url}"\n' in said
    assert "Punch Out Tests Elsewhere" not in said


def test_the_target_file_it_writes_names_all_that_was_made(typed: Typed, target: Path) -> None:
    with closing(Storefront(Journal(Redactor(b"")), seed=1, bare=True).open()) as storefront:
        known = storefront.credentials
        secrets = (known.client_id, known.client_secret, known.administrator, known.administrator_password)
        environment = dict(zip(SET, secrets, strict=True))
        other = '[target.other_channel]   # ours\ngroup = "Beta"\n'
        text = TARGET.replace("http://127.0.0.1:1", storefront.url) + ADMIN + other
        target.write_text(text, encoding="utf-8")
        full = target.with_name("full.toml")
        code, said = typed("--target", str(target), "--target-out", str(full), **environment)
        assert code == 0, said
        assert "made      the site Beta\n" in said
        names = {**read_test_data().below(storefront.url).names, "target.other_channel.group": "Beta"}
        document = tomllib.loads(full.read_text(encoding="utf-8"))
        for entry, name in names.items():
            section, key = entry.removeprefix("target.").split(".")
            assert document["target"][section][key] == name, entry
        # Whoever has no file written is told what is to be pasted into it.
        code, said = typed("--target", str(target), **environment)
        assert code == 0, said
        assert f'[target.other_buyer]\nemail = "{names["target.other_buyer.email"]}"\n' in said
        assert f'[target.other_channel]\nstart_url = "{names["target.other_channel.start_url"]}"\n' in said
        assert typed("--remove", "--target", str(target), **environment)[0] == 0


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        (TARGET, (), "target.admin: not given"),
        (TARGET + ADMIN, (), "target.url, target.admin: "),
        (f'{TARGET}{ADMIN}[target.container]\nimage = "x:1"\n'.replace('"live"', '"container"'), (), "target.kind"),
        (TARGET + ADMIN, ("--generation", "punchout2go-2.1"), "--generation: it is for --checklist"),
        (TARGET + ADMIN, ("--remove", "--checklist"), "not allowed with"),
        (TARGET + ADMIN, ("--checklist", "--generation", "punchout2go-2.1"), "the target file says tradecentric-7.4"),
        (f'{TARGET}{ADMIN}[target.other_buyer]\naccount = "PUNCHOUT-TESTS"\n', (), "is the account of [target.buyer]"),
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
