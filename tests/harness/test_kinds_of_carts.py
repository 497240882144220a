"""Kinds of carts: each is filled as it is called, what is not sold is not applied, and what is posted is compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

import pytest

from harness.actors import SeenSums, wanted
from harness.actors.cart_kinds import CARTS
from harness.actors.pages import SeenLine, StorefrontPages
from harness.actors.start_urls import ADDITIONS, start_url_with
from harness.actors.wanted import Offered
from harness.administration import permissions_in
from harness.checks import carts
from harness.errors import HarnessFault, Inapplicable, NonConformance
from harness.evidence import Evidence
from harness.stage import Stage
from simulators.messages.cart import build_cart
from tests.harness.judge_bench import posted_cart, posted_line, seen_line

SetStage = Callable[..., Stage]


def offered(number: int, **values: Any) -> Offered:
    zero = Decimal(0)
    return replace(Offered(number, f"SKU-{number}", number, "A bolt", zero, zero, 99), **values)


class Shelf(StorefrontPages):
    """A shop that sells what a test puts on the shelf, and writes down what is done to the cart."""

    def __init__(self, *offers: Offered) -> None:
        super().__init__(cast("Any", None), (), "", "")
        self.shelf, self.done = offers, list[str]()

    def email(self) -> str:
        return ""

    def order_id(self) -> int | None:
        return 1

    def all_offered(self) -> Sequence[Offered]:
        return self.shelf

    def put(self, offered: Offered, quantity: int) -> int:
        self.done.append(f"{quantity} of {offered.sku}")
        return len(self.done)

    def change(self, line_id: int, quantity: int) -> None:
        self.done.append(f"line {line_id} to {quantity}")

    def take_out(self, line_id: int) -> None:
        self.done.append(f"line {line_id} out")

    def try_to_change(self, line: SeenLine) -> None:
        raise NotImplementedError

    def sums(self, _: int) -> SeenSums | None:
        return None

    def cart(self, _: int) -> tuple[SeenLine, ...]:
        return ()

    def looked_at(self, offered: Offered) -> Offered:
        return replace(offered, categories=("Bolts", "Fasteners") if offered.sku == "SKU-2" else ("Bolts",))


@pytest.mark.parametrize(
    ("kind", "done", "holds"),
    [
        ("the same product twice", ["2 of SKU-1", "3 of SKU-1"], {"SKU-1": 5}),
        ("a product whose quantity was changed", ["2 of SKU-1", "line 1 to 7"], {"SKU-1": 7}),
        ("a product after another was taken out again", ["4 of SKU-2", "1 of SKU-1", "line 1 out"], {"SKU-1": 1}),
        ("as many of one product as may be ordered", ["99 of SKU-1"], {"SKU-1": 99}),
        ("a product in several categories", ["3 of SKU-2"], {"SKU-2": 3}),
        ("99,999 of one product, or as many as may be", ["99 of SKU-1"], {"SKU-1": 99}),
    ],
)
def test_a_cart_is_filled_as_it_is_called(kind: str, done: list[str], holds: dict[str, int]) -> None:
    shop = Shelf(offered(1), offered(2))
    assert CARTS[kind](shop) == holds
    assert shop.done == done


@pytest.mark.parametrize(("kind", "count"), [("20 lines", 20), ("200 lines", 200), ("1,000 lines", 1000)])
def test_a_cart_of_many_lines_has_as_many(kind: str, count: int) -> None:
    shop = Shelf(offered(1), offered(2))
    holds = CARTS[kind](shop)
    assert len(shop.done) == count
    assert sum(holds.values()) == sum(number % 9 + 1 for number in range(count))


def test_very_many_of_one_are_no_more_than_may_be() -> None:
    assert CARTS["99,999 of one product, or as many as may be"](Shelf(offered(1, most=10**9))) == {"SKU-1": 99_999}


def test_very_many_are_of_the_dearest_of_those_there_are_most_of() -> None:
    shop = Shelf(
        replace(offered(1, most=10**9), price=Decimal(2)),
        replace(offered(2, most=10**6), price=Decimal(3)),
        replace(offered(3, most=10), price=Decimal(9)),
    )
    assert CARTS["99,999 of one product, or as many as may be"](shop) == {"SKU-2": 99_999}


def test_every_product_is_put_into_a_cart_of_many_lines() -> None:
    many = Shelf(*(offered(number) for number in range(1, 100)))
    holds = CARTS["every product there is"](many)
    assert len(holds) == len(many.done) == 40
    with pytest.raises(Inapplicable, match="offers 2 products; list at least 5"):
        CARTS["every product there is"](Shelf(offered(1), offered(2)))


@pytest.mark.parametrize(
    ("kind", "fits"),
    [
        (wanted.AT_A_PROMOTION_PRICE, offered(3, promo_price=Decimal(1))),
        (wanted.WITH_A_DISCOUNT, offered(3, discount=Decimal("0.01"))),
        (wanted.WITH_MARKUP, offered(3, description="<p>A bolt</p>")),
        (wanted.IN_FOREIGN_LETTERS, offered(3, description="L\u00f6ffel")),
        (wanted.IN_FOREIGN_LETTERS, offered(3, description="\u30dc\u30eb\u30c8")),
        (wanted.IN_GREEK, offered(3, description="\u0392\u03af\u03b4\u03b1")),
        (wanted.IN_JAPANESE, offered(3, description="\u30dc\u30eb\u30c8")),
        (wanted.FROM_RIGHT_TO_LEFT, offered(3, description="\u05d1\u05e8\u05d2")),
        (wanted.WITH_EMOJI, offered(3, description="\U0001f529")),
        (wanted.WITH_QUOTES_AND_AMPERSANDS, offered(3, description="a &quot;b&quot; &amp; c")),
        (wanted.WITH_ENDS_OF_MARKUP, offered(3, description="a ]]&gt; b")),
        (wanted.OF_FOUR_DECIMALS, offered(3, price=Decimal("0.1234"))),
    ],
)
def test_a_product_is_found_by_what_is_shown_of_it(kind: wanted.Wanted, fits: Offered) -> None:
    plain = (offered(1), offered(2, description="3 < 4 & 5 > 2, \u20ac 1"))
    assert replace(Shelf(*plain, fits).find(kind), categories=()) == fits
    with pytest.raises(Inapplicable, match=rf"no product {kind.words}; add the SKU of one to target.catalog.skus"):
        Shelf(*plain).find(kind)


@pytest.mark.parametrize("kind", [kind for kind in CARTS if "lines" not in kind])
def test_the_embedded_storefront_sells_each_kind(set_stage: SetStage, evidence: Evidence, kind: str) -> None:
    buyer = set_stage().buyer()
    buyer.enter()
    buyer.fill_cart_with(kind)
    buyer.submit()
    carts.check_round_trip(evidence, buyer)


def test_sums_are_those_of_the_cart_that_is_posted(set_stage: SetStage, evidence: Evidence) -> None:
    buyer = set_stage().buyer()
    buyer.enter_and_fill([1, 2])
    sums = buyer.sums_of_cart()
    assert sums.shipping
    assert sums.tax
    buyer.submit()
    carts.check_sums(evidence, sums, buyer.at_the_hub().cart_posts)
    with pytest.raises(NonConformance, match="The tax is posted as it is"):
        carts.check_sums(evidence, replace(sums, tax=sums.tax + 1), buyer.at_the_hub().cart_posts)


@pytest.mark.parametrize(
    ("seen", "posted", "said"),
    [
        ({"promo_price": Decimal(1)}, {}, "The promotion price is posted as it is"),
        ({"discount": Decimal(1)}, {"discount": Decimal(2)}, "The discount is posted as it is"),
        ({"categories": ("A", "B")}, {"classification": "A,"}, "The categories are posted, each of them"),
    ],
)
def test_what_is_posted_otherwise_than_shown_is_noticed(
    evidence: Evidence, seen: dict[str, Any], posted: dict[str, Any], said: str
) -> None:
    with pytest.raises(NonConformance, match=said):
        carts.check_posted_as_seen(evidence, [seen_line(**seen)], posted_cart(posted_line(**posted)))


def test_a_cart_in_another_currency_is_noticed(evidence: Evidence) -> None:
    posts = [build_cart(posted_cart(posted_line(), currency="EUR")).decode()]
    carts.check_currency(evidence, "EUR", posts)
    with pytest.raises(NonConformance, match=r"The cart is in the buyer's currency.*expected JPY, got EUR"):
        carts.check_currency(evidence, "JPY", posts)


def test_a_currency_the_target_does_not_claim_is_not_applied(set_stage: SetStage) -> None:
    stage = set_stage()
    company = stage.account()
    stage.relationships.relate(company, currency="JPY")
    with pytest.raises(Inapplicable, match=r"list XTS in target\.catalog\.currencies"):
        stage.relationships.relate(company, currency="XTS")


def test_a_cart_of_another_company_cannot_be_changed_and_the_own_one_can(set_stage: SetStage) -> None:
    stage = set_stage()
    buyer, other = stage.buyer(), stage.buyer()
    buyer.enter_and_fill([2, 1])
    other.enter()
    other.shopping.try_to_change(buyer.filled[0])
    assert buyer.cart() == buyer.filled
    buyer.shopping.try_to_change(buyer.filled[0])
    assert buyer.cart() != buyer.filled


def test_each_start_url_adds_something_of_its_own() -> None:
    assert len({start_url_with("http://shop.example/c", what) for what in ADDITIONS}) == len(ADDITIONS)


def test_permissions_are_read_from_their_labels() -> None:
    assert permissions_in("nothing") == ()
    assert permissions_in("View Orders, Add Order") == ("View Orders", "Add Order")
    with pytest.raises(HarnessFault, match="there is no permission 'Fly'"):
        permissions_in("View Orders, Fly")
