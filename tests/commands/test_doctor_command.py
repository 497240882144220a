"""The doctor as a stranger meets it: one line for each question, and for each no what to do about it."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.harness.preflight.preflight_bench import free_port

FORBIDDEN = ("Traceback", "scenario", "fixture", "harness.preflight", "Planted")


def rewritten(target: Path, folder: Path, *changes: tuple[str, str]) -> str:
    """Write a target file with some entries changed beside the first; return its path."""
    text = target.read_text(encoding="utf-8")
    for pattern, replacement in changes:
        text, count = re.subn(pattern, replacement, text)
        assert count
    path = target.with_name(f"{folder.name}.toml")
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("generation", ["punchout2go-2.1", "tradecentric-7.4"])
def test_without_a_target_the_embedded_storefront_is_well(punchout: Callable[..., Any], generation: str) -> None:
    done = punchout("doctor", "--generation", generation)
    assert done.code == 0, done.output
    lines = done.output.splitlines()
    assert len(lines) == 23
    assert all(line.startswith("yes        ") for line in lines)
    assert not done.out.exists()


def test_a_good_target_is_well(punchout: Callable[..., Any], served: Any) -> None:
    done = punchout("doctor", "--target", str(served.target), environment=served.environment)
    assert done.code == 0, done.output
    assert {line[:4].strip() for line in done.output.splitlines()} == {"yes"}
    assert "yes        the cart comes back to the hub (http://127.0.0.1:" in done.output


def test_several_mistakes_are_told_in_one_go(punchout: Callable[..., Any], served: Any, tmp_path: Path) -> None:
    target = rewritten(
        served.target, tmp_path, ('group = ".*?"', 'group = "Acme"'), (r"catalog\"", 'products"'), ("SKU-003", "SKU-3")
    )
    done = punchout("doctor", "--target", target, environment=served.environment)
    assert done.code == 4
    answers, _, messages = done.output.partition("\n\n")
    assert re.findall("(?m)^no +(.*)$", answers) == ["the catalog page is there", "the site 'Acme' is there"]
    assert len(re.findall("(?m)^ERROR: ", messages)) == 2
    for part in (
        "  found:    there is no site 'Acme'",
        "  expected: ",
        "  to do:    Look it up under Control Panel > Sites",
    ):
        assert part in messages
    assert not [word for word in FORBIDDEN if word in done.output]


def test_without_an_administrator_the_listed_buyer_is_asked_about(
    punchout: Callable[..., Any], served: Any, tmp_path: Path
) -> None:
    listed = '[target.buyer]\nemail = "nobody@acme.example"\naccount = "ACME-ERC"\n'
    target = rewritten(served.target, tmp_path, (r"(?s)\[target\.admin\].*?(?=\[target\.catalog\])", listed))
    done = punchout("doctor", "--target", target, environment=served.environment)
    assert done.code == 4, done.output
    assert "target.buyer.email\n  found:    there is no user nobody@acme.example" in done.output
    assert re.findall("(?m)^not asked +(.*?) \\(", done.output) == [
        "a buyer punches out and is signed in",
        "the buyer sees the products",
        "the cart comes back to the hub",
    ]


@pytest.mark.parametrize("processes", [[], ["-n", "2"]], ids=["one process", "two processes"])
def test_a_port_of_the_hub_that_is_taken_is_one_message_and_no_run(
    punchout: Callable[..., Any], served: Any, tmp_path: Path, processes: list[str]
) -> None:
    first = free_port(2)
    port = first + 1 if processes else first
    with socket.create_server(("127.0.0.1", port)):
        hub = f'\n[harness]\nadvertise = "http://127.0.0.1:{first}"\n'
        target = rewritten(served.target, tmp_path, (r"\Z", hub))
        done = punchout("certify", "--target", target, *processes, environment=served.environment)
    assert done.code == 4, done.output
    assert len(re.findall("ERROR", done.output)) == 1
    assert f"harness.advertise: another program listens at port {port} of this machine" in done.output
    assert "passed" not in done.output
    assert not (done.out / "results.json").exists()


def test_a_file_that_is_not_there_is_one_message(punchout: Callable[..., Any]) -> None:
    done = punchout("doctor", "--target", "nowhere.toml")
    assert (done.code, done.output) == (
        4,
        "ERROR: --target: nowhere.toml cannot be read (No such file or directory). Give a readable file.\n",
    )
