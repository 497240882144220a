"""A company to test against: a site with a channel, a catalog with awkward texts, an administrator, a hub's client."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from faker import Faker

from simulators.storefront.authentication import OAuthClient
from simulators.storefront.company import Company
from simulators.storefront.model import Channel, Product, Site, User
from simulators.storefront.money import BASE_CURRENCY
from simulators.storefront.session_api import SCOPE

SITE_KEY = "Punch Out Store"
SITE_URL = "punch-out-store"

# What product texts are made of in the wild, each a way to break a message or a page.
_AWKWARD = (
    "<p>{text}</p>",
    "{text} <strong>M6</strong> &amp; nut",
    'With "quotes", {text}',
    "L\u00f6ffel f\u00fcr {text}",
    "<ul><li>{text}</li><li>3/4\u2033 \u2013 \u20ac</li></ul>",
    "\u30dc\u30eb\u30c8 {text}",
    "a < b &amp;&amp; c > d: {text}",
    '{text} ]]> </script><img src="data:," alt="" onerror="console.log(this)">',
    "\u05d1\u05e8\u05d2 {text}",
    "O'Neill's {text}",
    "\u0392\u03af\u03b4\u03b1 \u039c6: {text}",
    "\U0001f529 {text} \U0001f469\u200d\U0001f527",
    "<p>\u0645\u0633\u0645\u0627\u0631 (M6) {text}</p>",
    "\u306d\u3058 &quot;M6&quot; &amp; \u30ca\u30c3\u30c8: {text}",
)
_CENT = Decimal("0.01")
# From here on products cost what their price says.
_PLAIN = 9
# Prices that are not of two decimals, by the place of the product in the list.
_PRICES = {9: Decimal(12), 10: Decimal("3.5"), 11: Decimal("0.125"), 12: Decimal("0.0375"), 13: Decimal("1234.5678")}
_UNSPSC = ("31161600", "44121706", "27111700", "46181504", "31201600")
_CATEGORIES = (("Brake System",), ("Fasteners", "Bolts"), ())


_one_at_a_time = threading.Lock()


@cache
def source_of_texts() -> Faker:
    """Return the source of the catalog's texts; made once, for making it is slow, and seeded anew for each catalog."""
    return Faker("en_US")


@dataclass(frozen=True)
class Credentials:
    """The credentials of a storefront: the administrator's, the hub's, and the secret purchase orders come with."""

    administrator: str
    administrator_password: str
    client_id: str
    client_secret: str
    order_secret: str


def new_credentials() -> Credentials:
    """Return credentials nobody knows yet."""
    return Credentials(
        administrator="test@liferay.com",
        administrator_password=secrets.token_urlsafe(18),
        client_id=f"id-{secrets.token_hex(8)}",
        client_secret=f"secret-{secrets.token_urlsafe(24)}",
        order_secret=f"orders-{secrets.token_urlsafe(24)}",
    )


def populate(company: Company, seed: int, credentials: Credentials, *, bare: bool = False) -> dict[str, OAuthClient]:
    """Fill a company from a seed; return the OAuth2 clients it has, by id. A `bare` one has nothing to sell."""
    administrator = company.add_user(
        credentials.administrator, "Test", "Test", password=credentials.administrator_password
    )
    administrator.administrator = True
    hub = company.add_user("hub@punchout.example", "Punch Out", "Hub")
    if not bare:
        _stock(company, seed, administrator)
    client = OAuthClient(credentials.client_id, credentials.client_secret, frozenset({SCOPE}), hub.id)
    return {client.id: client}


def _stock(company: Company, seed: int, administrator: User) -> None:
    """Make the site, its channel and the products."""
    site = Site(company.next_id(), SITE_KEY, SITE_URL)
    company.sites[site.id] = site
    channel = Channel(
        id=company.next_id(),
        group_id=company.next_id(),
        site_id=site.id,
        name=f"{SITE_KEY} Channel",
        currency=BASE_CURRENCY,
        tax_rate=Decimal("0.07"),
        shipping=Decimal("4.90"),
        shipping_option="Standard Delivery",
    )
    company.channels[channel.id] = channel
    administrator.site_ids.add(site.id)
    with _one_at_a_time:
        fake = source_of_texts()
        fake.seed_instance(seed)
        for number, awkward in enumerate(_AWKWARD):
            product = _product(company, fake, number, awkward)
            company.products[product.id] = product


def _product(company: Company, fake: Faker, number: int, awkward: str) -> Product:
    made_up = Decimal(fake.random_int(1, 99999)) / 100
    price = _PRICES.get(number, made_up)
    return Product(
        id=company.next_id(),
        name=" ".join(fake.words(3)).title(),
        description=awkward.format(text=fake.sentence(nb_words=6)),
        categories=_CATEGORIES[number % len(_CATEGORIES)],
        sku_id=company.next_id(),
        sku=f"SKU-{number + 1:03}",
        unspsc=_UNSPSC[number % len(_UNSPSC)],
        price=price,
        promo_price=(price * Decimal("0.9")).quantize(_CENT) if number % 4 == 3 and number < _PLAIN else Decimal(0),
        discount_percent=Decimal(5) if number % 5 == 4 and number < _PLAIN else Decimal(0),
    )
