"""Why a run makes no package: everything somebody could hold against a certificate that rests on it.

A package says that all of a level was judged on a storefront that conforms, by scenarios that have shown that they
notice. What is allowed, but has to be known, is listed instead (`remarks`): a *should* that is not met, a deviation
that is explained, a scenario that does not apply to the target.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from harness.verdicts import Exit, Verdict, exit_code

LEVEL = "certification"
_OPEN: Mapping[Verdict, str] = {
    Verdict.ERROR: "ended in an error of the harness, so that nobody knows what the storefront does",
    Verdict.FAILED: "failed",
    Verdict.UNTESTABLE: "could not be tested, for something they need is missing",
    Verdict.NOT_RUN: "were not run",
}
_KNOWN: Mapping[Verdict, str] = {
    Verdict.WARNING: "found a should that is not met",
    Verdict.DEVIATION: "found a deviation that the baseline explains",
    Verdict.INAPPLICABLE: "do not apply to this target",
}


@dataclass(frozen=True)
class Reason:
    """Something in plain words, and what it is about, one by one."""

    what: str
    each: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """Yield it, and each of what it is about, for a reader."""
        yield self.what
        yield from (f"    {one}" for one in self.each)


def refusals_of_record(document: Mapping[str, Any]) -> Iterator[Reason]:
    """Yield what the record of a run (as in results.json) holds against a package.

    Raises:
        KeyError, TypeError, ValueError, AttributeError: when it is no record of this format.

    """
    run, target, scenarios = document["run"], document["target"], document["scenarios"]
    if run["level"] != LEVEL:
        yield Reason(f"the run was of level {run['level']}; only one of level {LEVEL} runs everything")
    if run["interrupted"]:
        yield Reason("the run was interrupted")
    if run["stopped"]:
        yield Reason(f"the run was stopped: {run['stopped']}")
    if not run["finished"]:
        yield Reason("the run did not come to its end")
    if run["faults"]:
        yield Reason("the harness itself was at fault", tuple(run["faults"]))
    if target.get("defects"):
        yield Reason("the storefront or a party was broken on purpose", tuple(target["defects"]))
    verdicts = [Verdict(each["verdict"]) for each in scenarios]
    for verdict, told in _OPEN.items():
        if found := _scenarios(scenarios, verdict):
            yield Reason(f"{len(found)} scenario{_plural(found)} {_singular(told, found)}", found)
    unexplained = [s for s in scenarios if s["verdict"] == Verdict.DEVIATION and not s["reason"].strip()]
    if unexplained:
        yield Reason("a deviation is not explained", tuple(each["id"] for each in unexplained))
    if exit_code(verdicts) is Exit.VACUOUS:
        yield Reason("nothing was judged")
    if run["stale_deviations"]:
        yield Reason(
            "a deviation of the baseline no longer happens: take it out, or find out why",
            tuple(run["stale_deviations"]),
        )
    yield from _qualification(run["qualification"])


def refusals_of_selection(promised: Mapping[tuple[str, str], int], document: Mapping[str, Any]) -> Iterator[Reason]:
    """Yield what is missing of the scenarios of the level, `promised` by feature file and name with their rows.

    What -k, -m, paths and --deselect leave out is nowhere in a record.
    """
    ran = Counter((each["feature_file"], each["name"]) for each in document["scenarios"])
    left_out = Counter(promised) - ran
    if left_out:
        yield Reason(
            f"only a selection of the level was run: {left_out.total()} of {sum(promised.values())} scenarios were "
            "left out (by -k, -m, --deselect or a path); run all of them",
            _named(left_out),
        )
    if strange := ran - Counter(promised):
        yield Reason("scenarios were run that the level does not have", _named(strange))


def refusals_of_qualification(matrix: Mapping[str, Any], judged: Iterable[str]) -> Iterator[Reason]:
    """Yield what qualification.json lacks for the requirements a run judges (ids): each has been seen to fail.

    Raises:
        KeyError, TypeError: when it is no such file.

    """
    if not matrix["whole"]:
        yield Reason(
            f"the qualification tried {len(matrix['defects'])} chosen defects instead of all: run punchout qualify "
            "without naming any"
        )
        return
    broken = {each["id"] for each in matrix["requirements"] if each["broken_by"]}
    if unseen := tuple(name for name in judged if name not in broken):
        yield Reason("the qualification has not seen these requirements fail", unseen)


def remarks(document: Mapping[str, Any]) -> Iterator[Reason]:
    """Yield what keeps no run from a package, but has to be known by whoever reads one."""
    if document["target"]["kind"] == "embedded":
        yield Reason("the storefront that was judged is the reference storefront of the harness, not an installation")
    for verdict, told in _KNOWN.items():
        if found := _scenarios(document["scenarios"], verdict):
            yield Reason(f"{len(found)} scenario{_plural(found)} {_singular(told, found)}", found)


def _scenarios(scenarios: Iterable[Mapping[str, Any]], verdict: Verdict) -> tuple[str, ...]:
    found = (each for each in scenarios if each["verdict"] == verdict)
    return tuple(f"{each['id']}{': ' if each['reason'] else ''}{each['reason']}" for each in found)


def _qualification(found: Mapping[str, Any] | None) -> Iterator[Reason]:
    again = "run punchout qualify into the same folder first"
    if found is None:
        yield Reason(f"there is no qualification: nobody has shown that the suite notices; {again}")
        return
    if not found["of_this_suite"]:
        yield Reason(f"the qualification of {found['finished']} is of another suite than the one that judged; {again}")
    if not found["qualified"]:
        yield Reason(f"the suite was not qualified ({found['finished']}): qualification.txt says why; {again}")


def _named(scenarios: Counter[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(
        f"{file}: {name}{f' ({rows} rows)' if rows > 1 else ''}" for (file, name), rows in sorted(scenarios.items())
    )


def _plural(found: tuple[str, ...]) -> str:
    return "" if len(found) == 1 else "s"


def _singular(told: str, found: tuple[str, ...]) -> str:
    if len(found) > 1:
        return told
    return told.replace("were ", "was ").replace("they need", "it needs").replace("do not", "does not")
