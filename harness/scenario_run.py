"""One scenario while it runs: its steps, and the verdict that follows from how they ended."""

from __future__ import annotations

import textwrap
import time
import traceback
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property

from harness.baseline import Baseline, Deviation
from harness.errors import HarnessFault, Inapplicable, NonConformance, NotAttended, Untestable
from harness.evidence import Evidence, write_evidence
from harness.interposed import told_of_interposed
from harness.judgement import WireJudge
from harness.limits import failure_of_limit
from harness.pictures import PictureFile
from harness.plan import PlannedScenario
from harness.record import Failure, ScenarioResult, StepResult
from harness.settings import RunSettings
from harness.silence import SLOW, comes_from_target, ended_by, failure_of_silence, is_kept_waiting, verdict_of_silence
from harness.verdicts import Cause, Verdict, verdict_of, worst
from simulators.wire import Journal, Limit, PartyFault, Patience, Redactor, Silence

# Characters of what a browser complained of that stand beside a failure.
_LONGEST_HINT = 1000


@dataclass
class ScenarioRun:
    """Gathers what happens in a scenario and makes its result; `origins` are where the target is."""

    scenario: PlannedScenario
    evidence: Evidence
    journal: Journal
    judge: WireJudge
    settings: RunSettings
    baseline: Baseline = field(default_factory=Baseline)
    origins: frozenset[str] = frozenset()
    steps: list[StepResult] = field(default_factory=list)
    began: float = field(default_factory=time.perf_counter)
    error: BaseException | None = None
    in_prerequisite: bool = False
    put_back_error: BaseException | None = None
    silence: Silence | None = None
    limit: Limit | None = None
    _interposed: str = ""
    _cause: str = ""
    _put_back_silence: Silence | None = None
    _put_back_limit: Limit | None = None
    _step_began: float = 0.0
    _last_exchange: str = ""

    @cached_property
    def patience(self) -> Patience:
        """What the scenario has for the target."""
        seconds = self.settings.scenario_deadline * (SLOW if "slow" in self.scenario.tags else 1)
        return Patience(seconds, origins=self.origins)

    def step_begins(self) -> None:
        """Note the moment."""
        self._step_began = time.perf_counter()

    def step_ended(self, keyword: str, text: str, kind: str, *, failed: bool) -> None:
        """Note how a step ended; `kind` is given, when or then."""
        outcome = "failed" if failed else "passed"
        self.steps.append(StepResult(keyword, text, outcome, round(time.perf_counter() - self._step_began, 4)))
        if failed:
            self.in_prerequisite = kind == "given"
            self._last_exchange = self._latest_exchange()

    def ended_with(self, error: BaseException) -> None:
        """Note what ended the steps; putting things back comes later, and the patience with the target is another."""
        self.error = self.error or error
        self.silence = ended_by(self.error, self.patience)
        self._note_limit()
        self._cause = str(Cause.KEPT_WAITING) if is_kept_waiting(self.error, self.patience) else ""
        self.patience.renew()

    def steps_ended(self) -> None:
        """Note that all steps were passed; a scenario that left no check has judged nothing."""
        if not self.evidence.checks:
            self.error = HarnessFault("the scenario judged nothing: none of its steps made a check")
        self._note_limit()
        self.patience.renew()

    def _note_limit(self) -> None:
        """Note a rate limit that answered in place of the target, unless something else ended the steps."""
        if self.error is None or comes_from_target(self.error):
            self.limit = self.patience.limit

    def put_back(self, error: BaseException | None) -> None:
        """Note what kept things from being put back, if anything did."""
        self.put_back_error = error
        if comes_from_target(error):
            self._put_back_silence = self.patience.unanswered or self.patience.missed
            self._put_back_limit = self.patience.limit

    def verdict_of_steps(self) -> Verdict:
        """Return the verdict as far as the steps decide it; a failure the baseline names is a deviation."""
        return Verdict.DEVIATION if self._explanation() else self._unexplained_verdict()

    def verdict(self, faults: tuple[PartyFault, ...]) -> Verdict:
        """Return the verdict; an error inside a party of ours, or in putting things back, outweighs all else.

        Of a target that is silent, or kept by a limit, while things are put back nobody knows what is left there.
        """
        if not faults and (self._put_back_silence is not None or self._put_back_limit is not None):
            return worst([self.verdict_of_steps(), Verdict.UNTESTABLE])
        return Verdict.ERROR if faults or self.put_back_error is not None else self.verdict_of_steps()

    def _unexplained_verdict(self) -> Verdict:
        if self.limit is not None:
            # A check that holds was perhaps the limiter's doing, as one that does not.
            return Verdict.UNTESTABLE
        if self.silence is not None and self.error is not None:
            return verdict_of_silence(self.error, self.scenario.level, in_prerequisite=self.in_prerequisite)
        return verdict_of(self.error, self.scenario.level, in_prerequisite=self.in_prerequisite)

    def _explanation(self) -> Deviation | None:
        if self.silence is not None or self.limit is not None:
            # Whatever a connector is known for, it was not seen.
            return None
        return self.baseline.explanation(self.scenario, self._unexplained_verdict(), datetime.now(UTC).date())

    def result(self, faults: tuple[PartyFault, ...]) -> ScenarioResult:
        """Return the result, having written the evidence."""
        redactor = self.journal.redactor
        exchanges = self.journal.exchanges(self.scenario.id)
        name = f"evidence/{self.scenario.file_stem}.json"
        findings = self.judge.findings(self.scenario.id)
        path, pictures = self.settings.out / name, tuple[PictureFile, ...]()
        try:
            pictures = self.evidence.album.write(self.settings.out, name)
            write_evidence(path, self.scenario.id, self.evidence, exchanges, findings)
        except OSError as error:
            self.journal.losses.note("evidence", path, error)
            name = ""
        self._interposed = told_of_interposed(exchanges)
        self.journal.forget(self.scenario.id)
        self.judge.forget(self.scenario.id)
        verdict = self.verdict(faults)
        # What was not run has no failure, and steps that came to nothing.
        was_run = verdict is not Verdict.NOT_RUN
        failure = self._failure(faults, redactor) if was_run else None
        return ScenarioResult(
            scenario=self.scenario,
            verdict=verdict,
            reason=self._reason(verdict, failure) if was_run else redactor.text(str(self.error)),
            failure=failure,
            steps=tuple(self.steps) if was_run else (),
            checks=len(self.evidence.checks),
            duration=time.perf_counter() - self.began,
            evidence=name,
            attestations=tuple(self.evidence.attestations),
            pictures=pictures,
        )

    def _reason(self, verdict: Verdict, failure: Failure | None) -> str:
        explanation = self._explanation() if verdict is Verdict.DEVIATION else None
        known = f"known since {explanation.since}: {explanation.reason}" if explanation else ""
        return known or (_reason(failure) if failure else "")

    def _beside(self, redactor: Redactor, got: str) -> str:
        """Return what may be why: who answered in place of the target, what the browser complained of.

        That is told as it begins, unless it is told already; the evidence has all of it.
        """
        told = "; ".join(complaint for complaint in self.evidence.album.complaints if complaint not in got)
        complaint = textwrap.shorten(told, _LONGEST_HINT, placeholder=" ... (all of it is in the evidence)")
        return " ".join(filter(None, [redactor.text(self._interposed), complaint]))

    def _latest_exchange(self) -> str:
        """Return the last exchange with the storefront in one line: what was putting things back comes later."""
        exchanges = reversed(self.journal.exchanges(self.scenario.id))
        return next((e.summary for e in exchanges if "storefront" in (e.sender, e.receiver)), "")

    def _failure(self, faults: tuple[PartyFault, ...], redactor: Redactor) -> Failure | None:
        last = self._last_exchange
        own = f"the scenario itself ended with: {self.error}" if self.error is not None else ""
        if faults:
            parties = ", ".join(dict.fromkeys(fault.party for fault in faults))
            details = [f"{fault.party}: {fault.message}\n{fault.details}".rstrip() for fault in faults]
            what = f"An error happened inside a party of the run: {parties}"
            return Failure(what, exchange=last, details=redactor.text("\n".join([*details, own]).strip()))
        put_back = f"could not be put back: {_told(self.put_back_error)}" if self.put_back_error is not None else ""
        silence = self.silence or (self._put_back_silence if self.verdict(()) is not self.verdict_of_steps() else None)
        if silence is not None:
            more = "\n".join(filter(None, [own, put_back]))
            silent = failure_of_silence(silence, self.patience, exchange=last, details=more)
            return replace(silent, **{name: redactor.text(text) for name, text in asdict(silent).items()})
        limit = self.limit or self._put_back_limit
        if self.put_back_error is not None and self._put_back_silence is None and self._put_back_limit is None:
            details = [_told(self.put_back_error), own]
            what = "What the scenario changed could not be put back"
            return Failure(what, exchange=last, details=redactor.text("\n".join(details).strip()))
        if limit is not None:
            more = "\n".join(filter(None, [own, put_back]))
            limited = failure_of_limit(limit, self.patience.seconds, exchange=last, details=more)
            return replace(limited, **{name: redactor.text(text) for name, text in asdict(limited).items()})
        error = self.error
        if error is None:
            return None
        if isinstance(error, NonConformance):
            return Failure(
                redactor.text(error.what),
                redactor.text(error.expected),
                redactor.text(error.got),
                redactor.text(error.where),
                redactor.text(error.hint) or self._beside(redactor, redactor.text(error.got)),
                last,
                redactor.text(put_back),
                self._cause,
            )
        what, told = str(error) or type(error).__name__, _told(error)
        more = redactor.text(told) if told != what else ""
        return Failure(redactor.text(what), exchange=last, details=more, cause=self._cause)


def _told(error: BaseException) -> str:
    """Return what an error says; of one that nobody foresaw, where it happened as well."""
    if isinstance(error, BaseExceptionGroup):
        return "\n".join(map(_told, error.exceptions))
    foreseen = isinstance(error, NonConformance | Untestable | Inapplicable | NotAttended | HarnessFault)
    return str(error) if foreseen else "".join(traceback.format_exception(error))


def _reason(failure: Failure) -> str:
    if not failure.expected and not failure.got:
        return failure.what
    return f"{failure.what}: expected {failure.expected}, got {failure.got}"
