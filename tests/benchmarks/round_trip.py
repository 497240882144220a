"""How long a round trip takes in the harness, as a ratio to a bare script that makes the same exchanges.

Both start with a punch out that procurement has begun and end with the order message in procurement. The harness
reads every page as a browser would, checks nothing, and keeps the journal; the script cuts out of the pages what it
needs and keeps nothing.
"""

from __future__ import annotations

import html
import re
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import requests
from faker import Faker

from harness.actors import Buyer
from harness.actors.people import Cast
from harness.evidence import Evidence
from harness.settings import read_settings
from harness.stage import Stage
from harness.world import World
from simulators.wire import Redactor

ROUNDS = 30


def by_harness(buyer: Buyer) -> None:
    """Make a round trip with the harness's buyer."""
    buyer.enter()
    buyer.fill_cart([1])
    buyer.submit()


def by_script(buyer: Buyer, storefront: str, launch: str) -> None:
    """Make the same exchanges with nothing but requests and regular expressions."""
    with requests.Session() as session:
        session.trust_env = False
        start_url = session.post(launch).json()["start_page"]
        page = session.get(start_url).text
        token = found(r"authToken = '(\w+)'", page)
        channel, account = found(r'commerceChannelId": "(\d+)', page), found(r'accountId": "(\d+)', page)
        order = found(r'orderId": "(\d+)', page)
        headers = {"x-csrf-token": token}
        catalog = f"{storefront}/o/headless-commerce-delivery-catalog/v1.0/channels/{channel}/products"
        products = session.get(f"{catalog}?accountId={account}&pageSize=200", headers=headers).json()["items"]
        items = f"{storefront}/o/headless-commerce-delivery-cart/v1.0/carts/{order}/items"
        session.post(items, json={"skuId": products[0]["skus"][0]["id"], "quantity": 1}, headers=headers)
        session.get(items, headers=headers).json()
        session.get(catalog, headers=headers).json()
        carts = session.get(buyer.shopping.open_carts_url).text
        form = found(r'(?s)(<form method="post".*?</form>)', carts)
        checkout = session.post(storefront + found(r'action="([^"]+)"', form), data=fields(form)).text
        returning = session.get(storefront + found(r'location.href = "([^"]+)"', checkout)).text
        session.post(found(r'action="([^"]+)"', returning), data=fields(returning)).raise_for_status()


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise RuntimeError(f"{pattern} is not in the page: the script no longer fits the storefront")
    return html.unescape(match[1])


def fields(form: str) -> dict[str, str]:
    pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in pairs}


def seconds(trip: Callable[[], None]) -> float:
    began = time.perf_counter()
    trip()
    return time.perf_counter() - began


def main() -> None:
    """Make both kinds of round trip in turn and print the medians and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        world = World(read_settings({"out": folder}, {}), worker="main", redactor=Redactor(secrets.token_bytes(16)))
        cast = Cast(Faker(), "bench")
        try:
            with Stage(world, cast, Evidence(world.journal.redactor), changes_settings=False) as stage:
                harness, script = [], []
                for number in range(ROUNDS + 2):
                    buyer = stage.buyer()
                    with world.journal.scenario(f"round {number}"):
                        buyer.prepare()
                        harness.append(seconds(partial(by_harness, buyer)))
                    buyer.prepare()
                    launch = f"{buyer.procurement.url}/operator/sessions/{buyer.punch_out.buyer_cookie}/launch"
                    script.append(seconds(partial(by_script, buyer, world.target.file.url, launch)))
        finally:
            world.close()
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    ours, bare = statistics.median(harness[2:]), statistics.median(script[2:])
    print(f"round trip by the harness  {1000 * ours:6.1f} ms (median of {ROUNDS})")
    print(f"round trip by bare script  {1000 * bare:6.1f} ms")
    print(f"ratio                      {ours / bare:6.2f}")
    print(f"journal written            {size // 1024 // (ROUNDS + 2):6} KiB a round trip")


if __name__ == "__main__":
    main()
