"""Writing the report: everything that is known of a run, in one file that runs nothing and loads nothing.

What may run in it is named by digest in its own policy: the one style and the one script that were put into it. The
script adds filters; without it all is there to read.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from harness.record import RunRecord, ScenarioResult
from harness.reports.html import overview, scenarios
from harness.reports.html.attested import attested
from harness.reports.html.exchanges import Evidenced, read_evidence
from harness.reports.html.permissions import permission_matrix
from harness.reports.html.scenarios import Detail
from harness.reports.html.tokens import MOST_TOKENS, Life, lives
from harness.reports.html.untrusted import anchor, shortened, visible
from harness.reports.terminal import is_told, qualification_in_words
from harness.verdicts import Level
from simulators.wire import write_whole

_TEMPLATES = Path(__file__).parent / "templates"
# The whole is to stay below 5 MB: so many bytes may scenarios have that are shown in full, and so many all of them.
ROOM_IN_FULL = 1_800_000
ROOM = 3_300_000


@dataclass(frozen=True)
class TokensOf:
    """The access tokens of a scenario, and how many of them are left out."""

    result: ScenarioResult
    anchor: str
    lives: tuple[Life, ...]
    left_out: int


@dataclass
class _Room:
    """How much has been written of scenarios, in bytes."""

    in_full: int = 0
    all: int = 0

    def taken_by(self, markup: Markup) -> Markup:
        """Note what is written."""
        self.all += _size(markup)
        return markup


def write_html(record: RunRecord, path: Path) -> None:
    """Write the report of a run, finished or not, from the record and the evidence beside it.

    Raises:
        OSError: when it cannot be written.

    """
    write_whole(path, page(record).encode("utf-8", "backslashreplace"))


def page(record: RunRecord) -> str:
    """Return the report as a page of HTML."""
    style, script = (_text(name) for name in ("report.css", "report.js"))
    sections, tokens = _scenarios(record)
    requirements = overview.judged(record)
    told = sorted((each for each in record.scenarios if is_told(each)), key=scenarios.gravity)
    return (
        _templates()
        .get_template("page.html")
        .render(
            style=Markup(style),
            script=Markup(script),
            style_digest=_digest(style),
            script_digest=_digest(script),
            record=record,
            answer=overview.answer(record),
            tone=overview.tone(record),
            exit_name=record.exit_code.name.lower().replace("_", " "),
            exit_code=int(record.exit_code),
            counts=overview.counts(record, requirements),
            requirements=requirements,
            areas=list(dict.fromkeys(each.area for each in requirements)),
            verdicts=list(dict.fromkeys(str(each.verdict) for each in requirements)),
            levels=[str(level) for level in Level],
            told=[scenarios.story_of(record, each, Evidenced(), Detail.CALLS) for each in told],
            sections=sections,
            attested=list(attested(record)),
            tokens=tokens,
            matrix=permission_matrix(record.scenarios),
            qualification=overview.qualification(record),
            qualified=_qualified(record),
        )
    )


def _scenarios(record: RunRecord) -> tuple[list[tuple[str, list[Markup]]], list[tuple[str, list[TokensOf]]]]:
    """Return the scenarios by feature, as markup, and the tokens seen in them; the gravest have the room first."""
    room, shown, tokens = _Room(), {}, {}
    for result in sorted(record.scenarios, key=scenarios.gravity):
        evidenced = read_evidence(record.path.parent, result.evidence)
        shown[result.scenario.id] = _scenario(record, result, evidenced, room)
        found = lives(evidenced.exchanges)
        if found:
            name = anchor(result.scenario.id)
            left_out = max(0, len(found) - MOST_TOKENS)
            tokens[result.scenario.id] = TokensOf(result, name, tuple(found[:MOST_TOKENS]), left_out)
    features = [(name, list(group)) for name, group in groupby(record.scenarios, lambda each: each.scenario.feature)]
    with_tokens = [
        (name, [tokens[each.scenario.id] for each in group if each.scenario.id in tokens]) for name, group in features
    ]
    return (
        [(name, [shown[each.scenario.id] for each in group]) for name, group in features],
        [(name, found) for name, found in with_tokens if found],
    )


def _scenario(record: RunRecord, result: ScenarioResult, evidenced: Evidenced, room: _Room) -> Markup:
    """Return a scenario as markup, in as much detail as there is room for."""
    remark = ""
    if not scenarios.is_plain(result) and evidenced.exchanges:
        markup = _rendered(record, result, evidenced, Detail.FULL)
        if room.in_full + _size(markup) <= ROOM_IN_FULL:
            room.in_full += _size(markup)
            return room.taken_by(markup)
        remark = "The report has no room for more messages: those of this scenario are in the evidence file only."
    for detail in (Detail.DIAGRAM, Detail.CALLS):
        markup = _rendered(record, result, evidenced, detail, remark)
        if room.all + _size(markup) <= ROOM:
            return room.taken_by(markup)
    bare = Evidenced(
        problem=evidenced.problem or "The report is full: checks and exchanges are in the evidence file only."
    )
    return room.taken_by(_rendered(record, result, bare, Detail.CALLS))


def _rendered(
    record: RunRecord, result: ScenarioResult, evidenced: Evidenced, detail: Detail, remark: str = ""
) -> Markup:
    story = scenarios.story_of(record, result, evidenced, detail)
    text = _templates().get_template("scenario.html").render(story=story, remark=remark)
    return Markup(text)


def _qualified(record: RunRecord) -> str:
    """Return what the terminal says of the qualification; it does for certifications only."""
    found = record.about.get("qualification")
    return qualification_in_words(found) if found or record.about.get("level") == "certification" else ""


@cache
def _templates() -> Environment:
    """Return the templates; every value is escaped and made visible, and one that is missing is an error."""
    templates = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=visible,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["shortened"] = shortened
    templates.filters["anchor"] = anchor
    templates.filters["word"] = scenarios.word_of
    return templates


def _size(text: str) -> int:
    return len(text.encode("utf-8", "backslashreplace"))


def _text(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
