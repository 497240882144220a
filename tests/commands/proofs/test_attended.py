"""A person at a terminal attests a storefront nobody may automate: shops by hand, answers, and the results say so."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from harness.actors import Buyer
from harness.actors.ways_to_shop import shopping_in
from harness.browser import Page
from harness.project import CATALOGUE
from harness.qualification.telling import suite_digest
from harness.requirements import read_catalogue
from harness.stage import Stage
from tests.commands.at_terminal import DEADLINE, AtTerminal, at_terminal
from tests.commands.conftest import PUNCHOUT, Served, environment_with

# The smallest picture there is.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)
PRODUCT = """
[product]
vendor = "Acme"
name = "Acme Shop"
version = "7.4.13"
[connector]
version = "4.0.51"
[tested_by]
name = "Q. A. Engineer"
organisation = "Acme Quality"
"""


@pytest.fixture(scope="module")
def by_hand(served: Served, stage: Stage, buyer: Buyer) -> Path:
    """The target file of a storefront nobody may automate."""
    other = stage.colleague(buyer, ())
    text = served.target.read_text(encoding="utf-8")
    more = (
        f'[target.buyer]\nemail = "{buyer.person.email}"\naccount = "{buyer.company.account_code}"\n'
        f'without_role = "{other.person.email}"\n[target.attestation]\nbrowser = "by hand"\n'
    )
    text, count = re.subn(r"(?s)\[target\.admin\].*?(?=\[target\.catalog\])", more, text)
    assert count == 1
    path = served.target.with_name("by-hand.toml")
    path.write_text(text, encoding="utf-8")
    return path


class ByHand:
    """What the person does in a browser, as the prompt says; the addresses are those that are shown."""

    def __init__(self, stage: Stage, buyer: Buyer, terminal: AtTerminal) -> None:
        self._stage, self._terminal = stage, terminal
        self._account_id = buyer.company.account_id or 0
        self._browser = stage.browser()

    def punches_out(self) -> Page:
        page = self._browser.open(self._terminal.wait_for(r"http://\S+/punchouts/\S+")[0])
        (button,) = [form for form in page.forms if form.action.endswith("/start")]
        page = self._browser.submit(button)
        assert page.signed_in
        return page

    def uses_a_start_url_twice(self) -> Page:
        address = self._terminal.wait_for(r"http://\S+\?punchOutAccessToken=\S+")[0]
        assert self._browser.open(address).signed_in
        page = self._stage.browser().open(address)
        assert not page.signed_in
        return page

    def fills_a_cart(self) -> Page:
        self.punches_out()
        self._shopping = shopping_in(self._stage.target, self._account_id, self._browser)
        self._shopping.put_into_cart([2, 1])
        self._order_id = self._shopping.order_id() or 0
        return self._shopping.open_carts()

    def sees_no_submit(self) -> Page:
        page = self.fills_a_cart()
        assert self._shopping.submit_button(page, self._order_id) is None
        return page

    def submits(self) -> Page:
        button = self._shopping_button()
        page = self._shopping.press(button)
        assert "Your cart" in page.words
        return page

    def is_signed_out(self) -> Page:
        self.submits()
        page = self._browser.open(self._terminal.wait_for(r"http://\S+/catalog")[0])
        assert not page.signed_in
        return page

    def _shopping_button(self) -> Any:
        page = self.fills_a_cart()
        button = self._shopping.submit_button(page, self._order_id)
        assert button is not None
        return button


# What the person does by the name of the scenario; in the menus, which the reference storefront does not have, nothing.
DONE: dict[str, Callable[[ByHand], Page]] = {
    "A person who punches out is signed in as the buyer": ByHand.punches_out,
    "A start URL that a person has used signs nobody in again": ByHand.uses_a_start_url_twice,
    "The cart of a person arrives in the procurement system": ByHand.submits,
    "A person who has submitted is no longer signed in": ByHand.is_signed_out,
    "A person without the permissions is not offered Submit": ByHand.sees_no_submit,
}


def next_question(terminal: AtTerminal) -> str:
    """Return the name of the scenario that is asked about next, in one line."""
    return " ".join(terminal.wait_for(r"\d+ of \d+: ((?:.|\n)+?)\n  P2G-")[1].split())


def answer(terminal: AtTerminal, word: str, remark: str = "", picture: str = "") -> None:
    """Answer a question."""
    for prompt, typed in ((r"cannot tell\): ", word), (r"(none: |instead\? |not\? )", remark), (r"none: ", picture)):
        terminal.wait_for(prompt)
        terminal.type(typed)


def command(out: Path, target: Path, *more: str) -> list[str]:
    return [*PUNCHOUT, "certify", f"--out={out}", f"--target={target}", *more]


def attested(out: Path) -> dict[str, dict[str, Any]]:
    """Return the scenarios a person was to attest, by name."""
    document = json.loads((out / "results.json").read_text(encoding="utf-8"))
    return {each["name"]: each for each in document["scenarios"] if each["feature_file"].startswith("attested_")}


def qualify(out: Path) -> None:
    """Leave a qualification of the suite as it is."""
    out.mkdir()
    names = [name for name, each in read_catalogue(CATALOGUE).items() if not each.why_not_judged]
    told = {
        "suite": suite_digest(),
        "finished": "2026-01-01T00:00:00+00:00",
        "full": False,
        "whole": True,
        "qualified": True,
        "defects": [{"name": "late"}],
        "requirements": [{"id": name, "broken_by": ["late"]} for name in names],
    }
    (out / "qualification.json").write_text(json.dumps(told), encoding="utf-8")


def test_a_person_attests_a_storefront_that_nobody_may_automate(
    served: Served, stage: Stage, buyer: Buyer, by_hand: Path, punchout: Callable[..., Any], tmp_path: Path
) -> None:
    out, picture, product = tmp_path / "out", tmp_path / "a picture.png", tmp_path / "product.toml"
    qualify(out)
    picture.write_bytes(PNG)
    product.write_text(PRODUCT, encoding="utf-8")
    arguments = command(out, by_hand, "--attend=Ada Tester", "--level=certification", f"--product={product}")
    with at_terminal(arguments, tmp_path, environment_with(served.environment)) as (terminal, process):
        terminal.wait_for("Ada Tester, 11 scenarios of this run cannot be judged without you")
        terminal.wait_for(r"Go on with them\? \(yes, no\): ")
        terminal.type("yes")
        answered = 0
        while answered < 12:
            name = next_question(terminal)
            if name in DONE:
                DONE[name](ByHand(stage, buyer, terminal))
                answer(terminal, "y", "", f"'{picture}'")
            else:
                answer(terminal, "yes", f"seen, and {served.environment['PUNCHOUT_CLIENT_SECRET']} is on the page")
            answered += 1
        terminal.read_to_the_end()
        code = process.wait(DEADLINE)
    assert code == 0, terminal.shown
    seen = attested(out)
    assert {each["verdict"] for each in seen.values()} == {"passed"}
    told = seen["The cart of a person arrives in the procurement system"]["attestations"][0]
    assert (told["by"], told["said"]) == ("Ada Tester", "yes")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", told["at"])
    assert (out / told["screenshot"]["file"]).read_bytes() == PNG
    assert told["screenshot"]["sha256"] == sha256(PNG).hexdigest()
    everything = b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file() and path.suffix != ".zip")
    assert served.environment["PUNCHOUT_CLIENT_SECRET"].encode() not in everything
    assert b"Ada Tester" in (out / "report.html").read_bytes()
    assert b"data:image/png;base64," in (out / "report.html").read_bytes()
    twice = seen["A start URL that a person has used signs nobody in again"]["attestations"][0]
    assert "[access token " in " ".join(twice["did"])
    package = out / "certification.zip"
    assert punchout("report", "verify", str(package)).code == 0
    changed = punchout("report", "verify", str(with_another_picture(package, told["screenshot"]["file"], tmp_path)))
    assert changed.code == 1
    assert f"{told['screenshot']['file']} was changed" in changed.output


def with_another_picture(package: Path, name: str, folder: Path) -> Path:
    """Return a package in which somebody has put another picture."""
    forged = folder / "forged.zip"
    with ZipFile(package) as made, ZipFile(forged, "w") as written:
        for member in made.infolist():
            content = made.read(member)
            written.writestr(
                member,
                content.replace(b"\x00\x05\x00\x01", b"\x00\x05\x00\x02") if member.filename == name else content,
            )
    return forged


def test_what_a_person_denies_fails_and_what_none_can_tell_is_untestable(
    served: Served, by_hand: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    arguments = command(
        out, by_hand, "--attend=Ada", "-k", "attested_pages and (channel or switch or buyers or accelerator)"
    )
    with at_terminal(arguments, tmp_path, environment_with(served.environment)) as (terminal, process):
        terminal.wait_for("Go on with them.*: ")
        terminal.type("yes")
        answer(terminal, "no", "the menu Commerce is not there")
        answer(terminal, "c", "I may not open System Settings")
        answer(terminal, "n", "they share the role Site Member")
        terminal.wait_for(r"cannot tell\): ")
        terminal.press("D")
        terminal.read_to_the_end()
        code = process.wait(DEADLINE)
    assert code == 1, terminal.shown
    said = {name: (each["verdict"], each["reason"]) for name, each in attested(out).items()}
    verdicts = [said[name][0] for name in sorted(said)]
    assert sorted(verdicts) == ["failed", "not_run", "untestable", "warning"], said
    reasons = " ".join(reason for _, reason in said.values())
    assert "the menu Commerce is not there" in reasons
    assert "I may not open System Settings" in reasons
    assert "Ctrl-D" in reasons


def test_ctrl_c_at_a_prompt_interrupts_the_run(served: Served, by_hand: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    arguments = command(out, by_hand, "--attend=Ada", "-k", "attested_pages")
    with at_terminal(arguments, tmp_path, environment_with(served.environment)) as (terminal, process):
        terminal.wait_for("Go on with them.*: ")
        terminal.type("yes")
        terminal.wait_for(r"cannot tell\): ")
        terminal.press("C")
        terminal.read_to_the_end()
        assert process.wait(DEADLINE) == 2, terminal.shown
    assert {each["verdict"] for each in attested(out).values()} == {"not_run"}


@pytest.mark.parametrize("more", [(), ("--attend=Ada",)], ids=["nobody", "no terminal"])
def test_unattended_nothing_is_passed(served: Served, by_hand: Path, more: tuple[str, ...], tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = subprocess.run(
        command(out, by_hand, "-k", "attested_pages", *more),
        cwd=tmp_path,
        env=environment_with(served.environment),
        # Who runs this proof may sit at a terminal, and is not to be asked.
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=DEADLINE,
        check=False,
    )
    assert done.returncode == 5, done.stdout
    assert {each["verdict"] for each in attested(out).values()} == {"not_run"}
    assert ("there is no terminal to ask at" if more else "give --attend NAME") in done.stdout
