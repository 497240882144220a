"""Several buyers of a scenario at once, or one in two places.

Many are cheap to make: two companies, one for each procurement system, and one role in each.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from harness.actors import Buyer
from harness.administration import PUNCH_OUT_PERMISSIONS

if TYPE_CHECKING:
    from harness.stage import Stage

# As many as fill carts side by side: it takes no less time with more, and there the crowd is not what is judged.
_SIDE_BY_SIDE = 8
# How many of one product a buyer takes at least; the numbers of no two buyers are the same.
_LEAST = 2


class StagedCrowd:
    """Makes the crowd of a scenario; it raises Inapplicable when the target has given no administrator."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def filled(self, count: int) -> Sequence[Buyer]:
        """Return new buyers who have punched out and filled carts of their own, every other in another system."""
        buyers = self._made(count)
        with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
            list(pool.map(_fill, buyers, range(_LEAST, _LEAST + count)))
        return buyers

    def elsewhere(self, buyer: Buyer) -> Buyer:
        """Return the same person of the same company once more, with a browser in another procurement system."""
        return self._stage.punching_out(buyer.person, buyer.company, self._stage.world.other_procurement)

    def _made(self, count: int) -> list[Buyer]:
        stage, world = self._stage, self._stage.world
        first = [stage.buyer(()), stage.buyer((), procurement=world.other_procurement)]
        roles = [stage.roles.make(buyer, PUNCH_OUT_PERMISSIONS) for buyer in first]
        buyers = [*first, *(stage.colleague(first[number % 2], ()) for number in range(2, count))]
        for number, buyer in enumerate(buyers):
            stage.roles.assign(buyer, roles[number % 2])
        return buyers


def _fill(buyer: Buyer, quantity: int) -> None:
    """Let a buyer punch out and take so many of the first product, and one of the second."""
    buyer.enter_and_fill([quantity, 1])
