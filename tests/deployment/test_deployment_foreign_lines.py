"""Lines of other applications change no outcome and shift the deciding lines by their number."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from harness.deployment import Log, judge_deployment
from harness.deployment.wrapping import messages_in
from tests.deployment.deployment_logs import (
    CASES,
    FOREIGN_UNRESOLVED,
    LICENCE,
    SALESFORCE,
    SUBJECTS,
    TRACE,
    Case,
    bundle,
)

SINGLE = [case for case in CASES if len(case.files) == 1]
FOREIGN = st.one_of(
    st.text(st.characters(exclude_characters="\n", codec="utf-8"), max_size=80),
    st.sampled_from(
        [*TRACE.splitlines(), *LICENCE.splitlines(), SALESFORCE, FOREIGN_UNRESOLVED, '{"log":', "{}", "[]"]
    ),
    st.sampled_from(["com.acme.shop.web", "com.liferay.commerce.punchout", "punchout", "Liferay Commerce"]).map(
        lambda name: bundle(name, "1.0.0", 1999, "STOPPED")
    ),
)


@settings(max_examples=250, deadline=None)
@given(
    case=st.sampled_from(SINGLE),
    inserted=st.lists(st.tuples(st.integers(min_value=0, max_value=60), FOREIGN), max_size=15),
)
def test_foreign_lines_change_nothing_but_numbers(case: Case, inserted: list[tuple[int, str]]) -> None:
    texts, decided = case.unmarked()
    ((name, text),) = texts.items()
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1)]
    mixed: list[tuple[int, str]] = list(lines)
    for place, foreign in inserted:
        mixed.insert(min(place, len(mixed)), (0, foreign))
    moved = {original: number for number, (original, _) in enumerate(mixed, start=1) if original}
    findings = judge_deployment(Log.from_text(name, "\n".join(line for _, line in mixed)), case.generation)
    assert {finding.subject: finding.outcome for finding in findings} == case.expected
    assert {finding.subject: {line.number for line in finding.lines} for finding in findings} == {
        subject: {moved[number] for _, number in decided[subject]} for subject in SUBJECTS[case.generation]
    }


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=200), st.text("{[\"':,}\\]| \x1b0m\n", max_size=60)))
def test_any_text_has_messages(text: str) -> None:
    assert all("\x1b[0m" not in message for message in messages_in(text))
