"""The attendance of a run: who answers, for as long as somebody does; then why nobody does."""

from __future__ import annotations

from collections.abc import Sequence

from harness.attestation.announcing import announcement
from harness.attestation.answers import Question, Said, Witness
from harness.errors import NotAttended
from harness.plan import PlannedScenario

UNATTENDED = "a person has to judge it, and nobody attended the run: give --attend NAME at a terminal"


class Attendance:
    """Asks the `witness` of a run, whose `name` is known; without one, `absent` says why nobody can be asked."""

    def __init__(
        self, name: str = "", witness: Witness | None = None, *, absent: str = UNATTENDED, deadline: float = 0.0
    ) -> None:
        self.name = name
        self._witness = witness
        self._absent = absent
        self._deadline = deadline
        self._announced: dict[str, int] = {}

    def announce(self, scenarios: Sequence[PlannedScenario]) -> None:
        """Tell the person what is to come, who may decline it."""
        if self._witness is None or not scenarios:
            return
        self._announced = {scenario.title: number for number, scenario in enumerate(scenarios, 1)}
        try:
            if not self._witness.agrees(list(announcement(self.name, scenarios, self._deadline))):
                self._leaves(f"{self.name} declined when it was announced")
        except NotAttended as reason:
            self._leaves(str(reason))

    def answer(self, question: Question) -> Said:
        """Return what the person says to a question.

        Raises:
            NotAttended: when nobody answers, or nobody has to an earlier one: who left is not asked again.

        """
        if self._witness is None:
            raise NotAttended(self._absent)
        place = f"{self._announced.get(question.scenario, 1)} of {max(1, len(self._announced))}"
        try:
            return self._witness.answer(question, place)
        except NotAttended as reason:
            self._leaves(f"{reason}, when it came to: {question.scenario}")
            raise NotAttended(self._absent) from reason

    def _leaves(self, why: str) -> None:
        self._witness, self._absent = None, f"a person has to judge it, and {why}"
