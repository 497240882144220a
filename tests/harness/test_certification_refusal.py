"""A package is made of a run that can be certified, and refused for each thing that could be held against it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from harness.attestation import Screenshot
from harness.baseline import Baseline, Deviation
from harness.certification import certifying
from harness.certification.verification import verify
from harness.record import Failure
from harness.verdicts import Verdict
from tests.harness.attestation_bench import PNG, attestation
from tests.harness.certification_bench import PRODUCT, Bench, bench, qualification
from tests.harness.judge_bench import planned, result


def test_a_package_holds_all_that_a_certificate_rests_on(tmp_path: Path) -> None:
    made = bench(tmp_path)
    made.write("qualification.txt", "QUALIFIED\n")
    made.write("evidence/journal-main.jsonl", "{}\n")
    made.write("of-something-else.txt", "no report\n")
    members = made.end().members()
    assert made.reasons == []
    assert list(members) == [
        "manifest.json",
        "coverage.txt",
        "evidence/it-arrives-0.json",
        "evidence/it-is-fast1-1.json",
        "evidence/it-is-fast2-2.json",
        "evidence/journal-main.jsonl",
        "features/cart.feature",
        "features/requirements.toml",
        "junit.xml",
        "product.toml",
        "qualification.json",
        "qualification.txt",
        "results.json",
    ]
    for name in ("results.json", "junit.xml", "evidence/it-arrives-0.json", "qualification.json"):
        assert members[name] == (made.folder / name).read_bytes()
    assert members["product.toml"].decode() == PRODUCT
    manifest = json.loads(members["manifest.json"])
    assert (manifest["format"], manifest["version"]) == ("punchout-certification", 1)
    assert {each["name"]: each["size"] for each in manifest["members"]} == {
        name: len(content) for name, content in members.items() if name != "manifest.json"
    }
    assert manifest["run"] | {"finished": ""} == {
        "id": "abc123",
        "seed": 7,
        "level": "certification",
        "started": "2026-01-02T00:00:00+00:00",
        "finished": "",
    }
    assert manifest["repeat"] == (
        "punchout certify --product=product.toml --target=acme.toml --generation=tradecentric-7.4 "
        "--level=certification --seed=7"
    )
    assert f"sha256 of its manifest is {made.certification.manifest_sha256}" in made.text
    assert verify(made.package).is_whole


def test_the_baseline_is_in_it_and_in_the_command_that_repeats_the_run(tmp_path: Path) -> None:
    made = bench(tmp_path)
    made.certification.baseline = b"# nothing is known\n"
    members = made.end().members()
    assert members["baseline.toml"] == b"# nothing is known\n"
    assert "--baseline=baseline.toml" in json.loads(members["manifest.json"])["repeat"]


def test_the_same_run_makes_the_same_bytes(tmp_path: Path) -> None:
    made = bench(tmp_path).end()
    first = made.package.read_bytes()
    made.package.unlink()
    made.certification.end(made.record, ("coverage.txt", "junit.xml"))
    assert made.package.read_bytes() == first


def test_what_is_known_is_allowed_and_listed(tmp_path: Path) -> None:
    made = bench(tmp_path)
    made.take(
        result("It arrives", Verdict.DEVIATION, reason="known since 1.0: the vendor knows"),
        result("It is fast", Verdict.WARNING, Failure("Fast", "1 s", "2 s"), row="1", requirement="P2G-CART-002"),
        result("It is fast", Verdict.INAPPLICABLE, row="2", requirement="P2G-CART-002", reason="give [target.admin]"),
    )
    assert made.end().reasons == []
    assert "1 scenario found a should that is not met\n    cart.feature: It is fast [1]: Fast" in made.text
    assert "the baseline explains\n    cart.feature: It arrives: known since 1.0: the vendor knows" in made.text
    assert "1 scenario does not apply to this target\n    cart.feature: It is fast [2]: give" in made.text
    told = "\n".join(verify(made.package).certified)
    assert "CONFORMANT, 1 known deviation(s) aside" in told
    assert "note          1 scenario found a should that is not met" in told


def test_a_certificate_of_the_reference_storefront_says_so(tmp_path: Path) -> None:
    made = bench(tmp_path)
    made.record.target = {**made.record.target, "kind": "embedded", "url": ""}
    made.end()
    assert "is the reference storefront of the harness, not an installation" in made.text
    assert any("not an installation" in line for line in verify(made.package).certified)


def _says(verdict: Verdict, reason: str = "") -> Callable[[Bench], None]:
    return lambda made: made.take(result("It arrives", verdict, reason=reason))


def _without(attribute: str) -> Callable[[Bench], None]:
    return lambda made: setattr(made.certification, attribute, None)


def _about(name: str, value: Any) -> Callable[[Bench], None]:
    return lambda made: made.record.about.update({name: value})


def _requalified(**values: Any) -> Callable[[Bench], None]:
    def change(made: Bench) -> None:
        made.write("qualification.json", qualification(**values))

    return change


def _noted(**values: Any) -> Callable[[Bench], None]:
    return lambda made: made.record.about.update(qualification={**made.record.about["qualification"], **values})


def _stale(made: Bench) -> None:
    made.record.baseline = Baseline((Deviation("P2G-CART-001", "known", "1.0"),))


def _nothing_applies(made: Bench) -> None:
    for one in list(made.record.results.values()):
        made.take(type(one)(one.scenario, Verdict.INAPPLICABLE, "not here"))


ONE = "cart.feature: It arrives"


@pytest.mark.parametrize(
    ("change", "reason", "each"),
    [
        (_without("product"), "no product file says what is certified: give --product FILE", ""),
        (_says(Verdict.FAILED, "lost"), "1 scenario failed", f"{ONE}: lost"),
        (_says(Verdict.ERROR, "the hub"), "1 scenario ended in an error of the harness, so that nobody", ONE),
        (_says(Verdict.UNTESTABLE, "no channel"), "1 scenario could not be tested, for something it needs is", ONE),
        (
            lambda made: made.record.results.pop(ONE) and made.record.expect(planned("It arrives")),
            "1 scenario was",
            ONE,
        ),
        (_says(Verdict.DEVIATION, " "), "a deviation is not explained", ONE),
        (_stale, "a deviation of the baseline no longer happens", "P2G-CART-001"),
        (lambda made: made.record.faults.append("the disk is full"), "the harness itself was at fault", "the disk is"),
        (lambda made: setattr(made.record, "stopped", "nobody answers"), "the run was stopped: nobody answers", ""),
        (lambda made: made.record.target.update(defects=["late"]), "the storefront or a party was broken on", "late"),
        (_nothing_applies, "nothing was judged", ""),
        (_about("level", "regression"), "the run was of level regression; only one of level certification", ""),
        (_about("qualification", None), "there is no qualification: nobody has shown that the suite notices", ""),
        (_noted(of_this_suite=False), "the qualification of 2026-01-01T00:00:00+00:00 is of another suite", ""),
        (_noted(qualified=False), "the suite was not qualified (2026-01-01T00:00:00+00:00)", ""),
        (_requalified(whole=False), "the qualification tried 2 chosen defects instead of all", ""),
        (
            _requalified(requirements=[{"id": "P2G-CART-001", "broken_by": ["lost"]}]),
            "the qualification has not seen these requirements fail",
            "P2G-CART-002",
        ),
        (
            _requalified(requirements=[{"id": f"P2G-CART-00{n}", "broken_by": []} for n in (1, 2)]),
            "the qualification has not seen these requirements fail",
            "P2G-CART-001",
        ),
        (_requalified(finished="2026-01-03"), "qualification.json is not the one there was when the run began", ""),
        (_requalified(suite="of another"), "qualification.json is not the one there was when", ""),
        (lambda made: made.write("qualification.json", "[]"), "qualification.json is not the one there was", ""),
        (
            lambda made: made.record.results.pop("cart.feature: It is fast [2]"),
            "only a selection of the level was run: 1 of 3 scenarios were left out",
            "cart.feature: It is fast",
        ),
        (
            lambda made: made.take(result("It arrives", Verdict.PASSED, row="again")),
            "scenarios were run that the level does not have",
            ONE,
        ),
        (lambda made: made.certification.again.append(ONE), "scenarios were judged more than once", ONE),
        (lambda made: setattr(made.certification, "suite", "of yesterday"), "features, requirements or defects", ""),
        (lambda made: (made.folder / "evidence/it-arrives-0.json").unlink(), "there is no evidence of what", ONE),
        (lambda made: (made.folder / "coverage.txt").unlink(), "a report is missing", "coverage.txt"),
    ],
)
def test_a_package_is_refused(tmp_path: Path, change: Callable[[Bench], Any], reason: str, each: str) -> None:
    made = bench(tmp_path)
    change(made)
    made.end()
    assert not made.package.exists()
    assert [told for told in made.reasons if told.startswith(reason)] != []
    (found,) = (told for told in made.certification.told if told.what.startswith(reason))
    assert any(one.startswith(each) for one in found.each) or not each
    assert all(line in made.text for line in found.lines())
    shown = list(made.certification.lines(made.folder))
    assert f"  - {found.what}" in "\n".join(shown).replace("\n    ", " ").splitlines()
    assert max(map(len, shown[1:])) <= 110


def test_an_interrupted_run_is_refused(tmp_path: Path) -> None:
    made = bench(tmp_path).end(interrupted=True)
    assert (made.reasons, made.package.exists()) == (["the run was interrupted"], False)


def test_a_run_that_has_not_ended_is_refused(tmp_path: Path) -> None:
    made = bench(tmp_path)
    made.record.write(at_once=True)
    made.certification.end(made.record, ())
    assert made.reasons == ["the run did not come to its end"]


def test_every_reason_is_told_at_once(tmp_path: Path) -> None:
    made = bench(tmp_path)
    made.certification.product = None
    made.record.faults.append("the disk is full")
    _says(Verdict.FAILED)(made)
    assert len(made.end(interrupted=True).reasons) == 4


@pytest.mark.parametrize(
    ("limit", "value", "reason"),
    [
        ("LARGEST_FILE", 100, "the package would be too large"),
        ("LARGEST_TOTAL", 100, "the package would be too large"),
        ("MOST_MEMBERS", 5, "the package would be too large: 10 files"),
        ("LARGEST_MEMBER", 100, "a file of"),
    ],
)
def test_what_could_not_be_opened_again_is_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, reason: str
) -> None:
    monkeypatch.setattr(certifying, limit, value)
    made = bench(tmp_path).end()
    assert [told.startswith(reason) for told in made.reasons] == [True]
    assert not made.package.exists()


def test_a_package_that_cannot_be_told_of_is_not_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, content: bytes) -> None:
        if path.name == "certification.txt":
            raise OSError(28, "No space left on device")
        path.write_bytes(content)

    made = bench(tmp_path)
    monkeypatch.setattr(certifying, "write_whole", full)
    with pytest.raises(OSError, match="No space"):
        made.end()
    assert not made.package.exists()
    assert list(made.certification.lines(made.folder)) == []


def _attested(made: Bench) -> str:
    """Let a person attest something with a picture; return the picture's name."""
    name = "evidence/it-is-seen-1.png"
    (made.folder / name).write_bytes(PNG)
    made.write("evidence/it-is-seen.json", "{}")
    picture = Screenshot(name, "image/png", len(PNG), sha256(PNG).hexdigest())
    said = result(
        "It is seen", Verdict.PASSED, requirement="P2G-CART-005", attestations=(attestation("yes", "", picture),)
    )
    made.record.add(replace(said, evidence="evidence/it-is-seen.json"))
    return name


