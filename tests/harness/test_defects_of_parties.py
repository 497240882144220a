"""The catalogue of defects: of which party each is, and that a party is given its own and no others."""

from __future__ import annotations

import pytest

from harness.defects import HUB, PROCUREMENT, STOREFRONT, defective, defective_hub, defective_procurement, read_defects
from simulators.hub import GOOD_HUB
from simulators.procurement import GOOD_PROCUREMENT
from simulators.storefront import REFERENCE

OF = {STOREFRONT: "first-line-lost", HUB: "hub-asks-no-secret", PROCUREMENT: "nothing-taken-for-a-cart"}


@pytest.mark.parametrize("party", OF)
def test_a_party_is_given_its_own_defects(party: str) -> None:
    name = OF[party]
    assert read_defects()[name].party == party
    assert (defective(name) != REFERENCE) == (party == STOREFRONT)
    assert (defective_hub(name) != GOOD_HUB) == (party == HUB)
    assert (defective_procurement(name) != GOOD_PROCUREMENT) == (party == PROCUREMENT)


def test_defects_of_several_parties_are_made_together() -> None:
    assert defective(*OF.values()).checkout is not REFERENCE.checkout
    assert defective_hub(*OF.values()).relationships is not GOOD_HUB.relationships
    assert defective_procurement(*OF.values()).held_after is not GOOD_PROCUREMENT.held_after


def test_a_defect_nobody_made_is_none() -> None:
    for make in (defective, defective_hub, defective_procurement):
        with pytest.raises(KeyError):
            make("no-such-defect")
