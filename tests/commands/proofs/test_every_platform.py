"""Carts of every size, letter, price and currency, in every procurement platform: what came is what was put in.

Each platform gets a cart of 1, 20, 200 and 1,000 lines over all products of the embedded storefront: prices of none to
four decimals, descriptions in every script; and one of 99,999 pieces in euros, yen and dinars.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from faker import Faker

from harness.actors import Buyer
from harness.actors.cart_kinds import Fill
from harness.actors.pages import StorefrontPages
from harness.actors.people import Cast
from harness.checks import carts
from harness.evidence import Evidence
from harness.settings import read_settings
from harness.stage import Stage
from harness.world import World
from simulators.procurement.profiles import profiles
from simulators.wire import Redactor

SIZES = (1, 20, 200, 1_000)
VERY_MANY = 99_999


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    settings = read_settings({"out": str(tmp_path_factory.mktemp("out"))}, {})
    world = World(settings, worker="main", redactor=Redactor(b"test"))
    yield world
    world.close()


@pytest.fixture
def stage(world: World, tmp_path: Path) -> Iterator[Stage]:
    del tmp_path
    evidence = Evidence(world.journal.redactor)
    with Stage(world, Cast(Faker(), "proof"), evidence, changes_settings=False) as stage:
        yield stage
    # Whatever of our own messages the judge has something against is a fault.
    assert world.journal.take_faults() == ()


def _can_be_told(description: str, charset: str) -> bool:
    try:
        description.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def _lines(count: int, charset: str) -> Fill:
    def fill(shopping: StorefrontPages) -> Mapping[str, int]:
        offers = [offered for offered in shopping.offers() if _can_be_told(offered.description, charset)]
        assert len(offers) > 4
        put: Counter[str] = Counter()
        for number in range(count):
            offered, quantity = offers[number % len(offers)], number % 9 + 1
            shopping.put(offered, quantity)
            put[offered.sku] += quantity
        return put

    return fill


def _very_many(charset: str) -> Fill:
    def fill(shopping: StorefrontPages) -> Mapping[str, int]:
        offered = next(one for one in shopping.offers() if _can_be_told(one.description, charset))
        shopping.put(offered, VERY_MANY)
        return {offered.sku: VERY_MANY}

    return fill


def _brings_back(stage: Stage, buyer: Buyer, fill: Fill) -> None:
    buyer.filled = ()
    buyer.prepare()
    buyer.enter()
    buyer.fill_cart_by(fill)
    assert buyer.submit().url.startswith(buyer.procurement.url)
    carts.check_round_trip(stage.evidence, buyer)
    assert len(buyer.punch_out.held) == len(buyer.filled)


@pytest.mark.long
@pytest.mark.parametrize("platform", profiles())
def test_what_procurement_holds_is_what_the_buyer_put_in(stage: Stage, platform: str) -> None:
    # What a form in ISO-8859-1 cannot hold does not arrive in it; a scenario of its own says so.
    charset = profiles()[platform].oci.get("charset", "UTF-8")
    buyer = stage.buyer()
    stage.work_with(buyer, platform)
    for count in SIZES:
        _brings_back(stage, buyer, _lines(count, charset))
        assert len(buyer.punch_out.held) == count


@pytest.mark.long
@pytest.mark.parametrize("platform", profiles())
@pytest.mark.parametrize("currency", ["EUR", "JPY", "KWD"])
def test_carts_in_any_currency_and_very_many_pieces_arrive(stage: Stage, platform: str, currency: str) -> None:
    charset = profiles()[platform].oci.get("charset", "UTF-8")
    buyer = stage.buyer()
    stage.work_with(buyer, platform)
    stage.relationships.relate(buyer.company, currency=currency)
    _brings_back(stage, buyer, _lines(14, charset))
    _brings_back(stage, buyer, _very_many(charset))
    assert {line.currency for line in buyer.punch_out.held} == {currency}
    assert [line.quantity for line in buyer.punch_out.held] == [VERY_MANY]


def test_the_products_are_of_every_kind(stage: Stage) -> None:
    buyer = stage.buyer()
    buyer.enter()
    offers = buyer.shopping.offers()
    texts = "".join(offered.description for offered in offers)
    assert {-int(offered.price.normalize().as_tuple().exponent) for offered in offers} >= {0, 1, 2, 3, 4}
    for part in ("\u0392", "\u30dc", "\u0645", "\u05d1", "\U0001f529", '"', "&", "]]>", "</script>", "'"):
        assert part in texts
