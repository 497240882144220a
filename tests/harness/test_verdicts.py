"""Verdicts, and the exit codes that follow from them."""

from __future__ import annotations

import itertools

import pytest

from harness.errors import ConfigurationError, HarnessFault, Inapplicable, NonConformance, Untestable
from harness.verdicts import Exit, Level, Verdict, exit_code, verdict_of, worst

OTHERWISE = NonConformance("A cart comes back", expected="one", got="none")
MUST, SHOULD, MAY = Level
BY_GRAVITY = ["error", "failed", "untestable", "not_run", "deviation", "warning", "passed", "inapplicable"]


@pytest.mark.parametrize(
    ("error", "judged", "prepared"),
    [
        (None, ("passed", "passed", "passed"), "passed"),
        (OTHERWISE, ("failed", "warning", "passed"), "untestable"),
        (Untestable("no channel"), ("untestable",) * 3, "untestable"),
        (Inapplicable("no administrator"), ("inapplicable",) * 3, "inapplicable"),
        (HarnessFault("the hub did not answer"), ("error",) * 3, "error"),
        (ConfigurationError("--out", "a file", "Name a folder."), ("error",) * 3, "error"),
        (AssertionError("not one of ours"), ("error",) * 3, "error"),
        (KeyError("page"), ("error",) * 3, "error"),
        (KeyboardInterrupt(), ("error",) * 3, "error"),
        (pytest.skip.Exception("skipped"), ("error",) * 3, "error"),
        (pytest.fail.Exception("failed"), ("error",) * 3, "error"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else None,
)
def test_every_error_has_its_verdict(error: BaseException | None, judged: tuple[str, ...], prepared: str) -> None:
    assert tuple(verdict_of(error, level) for level in (MUST, SHOULD, MAY)) == judged
    assert {verdict_of(error, level, in_prerequisite=True) for level in Level} == {prepared}


@pytest.mark.parametrize(
    ("graver", "lighter"),
    [*itertools.pairwise(BY_GRAVITY)],
)
def test_the_gravest_verdict_is_that_of_all(graver: str, lighter: str) -> None:
    both = [Verdict(lighter), Verdict(graver), Verdict(lighter)]
    assert worst(both) is Verdict(graver)
    assert worst(reversed(both)) is Verdict(graver)


def test_of_no_verdicts_nothing_was_run() -> None:
    assert worst([]) is Verdict.NOT_RUN


def expected_exit(verdicts: tuple[Verdict, ...]) -> Exit:
    """Say the exit code in the words of the design."""
    said = {str(verdict) for verdict in verdicts}
    if "error" in said:
        return Exit.HARNESS_FAULT
    if said <= {"inapplicable", "not_run"}:
        return Exit.VACUOUS
    return Exit.NOT_CONFORMANT if said & {"failed", "untestable", "not_run"} else Exit.CONFORMANT


@pytest.mark.parametrize("size", range(4))
def test_the_exit_code_of_every_mixture(size: int) -> None:
    for verdicts in itertools.product(Verdict, repeat=size):
        assert exit_code(verdicts) is expected_exit(verdicts), verdicts
        assert exit_code(verdicts, interrupted=True) is Exit.INTERRUPTED


@pytest.mark.parametrize(
    ("verdicts", "code"),
    [
        (["passed"], 0),
        (["passed", "warning", "deviation", "inapplicable"], 0),
        (["passed", "failed"], 1),
        (["passed", "untestable"], 1),
        (["passed", "not_run"], 1),
        (["failed", "error"], 3),
        (["inapplicable"], 5),
        ([], 5),
    ],
)
def test_exit_codes_by_example(verdicts: list[str], code: int) -> None:
    assert exit_code([Verdict(name) for name in verdicts]) == code


def test_a_nonconformance_says_what_where_expected_and_got() -> None:
    error = NonConformance("The SKU is posted", expected="A-1", got=None, where="line 3", hint="Look.")
    assert str(error) == "The SKU is posted (line 3): expected A-1, got None"
    assert str(OTHERWISE) == "A cart comes back: expected one, got none"
    assert (error.expected, error.got, error.hint) == ("A-1", "None", "Look.")


def test_a_configuration_error_names_field_found_and_remedy() -> None:
    error = ConfigurationError("--level", "'x' is no level", "Choose another.")
    assert str(error) == "--level: 'x' is no level. Choose another."
    assert (error.field, error.found, error.remedy) == ("--level", "'x' is no level", "Choose another.")
