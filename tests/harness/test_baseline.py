"""A baseline explains what it names, expires on its day, and is stale when what it names no longer happens."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from harness.baseline import Baseline, Deviation, read_baseline
from harness.errors import ConfigurationError
from harness.plan import PlannedScenario
from harness.record import RunRecord, ScenarioResult
from harness.verdicts import Exit, Level, Verdict

TODAY = date(2026, 11, 23)
SCENARIO = PlannedScenario("a.feature", "A", "", "It holds", "first row", ("P2G-A-001",), Level.MUST, frozenset())
ENTRY = Deviation("P2G-A-001", "the vendor knows", "1.0.7")


def explained(entry: Deviation, verdict: Verdict) -> bool:
    return Baseline((entry,)).explanation(SCENARIO, verdict, TODAY) is entry


@pytest.mark.parametrize("verdict", [Verdict.FAILED, Verdict.WARNING, Verdict.UNTESTABLE])
def test_a_named_failure_is_explained(verdict: Verdict) -> None:
    assert explained(ENTRY, verdict)


@pytest.mark.parametrize("verdict", [Verdict.PASSED, Verdict.ERROR, Verdict.INAPPLICABLE, Verdict.NOT_RUN])
def test_what_is_no_failure_of_the_target_is_not_explained(verdict: Verdict) -> None:
    assert not explained(ENTRY, verdict)


@pytest.mark.parametrize(
    ("entry", "holds"),
    [
        (Deviation("P2G-A-002", "r", "1"), False),
        (Deviation("P2G-A-001", "r", "1", scenario="It holds"), True),
        (Deviation("P2G-A-001", "r", "1", scenario="Something else"), False),
        (Deviation("P2G-A-001", "r", "1", row="first row"), True),
        (Deviation("P2G-A-001", "r", "1", row="second row"), False),
        (Deviation("P2G-A-001", "r", "1", until=TODAY), True),
        (Deviation("P2G-A-001", "r", "1", until=date(2026, 11, 22)), False),
    ],
)
def test_an_entry_explains_only_what_it_names_and_only_until_its_day(entry: Deviation, holds: bool) -> None:
    assert explained(entry, Verdict.FAILED) is holds


@pytest.mark.parametrize(
    ("verdicts", "stale"),
    [
        ([Verdict.PASSED], True),
        ([Verdict.DEVIATION], False),
        ([Verdict.PASSED, Verdict.DEVIATION], False),
        ([Verdict.PASSED, Verdict.FAILED], False),
        ([Verdict.NOT_RUN], False),
        ([Verdict.INAPPLICABLE], False),
        ([Verdict.ERROR], False),
        ([], False),
    ],
)
def test_an_entry_is_stale_when_what_it_names_was_judged_and_never_deviates(
    verdicts: list[Verdict], stale: bool
) -> None:
    assert (Baseline((ENTRY,)).stale((SCENARIO, verdict) for verdict in verdicts) == (ENTRY,)) is stale


@pytest.mark.parametrize("verdict", [Verdict.PASSED, Verdict.DEVIATION])
def test_a_sporadic_entry_explains_what_happens_and_is_never_stale(verdict: Verdict) -> None:
    entry = Deviation("P2G-A-001", "a race", "1.0.7", sporadic=True)
    assert explained(entry, Verdict.FAILED)
    assert Baseline((entry,)).stale([(SCENARIO, verdict)]) == ()


@pytest.mark.parametrize(
    ("verdict", "code"), [(Verdict.DEVIATION, Exit.CONFORMANT), (Verdict.PASSED, Exit.NOT_CONFORMANT)]
)
def test_a_stale_entry_fails_the_run(tmp_path: Path, verdict: Verdict, code: Exit) -> None:
    record = RunRecord(
        {}, {"generation": "tradecentric-7.4"}, {}, tmp_path / "results.json", baseline=Baseline((ENTRY,))
    )
    record.add(ScenarioResult(SCENARIO, verdict))
    assert record.finish(interrupted=False) is code
    assert record.document()["run"]["stale_deviations"] == (["P2G-A-001"] if code else [])


def test_a_baseline_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "baseline.toml"
    path.write_text(
        '[[deviation]]\nrequirement = "P2G-A-001"\nscenario = "It holds"\nrow = "first row"\n'
        'reason = "the vendor knows"\nsince = "1.0.7"\nuntil = 2027-01-31\nsporadic = true\n',
        encoding="utf-8",
    )
    (entry,) = read_baseline(path).deviations
    until = date(2027, 1, 31)
    assert entry == Deviation("P2G-A-001", "the vendor knows", "1.0.7", "It holds", "first row", until, sporadic=True)
    assert str(entry) == "P2G-A-001, It holds [first row]"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[deviation", "not valid TOML"),
        ('[[deviation]]\nrequirement = "P2G-A-001"\nsince = "1"', "deviation 1, reason"),
        ('[[deviation]]\nrequirement = "P2G-A-001"\nsince = "1"\nreason = " "', "deviation 1, reason"),
        ('[[deviation]]\nrequirement = "A1"\nsince = "1"\nreason = "r"', "'A1' is no id"),
        ('[[deviation]]\nrequirement = "P2G-A-001"\nsince = "1"\nreason = "r"\nwhy = "x"', "deviation 1, why"),
        ('[[deviation]]\nrequirement = "P2G-A-001"\nsince = "1"\nreason = "r"\nuntil = "soon"', "'soon' is no day"),
        ('[[deviation]]\nrequirement = "P2G-A-001"\nsince = "1"\nreason = "r"\nsporadic = "yes"', "'yes' is neither"),
        ("deviation = 1", "deviation"),
        ("other = 1", "other"),
    ],
)
def test_a_mistake_in_a_baseline_file_is_named(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "baseline.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=words):
        read_baseline(path)