def test_a_run_that_asks_nobody_needs_no_attestation_and_one_that_was_to_ask_does(tmp_path: Path) -> None:
    assert bench(tmp_path / "unasked").end().reasons == []
    (reason,) = bench(tmp_path / "asked", attestation={"by": ""}).end().reasons
    assert "1 of 4 scenarios were left out" in reason


def test_what_was_attested_is_in_the_package_with_its_picture_and_needs_no_defect(tmp_path: Path) -> None:
    made = bench(tmp_path, attestation={"by": "Ada Tester"})
    name = _attested(made)
    assert made.end().reasons == []
    assert made.members()[name] == PNG
    assert verify(made.package).faults == ()


def test_a_picture_that_is_gone_or_was_changed_is_named(tmp_path: Path) -> None:
    made = bench(tmp_path / "gone", attestation={"by": "Ada Tester"})
    (made.folder / _attested(made)).unlink()
    assert made.end().reasons == ["a screenshot of an attestation is missing, or not the one that was attested"]
    made = bench(tmp_path / "changed", attestation={"by": "Ada Tester"})
    (made.folder / _attested(made)).write_bytes(PNG + b"more")
    assert made.end().reasons == ["a screenshot of an attestation is missing, or not the one that was attested"]


def test_an_attestation_that_was_not_given_is_told_as_any_scenario_that_was_not_run(tmp_path: Path) -> None:
    made = bench(tmp_path, attestation={"by": ""})
    made.take(result("It is seen", Verdict.NOT_RUN, requirement="P2G-CART-005", reason="nobody attended"))
    assert made.end().reasons == ["1 scenario was not run"]
