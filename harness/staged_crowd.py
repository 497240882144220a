"""Several buyers of a scenario at once, or one in two places.

Many are cheap to make when they share a company and a role; so many of one company as have room on a page of carts.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from harness.actors import Buyer, ProcurementDesk
from harness.administration import PUNCH_OUT_PERMISSIONS

if TYPE_CHECKING:
    from harness.stage import Stage

# As many as fill carts side by side: it takes no less time with more, and there the crowd is not what is judged.
_SIDE_BY_SIDE = 8
_OF_ONE_COMPANY = 5
# How many of one product a buyer takes at least; the numbers of no two buyers are the same.
_LEAST = 2


class StagedCrowd:
    """Makes the crowd of a scenario; it raises Inapplicable when the target has given no administrator."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def filled(self, count: int) -> Sequence[Buyer]:
        """Return new buyers who have punched out and filled carts of their own, the companies from two systems."""
        buyers = self._made(count)
        with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
            list(pool.map(_fill, buyers, range(_LEAST, _LEAST + count)))
        return buyers

    def elsewhere(self, buyer: Buyer) -> Buyer:
        """Return the same person of the same company once more, with a browser in another procurement system."""
        return self._stage.punching_out(buyer.person, buyer.company, self._stage.world.other_procurement)

    def _made(self, count: int) -> list[Buyer]:
        desks = itertools.cycle((self._stage.world.procurement, self._stage.world.other_procurement))
        buyers: list[Buyer] = []
        while len(buyers) < count:
            buyers += self._company(min(_OF_ONE_COMPANY, count - len(buyers)), next(desks))
        return buyers

    def _company(self, count: int, procurement: ProcurementDesk) -> list[Buyer]:
        """Return new buyers of a new company, who hold one role."""
        stage = self._stage
        first = stage.buyer((), procurement=procurement)
        buyers = [first, *(stage.colleague(first, ()) for _ in range(count - 1))]
        role = stage.roles.make(first, PUNCH_OUT_PERMISSIONS)
        for buyer in buyers:
            stage.roles.assign(buyer, role)
        return buyers


def _fill(buyer: Buyer, quantity: int) -> None:
    """Let a buyer punch out and take so many of the first product."""
    buyer.enter_and_fill([quantity])
