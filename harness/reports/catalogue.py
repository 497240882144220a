"""The catalogue for a reader: requirement by requirement, and how documentation and catalogue are covered."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

from harness.coverage import Coverage, coverage_of
from harness.defects import Defect
from harness.documentation import Statement
from harness.record import RunRecord
from harness.requirements import Requirement
from simulators.wire import write_whole

_WIDTH = 110


def by_area(names: Iterable[str]) -> Mapping[str, list[str]]:
    """Return ids by their area, such as TOKEN, in the order in which each area is first named."""
    areas: dict[str, list[str]] = {}
    for name in names:
        areas.setdefault(name.split("-")[1], []).append(name)
    return areas


def catalogue_listing(catalogue: Mapping[str, Requirement], statements: Iterable[Statement]) -> Iterator[str]:
    """Yield the catalogue, line by line: by area, each with its source, what to do, and why it cannot be tested."""
    places: dict[str, list[str]] = {}
    for statement in statements:
        for name in statement.requirements:
            places.setdefault(name, []).append(statement.name)
    for area, names in by_area(catalogue).items():
        yield from ("", area)
        for name in names:
            requirement = catalogue[name]
            yield from _wrapped(f"  {name:<18} {requirement.level:<6} ", requirement.text)
            yield from _wrapped("      of           ", ", ".join(requirement.generations))
            yield from _wrapped("      source       ", "; ".join(places.get(name, [requirement.source])))
            yield from _wrapped("      what to do   ", requirement.remedy)
            if requirement.not_testable:
                yield from _wrapped("      not testable ", requirement.not_testable)
            if requirement.attested:
                yield from _wrapped("      for a person ", requirement.attested)


def coverage_table(coverage: Coverage) -> Iterator[str]:
    """Yield the coverage, line by line: statement by statement, what comes from elsewhere, gaps, counts, the outcome.

    Each requirement has the number of scenarios that judged it in the run; the reasons of those none can are below.
    """
    for (document, heading), group in groupby(coverage.statements, key=lambda each: (each.document, each.heading)):
        yield from ("", f"{document.name}: {heading}")
        for statement in group:
            yield from _wrapped(f"  {statement.number:>2}  ", statement.says)
            for name in statement.requirements:
                yield from _covered(coverage, name)
    yield from ("", "besides the documentation")
    for requirement in coverage.besides:
        yield from _covered(coverage, requirement.id)
    reasons = {
        name: each.why_not_judged
        for name, each in coverage.promised.items()
        if each.why_not_judged and name not in coverage.judged
    }
    if reasons:
        yield from ("", "why some cannot be tested")
        for name, reason in reasons.items():
            yield from _wrapped(f"      {name:<18} ", reason)
    if coverage.gaps:
        yield from ("", "gaps")
        yield from (f"      {name:<18} {gap}" for name, gap in coverage.gaps)
    yield ""
    yield (
        f"{coverage.generation}: {len(coverage.statements)} statements, {len(coverage.promised)} requirements "
        f"({len(reasons)} with a reason why they cannot be tested), {coverage.scenarios} scenarios, "
        f"{len(coverage.gaps)} gaps"
    )
    yield "covered in both directions" if coverage.is_whole else "not covered"


def defect_listing(defects: Mapping[str, Defect]) -> Iterator[str]:
    """Yield the catalogue of defects, line by line: by party, those of real connectors apart."""
    for party in dict.fromkeys(defect.party for defect in defects.values()):
        for deviation, heading in ((False, party), (True, f"{party}, as real connectors are known to do")):
            found = [each for each in defects.values() if each.party == party and each.deviation is deviation]
            if found:
                yield from ("", f"{heading}: {len(found)}")
            for each in found:
                yield f"  {each.name}"
                yield from _wrapped("      ", each.wrong)
                yield f"      breaks {each.requirement}{f', seen by {each.browser} alone' if each.browser else ''}"


def write_coverage(record: RunRecord, path: Path) -> None:
    """Write the table of a run: each statement of the documentation with what judged it, or why nothing can."""
    coverage = coverage_of(record.catalogue, record.statements, record.document())
    write_whole(path, ("\n".join(coverage_table(coverage)) + "\n").encode())


def _covered(coverage: Coverage, name: str) -> Iterator[str]:
    requirement = coverage.promised.get(name)
    count = coverage.judged.get(name, 0)
    how = f"{count} scenario{'' if count == 1 else 's'}"
    if requirement is not None and requirement.why_not_judged and not count:
        how = "not testable" if requirement.not_testable else "for a person"
    yield from _wrapped(f"      {name:<18} {how:<13} ", requirement.text if requirement else "not in the catalogue")


def _wrapped(label: str, text: str) -> Iterator[str]:
    lines = textwrap.wrap(text, _WIDTH - len(label), break_long_words=False)
    yield label + lines[0]
    yield from (" " * len(label) + line for line in lines[1:])
