"""What a storefront knows: users, accounts, roles, sites, channels, products and orders, as Liferay relates them."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from simulators.messages.cart import Cart

ORDER_RESOURCE = "com.liferay.commerce.order"
VIEW_OPEN_ORDERS = "VIEW_OPEN_COMMERCE_ORDERS"
CHECK_OUT_OPEN_ORDERS = "CHECKOUT_OPEN_COMMERCE_ORDERS"

# What an order is by its number in Liferay; the others are those an open one may become.
OPEN, PENDING, COMPLETED, CANCELLED = 2, 1, 0, 8
ORDER_STATUSES = frozenset({OPEN, PENDING, COMPLETED, CANCELLED})


@dataclass
class User:
    """A person with an e-mail address; member of sites directly, of accounts through the account."""

    id: int
    email: str
    first_name: str
    last_name: str
    middle_name: str = ""
    password: str = ""
    administrator: bool = False
    site_ids: set[int] = field(default_factory=set)

    @property
    def full_name(self) -> str:
        """First, middle and last name."""
        return " ".join(name for name in (self.first_name, self.middle_name, self.last_name) if name)


@dataclass
class Account:
    """A business account: the company a buyer shops for; roles are held on it."""

    id: int
    name: str
    external_reference_code: str
    members: set[int] = field(default_factory=set)
    roles_of: dict[int, set[int]] = field(default_factory=dict)


@dataclass
class Role:
    """A role that can be held on accounts, with the actions it permits by resource."""

    id: int
    account_role_id: int
    name: str
    account_id: int
    permissions: set[tuple[str, str]] = field(default_factory=set)


@dataclass
class ChannelSettings:
    """The Punch Out settings of one channel: off and without a start URL until somebody sets them."""

    enabled: bool = False
    start_url: str = ""


@dataclass
class Channel:
    """A channel of a site: its currency, tax, shipping and punch out settings.

    Orders belong to the channel's own group. `shipping` is in the company's base currency, for each cart.
    """

    id: int
    group_id: int
    site_id: int
    name: str
    currency: str
    tax_rate: Decimal = Decimal(0)
    shipping: Decimal = Decimal(0)
    shipping_option: str = ""
    settings: ChannelSettings = field(default_factory=ChannelSettings)


@dataclass
class Site:
    """A site; `key` is the group key by which a hub names it, `roles_of` the site roles its members hold."""

    id: int
    key: str
    friendly_url: str
    roles_of: dict[int, set[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Product:
    """A product with one SKU; prices in the company's base currency, the description in HTML."""

    id: int
    name: str
    description: str
    categories: tuple[str, ...]
    sku_id: int
    sku: str
    unspsc: str
    price: Decimal
    promo_price: Decimal = Decimal(0)
    discount_percent: Decimal = Decimal(0)
    catalog_id: int = 0
    external_reference_code: str = ""


@dataclass(frozen=True)
class Catalog:
    """A catalog, which products belong to."""

    id: int
    name: str
    external_reference_code: str
    currency: str


@dataclass
class Vocabulary:
    """A vocabulary of the global site: the names of its categories, by their ids."""

    id: int
    name: str
    categories: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Discount:
    """A discount on some products."""

    id: int
    title: str
    external_reference_code: str
    percent: Decimal
    product_ids: frozenset[int]


@dataclass
class OrderLine:
    """A line of an order; prices in the order's currency, `final_price` for the whole line."""

    id: int
    product: Product
    quantity: int
    unit_price: Decimal
    promo_price: Decimal
    discount: Decimal
    final_price: Decimal
    created: str
    modified: str


@dataclass
class Order:
    """An order, which is a cart while it is open; owned by a user, for an account, in a channel.

    `transferred` is the cart as the hub took it last.
    """

    id: int
    uuid: str
    owner_id: int
    account_id: int
    channel_group_id: int
    currency: str
    lines: list[OrderLine] = field(default_factory=list)
    status: int = OPEN
    transferred: Cart | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is a cart still, and not placed, completed or cancelled."""
        return self.status == OPEN


@dataclass
class Purchase:
    """A purchase order that was taken: its number here, the buyer's number of it, and the cart it is of."""

    id: int
    po_order_id: str
    account_id: int
    cart_id: int
    is_cancelled: bool = False
