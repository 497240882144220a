"""What the report makes of exchanges: who stands where, which arrow goes where, and what became of a token."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from harness.reports.html.exchanges import runs
from harness.reports.html.permissions import permission_matrix
from harness.reports.html.sequence import MOST_ARROWS, parties, sequence_of
from harness.reports.html.tokens import MOST_EVENTS, lives
from harness.verdicts import Verdict
from simulators.wire import Exchange
from tests.harness.judge_bench import result
from tests.harness.report_bench import GUEST, SIGNED_IN, TOKEN, exchange, record_in, report_of, with_evidence, words

START_URL = f"http://shop.example/web/shop?punchOutAccessToken={TOKEN}"


def test_parties_stand_in_the_preferred_order_and_others_to_the_right() -> None:
    seen = [
        exchange(1, "administrator", "storefront"),
        exchange(2, "stranger", "browser"),
        exchange(3, "storefront", "hub"),
        exchange(4, "another", "hub"),
    ]
    assert parties(seen) == ["hub", "storefront", "browser", "administrator", "stranger", "another"]


def test_an_arrow_goes_from_who_asks_to_who_answers_and_says_what_came() -> None:
    calls = (
        exchange(7, "hub", "storefront", method="POST", url="http://shop.example/o/punchout/v1.0/session/request?x=1"),
        exchange(8, "browser", "storefront", status=404),
        exchange(9, "browser", "storefront", status=None, answer=None, failure="Connection refused"),
        exchange(10, "hub", "hub"),
    )
    drawn = sequence_of(calls, counted=False)
    places = {line.name: line.x for line in drawn.lifelines}
    assert list(places) == ["hub", "storefront", "browser"]
    assert sorted(places.values()) == list(places.values())
    first, second, third, own = drawn.arrows
    assert (first.x1, first.x2) == (places["hub"], places["storefront"])
    assert (second.x1, second.x2) == (places["browser"], places["storefront"])
    assert own.x1 == places["hub"] != own.x2
    assert (first.number, first.label) == (7, "POST \u2026/v1.0/session/request? 200")
    assert [arrow.is_wrong for arrow in drawn.arrows] == [False, True, True, False]
    assert third.label.endswith("Connection \u2026")
    assert [arrow.y for arrow in drawn.arrows] == sorted({arrow.y for arrow in drawn.arrows})
    assert drawn.arrows[-1].y <= drawn.height - 10
    assert max(places.values()) < drawn.width
    assert first.path.startswith(f"M{first.x1} {first.y}H{first.x2}m-")
    assert f"H{second.x2}m7" in second.path


def test_of_very_many_exchanges_the_middle_is_left_out_and_counted() -> None:
    calls = tuple(exchange(number) for number in range(200))
    numbers = [arrow.number for arrow in sequence_of(calls, counted=False).arrows]
    assert numbers == [*range(20), None, *range(160, 200)]
    assert sequence_of(calls, counted=False).arrows[20].label == f"{200 - MOST_ARROWS} more are left out here"
    assert None not in [each.number for each in sequence_of(calls[:MOST_ARROWS], counted=False).arrows]


def preparations() -> tuple[Exchange, ...]:
    return (
        exchange(1, "administrator"),
        exchange(2, "administrator"),
        exchange(3, "administrator", status=500),
        exchange(4, "browser"),
        exchange(5, "browser", "hub"),
        exchange(6, "administrator"),
    )


def test_preparations_that_go_well_are_one_arrow_and_what_goes_wrong_has_its_own() -> None:
    arrows = sequence_of(preparations(), counted=True).arrows
    assert [each.number for each in arrows] == [None, 3, 4, 5, 6]
    assert arrows[0].label == "2 calls that went well"


def test_a_list_of_calls_counts_preparations_and_names_the_rest() -> None:
    found = [(each.sender, [words for words, _ in each.calls]) for each in runs(preparations())]
    called = "GET /web/shop/catalog"
    assert found == [
        ("administrator", ["2 calls that went well", f"{called} 500"]),
        ("browser", [f"{called} 200"]),
        ("browser", [f"{called} 200"]),
        ("administrator", ["1 call that went well"]),
    ]


def session(number: int = 1) -> tuple[Exchange, Exchange]:
    """The hub's set-up begins before the session request within it, and ends after it."""
    return (
        exchange(number, "procurement system", "hub", duration=3.0, answered=f"start at {TOKEN}"),
        exchange(number + 1, "hub", "storefront", duration=0.5, answered=f'{{"startURL": "{START_URL}"}}'),
    )


