"""The report as a page: the answer first, everything that failed, and nothing it says that the record does not."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest

from harness.attestation import Screenshot
from harness.record import Failure, ScenarioResult, StepResult
from harness.reports.html import attested as attested_module
from harness.reports.html import page as page_module
from harness.reports.terminal import terminal_report
from harness.verdicts import Level, Verdict
from tests.harness.attestation_bench import PNG, attestation
from tests.harness.judge_bench import planned, requirement, result
from tests.harness.report_bench import exchange, qualification_in, record_in, report_of, with_evidence, words

REFUSED = Failure(
    "The SKU is posted as it is", "A-1", "B-2", "cart posted, line 900/1", "See the SKU.", "storefront -> hub: POST x"
)
STEPS = (StepResult("Given", "a buyer", "passed", 0.1), StepResult("Then", "the cart arrives", "failed", 0.2))


def every_verdict() -> tuple[ScenarioResult, ...]:
    return (
        result("The SKU arrives", Verdict.FAILED, REFUSED, steps=STEPS, duration=0.5),
        result("The hub breaks", Verdict.ERROR, Failure("The hub broke", details="KeyError\nand more")),
        result("No channel", Verdict.UNTESTABLE, Failure("the site has no channel"), row="1"),
        result("It is known", Verdict.DEVIATION, reason="known since 2.1"),
        result(
            "It is slow",
            Verdict.WARNING,
            Failure("Fast", "1 s", "2 s"),
            requirement="P2G-CART-002",
            level=Level.SHOULD,
        ),
        result("It arrives", Verdict.PASSED, requirement="P2G-TOKEN-001"),
        result("It tells", Verdict.PASSED, Failure("Told", "1 s", "3 s"), requirement="P2G-TERM-001", level=Level.MAY),
        result("No administrator", Verdict.INAPPLICABLE, Failure("give [target.admin]"), requirement="P2G-TOKEN-001"),
    )


def test_the_answer_stands_first_in_the_words_of_the_terminal(tmp_path: Path) -> None:
    record = record_in(tmp_path, *every_verdict(), stopped="the target did not answer")
    record.faults.append("a worker died")
    record.stopped = "the target did not answer"
    tree = report_of(record)
    (answer,) = tree.xpath("//*[@id='answer']/strong")
    said = list(terminal_report(record))[-3].text
    assert said == f"Acme staging (tradecentric-7.4): {words(answer)}"
    head = words(tree.xpath("//header")[0])
    for told in ("Acme staging", "tradecentric-7.4", "regression", "7", "3 (harness fault)", "a worker died"):
        assert told in head
    assert "the target did not answer; what was left is not run" in head
    assert "2026-01-01T00:00:00+00:00 to 2026-01-01T00:01:00+00:00" in head


@pytest.mark.parametrize(
    ("verdict", "answer", "code"),
    [
        (Verdict.PASSED, "CONFORMANT", "0 (conformant)"),
        (Verdict.FAILED, "NOT CONFORMANT", "1 (not conformant)"),
        (Verdict.INAPPLICABLE, "NO VERDICT: nothing was judged", "5 (vacuous)"),
    ],
)
def test_the_answer_is_that_of_the_record(tmp_path: Path, verdict: Verdict, answer: str, code: str) -> None:
    tree = report_of(record_in(tmp_path, result("One", verdict)))
    assert words(tree.xpath("//*[@id='answer']/strong")[0]) == answer
    assert code in words(tree.xpath("//header")[0])


def test_the_counts_are_those_of_the_record(tmp_path: Path) -> None:
    record = record_in(tmp_path, *every_verdict())
    tree = report_of(record)
    (table,) = tree.xpath("//table[@data-counts='scenarios']")
    heads = [words(cell) for cell in table.xpath(".//thead//th")]
    rows = {words(row[0]): [words(cell) for cell in row[1:]] for row in table.xpath("./tbody/tr")}
    for verdict, count in record.counts.items():
        assert rows["all"][heads.index(verdict) - 1] == str(count)
    assert [rows[name][0] for name in ("all", "must", "should", "may")] == ["8", "6", "1", "1"]
    assert rows["should"][heads.index("warning") - 1] == "1"
    (of_requirements,) = tree.xpath("//table[@data-counts='requirements']")
    assert words(of_requirements.xpath("./tbody/tr[1]/td[1]")[0]) == str(len(record.requirements))


def test_what_failed_is_told_whole_the_gravest_first(tmp_path: Path) -> None:
    tree = report_of(record_in(tmp_path, *every_verdict()))
    cards = tree.xpath("//section[@id='told']/article")
    order = [words(card.xpath(".//h3/span")[0]) for card in cards]
    assert order == ["failed", "untestable", "error", "warning", "deviation", "information"]
    first = words(cards[0])
    for told in (
        "P2G-CART-001 (must, A heading): What P2G-CART-001 asks for.",
        "current: A heading, 1: Every line arrives.",
        "Then the cart arrives",
        "Expected A-1",
        "Got B-2",
        "Where cart posted, line 900/1",
        "Exchange storefront -> hub: POST x",
        "Hint See the SKU.",
        "What to do Look into it.",
    ):
        assert told in first
    assert "Reason known since 2.1" in words(cards[4])
    # Nothing that was judged of the target: there is nothing to do at the target.
    assert "Look into it." not in words(cards[2])
    for link in tree.xpath("//section[@id='told']//a/@href"):
        assert len(tree.xpath("//*[@id=$name]", name=link.removeprefix("#"))) == 1


def test_every_requirement_is_in_the_table_with_what_a_filter_asks_for(tmp_path: Path) -> None:
    record = record_in(tmp_path, *every_verdict())
    tree = report_of(record)
    rows = tree.xpath("//section[@id='requirements']//tbody/tr")
    shown = {row.get("id"): (row.get("data-verdict"), row.get("data-level"), row.get("data-area")) for row in rows}
    told = {
        each["id"]: (each["verdict"], each["level"], each["id"].split("-")[1])
        for each in record.document()["requirements"]
    }
    assert shown == told
    for row in rows:
        assert len(row.xpath("./td[5]//a")) == len(record.requirements[row.get("id")])
    assert tree.xpath("//*[@id='filters']/@hidden"), "without script there is nothing to filter with"
    for name, position in (("verdict", 0), ("level", 1), ("area", 2)):
        options = set(tree.xpath(f"//select[@name='{name}']/option[not(@value)]/text()"))
        assert {values[position] for values in told.values()} <= options


def test_a_scenario_that_failed_has_its_messages_and_one_that_passed_has_not(tmp_path: Path) -> None:
    calls = (
        *(exchange(n, "administrator", url="http://shop.example/o/accounts") for n in (1, 2)),
        exchange(3, "hub", asked="SENT" + "x" * 5000, answered="CAME"),
        exchange(4, answered="No", status=404),
    )
    failed = result("Bad", Verdict.FAILED, REFUSED, steps=STEPS, evidence=with_evidence(tmp_path, "bad", *calls))
    passed = result("Good", Verdict.PASSED, steps=STEPS[:1], evidence=with_evidence(tmp_path, "good", *calls))
    tree = report_of(record_in(tmp_path, failed, passed))
    bad, good = tree.xpath("//section[@id='scenarios']/details")
    assert [words(each.xpath("./summary")[0]) for each in (bad, good)] == ["failed Bad", "passed Good"]
    for each in (bad, good):
        assert "Given a buyer 100 ms" in words(each)
        assert "Check 0 A-1 the same the cart" in words(each)
        assert len(each.xpath(".//*[local-name()='svg']")) == 1
    assert "Then the cart arrives failed, 200 ms" in words(bad)
    targets = [link.removeprefix("#") for link in bad.xpath(".//*[local-name()='svg']//*[local-name()='a']/@href")]
    assert len(targets) == 4
    assert all(len(bad.xpath(".//*[@id=$name]", name=target)) == 1 for target in targets)
    sent = bad.xpath(".//details[@class='x']")[2]
    assert "SENTx" in words(sent)
    assert "CAME" in words(sent)
    assert "the body has 5004 bytes in all" in words(sent)
    assert len(words(sent)) < 5000
    assert "SENT" not in words(good)
    assert "2 calls that went well" in words(good)
    assert bad.xpath(".//a[text()='evidence']/@href") == ["evidence/bad.json"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "evidence/gone.json cannot be read (No such file or directory)"),
        ("{", "evidence/gone.json is no evidence"),
        ("[]", "evidence/gone.json is no evidence"),
        ('{"checks": [{"what": 1}], "remarks": [], "findings": [], "exchanges": []}', "is no evidence"),
        (
            '{"checks": [], "remarks": [], "findings": [], "exchanges": [{"answer": null, "request": 1}]}',
            "is no evidence",
        ),
    ],
)
def test_evidence_that_is_not_there_is_told_and_takes_nothing_with_it(
    tmp_path: Path, content: str | None, said: str
) -> None:
    if content is not None:
        (tmp_path / "evidence").mkdir()
        (tmp_path / "evidence" / "gone.json").write_text(content, encoding="utf-8")
    lost = result("Lost", Verdict.FAILED, REFUSED, steps=STEPS, evidence="evidence/gone.json")
    tree = report_of(record_in(tmp_path, lost, result("Other", Verdict.PASSED)))
    scenarios = tree.xpath("//section[@id='scenarios']/details")
    assert [said in words(each) for each in scenarios] == [True, False]
    assert "Then the cart arrives" in words(scenarios[0])


def test_a_run_that_has_not_ended_is_no_answer_yet(tmp_path: Path) -> None:
    record = record_in(tmp_path, result("One", Verdict.PASSED), finished="")
    record.expect(planned("Two"))
    tree = report_of(record)
    assert "NOT FINISHED" in words(tree.xpath("//*[@id='answer']")[0])
    assert "none yet" in words(tree.xpath("//header")[0])
    assert "not_run Two the run ended before it came" in words(tree.xpath("//section[@id='scenarios']")[0]).replace(
        "must · P2G-CART-001 · 0.00 s · no evidence file ", ""
    )


def test_a_run_of_nothing_is_a_page(tmp_path: Path) -> None:
    tree = report_of(record_in(tmp_path))
    assert "nothing was judged" in words(tree.xpath("//*[@id='answer']")[0])


def test_it_tells_what_cannot_be_tested_and_what_was_set(tmp_path: Path) -> None:
    record = record_in(tmp_path, result("One", Verdict.PASSED))
    record.catalogue = {
        **record.catalogue,
        "P2G-CART-009": requirement("P2G-CART-009", not_testable="It leaves no trace."),
    }
    record.about["configuration"] = [{"name": "seed", "value": "7", "origin": "command line"}]
    record.about["versions"] = {"pytest": "9.2.0"}
    tree = report_of(record)
    assert "P2G-CART-009 must What P2G-CART-009 asks for. It leaves no trace." in words(
        tree.xpath("//*[@id='not-testable']")[0]
    )
    shown = words(tree.xpath("//*[@id='configuration']")[0])
    assert "seed 7 command line" in shown
    assert "pytest 9.2.0" in shown


def test_the_qualification_is_a_table_of_what_caught_each_defect(tmp_path: Path) -> None:
    qualification_in(tmp_path)
    shown = report_of(record_in(tmp_path, result("One", Verdict.PASSED))).xpath("//section[@id='qualification']")[0]
    assert "Not qualified" in words(shown)
    assert "1 of 2 defects caught" in words(shown)
    rows = [words(row) for row in shown.xpath(".//tbody/tr")]
    assert rows == [
        "sku-lost no SKU is posted P2G-CART-001 failed cart.feature: One P2G-CART-002",
        "price-lost no SKU is posted P2G-CART-001 missed passed",
    ]


@pytest.mark.parametrize("content", [None, "{", '{"defects": 1}', '{"defects": [{}]}'])
def test_a_qualification_that_cannot_be_read_is_told(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "qualification.json").write_text(content, encoding="utf-8")
    shown = report_of(record_in(tmp_path, result("One", Verdict.PASSED))).xpath("//section[@id='qualification']")[0]
    said = "There is no qualification" if content is None else "qualification.json cannot be read"
    assert said in words(shown)


def test_only_its_own_style_and_script_may_run_and_nothing_is_fetched(tmp_path: Path) -> None:
    tree = report_of(record_in(tmp_path, *every_verdict()))
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "default-src 'none'; img-src data:;" in policy
    for kind in ("style", "script"):
        (text,) = tree.xpath(f"//{kind}/text()")
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
        assert not re.search(r"https?:|url\(|@import", text)
    assert not tree.xpath(
        "//@src[not(starts-with(., 'data:image/png;base64,'))] | //link | //@style | //iframe | //object"
    )
    assert all(re.match(r"#|evidence/", link) for link in tree.xpath("//a/@href"))


def test_a_report_of_many_failures_still_fits_into_a_mail(tmp_path: Path) -> None:
    body = "<p>" + "word " * 400
    calls = tuple(exchange(n, "hub", asked=body, answered=body) for n in range(20))
    file = with_evidence(tmp_path, "all", *calls, checks=20)
    failure = Failure(*["reason " * 100] * 7)
    found = (result(f"Number {n:03}", Verdict.FAILED, failure, steps=STEPS, evidence=file) for n in range(250))
    tree = report_of(record_in(tmp_path, *found))
    assert (tmp_path / "report.html").stat().st_size < 5_000_000
    assert len(tree.xpath("//section[@id='scenarios']/details")) == len(tree.xpath("//article")) == 250
    assert 10 < len(tree.xpath("//details[@data-full]")) < 250
    assert "The report has no room for more messages" in words(tree.xpath("//section[@id='scenarios']/details")[-1])


def test_with_less_and_less_room_less_is_told_and_never_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_module, "ROOM_IN_FULL", 10_000)
    monkeypatch.setattr(page_module, "ROOM", 20_000)
    file = with_evidence(tmp_path, "all", *(exchange(n, "hub") for n in range(5)))
    found = (result(f"Number {n}", Verdict.FAILED, REFUSED, steps=STEPS, evidence=file) for n in range(15))
    scenarios = report_of(record_in(tmp_path, *found)).xpath("//section[@id='scenarios']/details")
    full = [len(each.xpath(".//details[@class='x']")) for each in scenarios]
    drawn = [len(each.xpath(".//*[local-name()='svg']")) for each in scenarios]
    assert (max(full), min(full)) == (5, 0)
    assert 0 < sum(full) / 5 < sum(drawn) < 15
    assert "The report is full" in words(scenarios[-1])
    assert all("Then the cart arrives" in words(each) for each in scenarios)


def _pictured(folder: Path, name: str, content: bytes = PNG) -> ScenarioResult:
    """Return what a person has attested with a picture."""
    file = f"evidence/{name}.png"
    (folder / "evidence").mkdir(exist_ok=True)
    (folder / file).write_bytes(content)
    picture = Screenshot(file, "image/png", len(content), hashlib.sha256(content).hexdigest())
    told = attestation("no", "<b>it is gone</b>", picture)
    return result(name, Verdict.FAILED, REFUSED, attestations=(told,))


def test_what_was_attested_is_shown_with_its_picture(tmp_path: Path) -> None:
    tree = report_of(record_in(tmp_path, _pictured(tmp_path, "seen"), result("One", Verdict.PASSED)))
    (section,) = tree.xpath("//section[@id='attested']")
    told = words(section)
    for each in ("failed seen", "Ada Tester said no at 2026-01-02T10:00:00+01:00", "Remark: <b>it is gone</b>"):
        assert each in told
    assert ("Looked for: the page is there" in told, "Open the page" in told) == (True, True)
    (source,) = section.xpath(".//img/@src")
    assert base64.b64decode(source.removeprefix("data:image/png;base64,")) == PNG
    assert section.xpath(".//p/a/@href") == ["evidence/seen.png"]
    assert "Ada Tester said no to: the page is there" in words(tree.xpath("//section[@id='scenarios']")[0])
    assert tree.xpath("//nav//a[@href='#attested']")


def test_without_an_attestation_there_is_nothing_of_it(tmp_path: Path) -> None:
    tree = report_of(record_in(tmp_path, result("One", Verdict.PASSED)))
    assert not tree.xpath("//*[@id='attested'] | //a[@href='#attested']")


def test_pictures_that_find_no_room_are_linked_to_and_others_than_were_attested_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attested_module, "ROOM", 200)
    found = [_pictured(tmp_path, f"seen-{number}") for number in range(4)]
    (tmp_path / "evidence/seen-2.png").write_bytes(PNG + b"more")
    (tmp_path / "evidence/seen-3.png").unlink()
    tree = report_of(record_in(tmp_path, *found))
    shown = tree.xpath("//section[@id='attested']/article")
    assert [len(each.xpath(".//img")) for each in shown] == [1, 0, 0, 0]
    assert [each.xpath(".//p/a/@href") for each in shown] == [[f"evidence/seen-{number}.png"] for number in range(4)]
    assert "is not the one that was attested" in words(shown[2])
    assert "the picture cannot be read" in words(shown[3])
