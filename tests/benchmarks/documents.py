"""How the time to check a cXML document grows with it: by its square, a hostile sender keeps a party busy for hours.

Each kind of document is checked at one size and at four times that; the time it takes then, as a ratio to the first,
is about 4 where it grows with the document, and 16 where it grows with its square.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Mapping

from simulators.messages.cxml import read, schema_faults
from tests.messages.cxml.cxml_corpus import HEADER, order, setup

ROUNDS = 5
TIMES = 4
# Halfway between in proportion and the square, as far as they are ratios.
MOST = 8.0

KINDS: Mapping[str, tuple[int, Callable[[int], str]]] = {
    "extrinsics": (5_000, lambda count: setup("<BuyerCookie/>" + '<Extrinsic name=""/>' * count)),
    "faults": (5_000, lambda count: setup("<BuyerCookie/>" + '<Extrinsic nam=""/>' * count)),
    "elements in content ANY": (15_000, lambda count: setup(f"<BuyerCookie>{'<a/>' * count}</BuyerCookie>")),
    "broken items": (5_000, lambda count: order("<ItemIn/>" * count)),
    "misplaced elements": (600, lambda count: order(HEADER * count)),
}


def seconds(document: str) -> float:
    """Return how long it takes to check a document, at best of several times."""

    def once() -> float:
        root = read(document.encode())
        began = time.perf_counter()
        schema_faults(root)
        return time.perf_counter() - began

    return min(once() for _ in range(ROUNDS))


def main() -> int:
    ratios = {name: seconds(made(count * TIMES)) / seconds(made(count)) for name, (count, made) in KINDS.items()}
    for name, ratio in ratios.items():
        print(f"{ratio:5.1f} times as long for {TIMES} times as many {name}")
    print(f"{statistics.median(ratios.values()):5.1f} in the middle; more than {MOST:g} is too much")
    return 1 if max(ratios.values()) > MOST else 0


if __name__ == "__main__":
    sys.exit(main())