def test_a_token_is_issued_handed_on_used_and_of_no_use_any_more() -> None:
    calls = (
        *session(),
        exchange(10, url=START_URL, answered=SIGNED_IN),
        exchange(20, url=START_URL, answered=GUEST),
        exchange(30, url=START_URL, status=403, answered="no"),
        exchange(31, url="http://x/", headers=(("Referer", START_URL),)),
        exchange(32, "browser", asked=TOKEN, method="POST"),
        exchange(33, answered="of another token [access token ffffffff]"),
    )
    life, other = lives(calls)
    assert (life.label, life.first, life.left_out) == ("0123abcd", "10:00:02", 0)
    told = [(each.number, each.after, each.what, each.page, each.outcome, each.is_wrong) for each in life.events]
    assert told == [
        (2, 0.0, "issued", "", "200", False),
        (1, 1.5, "handed on", "", "200", False),
        (10, 7.5, "opened", "signed in", "200", False),
        (20, 17.5, "opened", "a guest", "200", False),
        (30, 27.5, "opened", "", "403", True),
        (31, 28.5, "sent in a header", "", "200", False),
        (32, 29.5, "sent in a body", "", "200", False),
    ]
    assert (other.label, [each.what for each in other.events]) == ("ffffffff", ["issued"])


def test_a_token_nobody_issued_was_only_opened() -> None:
    (life,) = lives((exchange(1, url=START_URL, answered=GUEST),))
    assert [(each.what, each.page) for each in life.events] == [("opened", "a guest")]
    assert lives((exchange(1),)) == []


def test_a_token_that_is_used_without_end_is_counted() -> None:
    (life,) = lives(tuple(exchange(number, url=START_URL) for number in range(MOST_EVENTS + 5)))
    assert (len(life.events), life.left_out) == (MOST_EVENTS, 5)


def test_the_lives_of_tokens_are_in_the_report(tmp_path: Path) -> None:
    file = with_evidence(tmp_path, "one", *session(), exchange(9, url=START_URL, answered=SIGNED_IN))
    tree = report_of(record_in(tmp_path, result("One", Verdict.PASSED, evidence=file), result("Two", Verdict.PASSED)))
    (row,) = tree.xpath("//section[@id='tokens']//tbody/tr")
    assert "+0.00 s issued 2. hub \u2192 storefront 200" in words(row)
    assert "+6.50 s opened: signed in 9. browser \u2192 storefront 200" in words(row)
    (link,) = row.xpath(".//a/@href")
    assert "passed One" in words(tree.xpath("//*[@id=$name]/..", name=link.removeprefix("#"))[0])


@pytest.fixture
def roles() -> list[tuple[str, str, Verdict]]:
    return [
        ("The cart is shown", "View Open Orders, Check Out Open Orders-shown", Verdict.PASSED),
        ("The cart is shown", "nothing-not shown", Verdict.FAILED),
        ("Submit", "View Open Orders, Check Out Open Orders-offered-the cart once", Verdict.NOT_RUN),
        ("Submit", "View Open Orders-not offered-no cart", Verdict.PASSED),
    ]


def test_rows_about_roles_are_a_matrix_of_permissions(tmp_path: Path, roles: list[tuple[str, str, Verdict]]) -> None:
    made = [result(name, verdict, row=row) for name, row, verdict in roles]
    ours = [replace(each, scenario=replace(each.scenario, feature_file="role_matrix.feature")) for each in made]
    # Neither an outline of another feature nor a scenario without rows belongs there.
    others = [
        result("Carts", Verdict.PASSED, row="Delete Orders-shown"),
        replace(ours[0], scenario=replace(ours[0].scenario, row="")),
    ]
    matrix = permission_matrix([*ours, *others])
    assert matrix.permissions == ("View Open Orders", "Check Out Open Orders")
    assert [
        (set(row.permissions), [(each.expected, each.result.verdict) for each in row.tried]) for row in matrix.rows
    ] == [
        (set(), [("not shown", Verdict.FAILED)]),
        ({"View Open Orders"}, [("not offered, no cart", Verdict.PASSED)]),
        (
            {"View Open Orders", "Check Out Open Orders"},
            [("shown", Verdict.PASSED), ("offered, the cart once", Verdict.NOT_RUN)],
        ),
    ]
    shown = report_of(record_in(tmp_path, *ours)).xpath("//section[@id='permissions']//tbody/tr")
    assert [words(row) for row in shown] == [
        "no permission at all failed not shown",
        "\u25cf passed not offered, no cart",
        "\u25cf \u25cf not_run offered, the cart once passed shown",
    ]


def test_a_run_without_roles_says_so(tmp_path: Path) -> None:
    tree = report_of(record_in(tmp_path, result("One", Verdict.PASSED)))
    assert "were not in this run" in words(tree.xpath("//section[@id='permissions']")[0])
