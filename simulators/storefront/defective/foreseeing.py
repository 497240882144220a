"""Defects of visits before the buyer's own: a browser that fetches ahead, a program that asks for the head."""

from __future__ import annotations

from collections.abc import Mapping

from simulators.storefront.switching import Switch, part
from simulators.storefront.visits import Visit, Visits, is_prefetch


class UsedUpByAHead(Visits):
    """Takes a program that asks for the head of a page for the buyer."""

    def comes_ahead(self, visit: Visit) -> bool:
        """Tell whether a token is left for the buyer: when a browser fetches ahead."""
        return is_prefetch(visit.incoming)


class UsedUpByAPrefetch(Visits):
    """Takes a browser that fetches ahead for the buyer."""

    def comes_ahead(self, visit: Visit) -> bool:
        """Tell whether a token is left for the buyer: when the head of a page is asked for."""
        return visit.incoming.method == "HEAD"


DEFECTS: Mapping[str, Switch] = {
    "token-used-up-by-a-head-request": part("visits", UsedUpByAHead),
    "token-used-up-by-a-prefetch": part("visits", UsedUpByAPrefetch),
}
