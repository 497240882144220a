"""What a target sends is shown and never acts: no markup, no link that runs something, nothing that hides."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import Path

import pytest
from lxml import html
from markupsafe import Markup

from harness.record import Failure, StepResult
from harness.reports.html.untrusted import anchor, evidence_address, short_path, shortened, visible
from harness.verdicts import Verdict
from simulators.wire import Body
from tests.harness.judge_bench import requirement, result
from tests.harness.report_bench import exchange, qualification_in, record_in, report_of, with_evidence, words

HOSTILE = (
    "</title></style></script></pre></svg><script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    "<a href='javascript:alert(1)'>{{ 7 * 7 }}{% raw %}\0\x1b[31m\u202etxt.exe\u2066\ud800\ufeff\u2028]]>-->"
)
SHOWN = "[U+0000][U+001B][31m[U+202E]txt.exe[U+2066][U+D800][U+FEFF][U+2028]]]>-->"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, and caf\u00e9 \u20ac \U0001f600", "plain, and caf\u00e9 \u20ac \U0001f600"),
        ("a\n\tb", "a\n\tb"),
        ("a\r\n", "a[U+000D]\n"),
        ("\0\x7f\x85", "[U+0000][U+007F][U+0085]"),
        ("a\u202eb\u200bc\u00a0d", "a[U+202E]b[U+200B]c[U+00A0]d"),
        ("\ud800", "[U+D800]"),
        ("\U000e0041", "[U+E0041]"),
        ("\u0645\u0633", "\u0645\u0633"),
    ],
)
def test_what_nobody_sees_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_what_is_no_text_stays_what_it_is() -> None:
    assert visible(7) == 7
    markup = Markup("<b>\u202e</b>")
    assert visible(markup) is markup


def test_a_text_is_cut_and_says_so() -> None:
    assert shortened("12345", 5) == "12345"
    assert shortened("123456", 5) == "1234\u2026"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://shop.example", "/"),
        ("http://shop.example/a/b?c=d", "/a/b?"),
        ("http://shop.example/o/headless/v1.0/accounts", "\u2026/v1.0/accounts"),
        ("http://shop.example/" + "x" * 40, "\u2026" + "x" * 19),
        ("http://[broken/" + "x" * 40, "http://[broken/xxxx\u2026"),
        ("javascript:alert(1)", "alert(1)"),
    ],
)
def test_a_path_is_short_and_its_end_is_kept(url: str, shown: str) -> None:
    assert short_path(url, 20) == shown


@pytest.mark.parametrize(
    "name",
    ["javascript:alert(1)", "../evidence/a.json", "evidence/../a.json", "evidence/a.html", "http://x/a.json", ""],
)
def test_only_an_evidence_file_is_linked_to(name: str) -> None:
    assert evidence_address("evidence/cart-one-12ab.json") == "evidence/cart-one-12ab.json"
    assert evidence_address(name) == ""


def test_an_anchor_is_a_word_and_its_own() -> None:
    assert re.fullmatch(r"s-[0-9a-f]{10}", anchor(HOSTILE))
    assert anchor("a") != anchor("b")


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """Write the report of a run in which everything that can be hostile is; return its folder."""
    body = Body(((HOSTILE, HOSTILE),), HOSTILE, len(HOSTILE))
    calls = [
        exchange(
            1, HOSTILE, f"2{HOSTILE}", method=HOSTILE, url=f"http://x/[access token 0123abcd]{HOSTILE}", request=body
        ),
        exchange(2, answer=body, status=500),
        exchange(3, answer=None, status=None, failure=HOSTILE, url=f"javascript:alert(1)//{HOSTILE}"),
    ]
    failure = Failure(**{each.name: HOSTILE for each in fields(Failure)})
    steps = (StepResult(HOSTILE, HOSTILE, "failed", 0.1),)
    evidence = with_evidence(tmp_path, "hostile", *calls)
    failed = result(HOSTILE, Verdict.FAILED, failure, row=HOSTILE, steps=steps, evidence=evidence)
    role = replace(
        result("Role", Verdict.PASSED, row=f"{HOSTILE}, View-{HOSTILE}", evidence=evidence, steps=steps),
    )
    role = replace(role, scenario=replace(role.scenario, feature_file="role.feature", feature=HOSTILE))
    known = result(HOSTILE, Verdict.DEVIATION, reason=HOSTILE, evidence="javascript:alert(1)", requirement=HOSTILE)
    record = record_in(
        tmp_path,
        failed,
        role,
        known,
        target={"name": HOSTILE, "generation": "tradecentric-7.4", "kind": HOSTILE, "url": HOSTILE},
        stopped=HOSTILE,
    )
    entry = requirement("P2G-CART-001")
    record.catalogue = {"P2G-CART-001": replace(entry, text=HOSTILE, remedy=HOSTILE, source=HOSTILE)}
    record.faults.append(HOSTILE)
    record.about |= {
        "configuration": [{"name": HOSTILE, "value": HOSTILE, "origin": HOSTILE}],
        "versions": {HOSTILE: HOSTILE},
    }
    qualification_in(tmp_path, finished=HOSTILE, faults=[HOSTILE])
    report_of(record)
    return tmp_path


def test_markup_of_a_target_is_words(hostile: Path) -> None:
    text = (hostile / "report.html").read_text(encoding="utf-8")
    assert text.count("<script>") == text.count("</script>") == 1
    assert text.count("<style>") == text.count("</style>") == 1
    # The page's own, and one for each arrow.
    assert text.count("<title>") == text.count("</title>") == 4
    assert "<img" not in text
    assert "{{ 7 * 7 }}" in text


def test_nothing_in_it_acts(hostile: Path) -> None:
    tree = html.document_fromstring((hostile / "report.html").read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    assert not [name for each in tree.iter() for name in each.attrib if name.startswith("on") or name == "style"]
    links = tree.xpath("//@href | //@*[local-name()='href']")
    assert links
    assert all(re.match(r"#|evidence/hostile\.json\Z", link) for link in links)
    assert not tree.xpath("//img | //iframe | //object | //embed | //form | //base | //link")
    assert len(tree.xpath("//script")) == 1
    failed = words(tree.xpath("//section[@id='told']/article")[0])
    # Each field of the failure but its cause, which no reader is shown, beside the requirement and the step.
    assert failed.count("[U+202E]txt.exe") >= 10


def test_what_hides_is_shown_everywhere(hostile: Path) -> None:
    text = (hostile / "report.html").read_text(encoding="utf-8")
    assert SHOWN.replace(">", "&gt;") in text
    assert not re.search("[\0-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]", text)
