"""A punch out at the hub, in no protocol's words: who wants what, the way back, and what became of it.

Source: reference, hub and protocols, 1.4, 1.8, 1.9 and 6.2 (ids that survive lower-casing and cannot be guessed).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from starlette.responses import Response

from simulators.hub.relationships import Relationship
from simulators.messages.cart import Cart
from simulators.messages.session import BuyerUser


@dataclass(frozen=True)
class RequestedLine:
    """A line of the cart as the buyer's system holds it: the supplier's part id, its own data, and how many."""

    part_id: str
    auxiliary_id: str
    quantity: Decimal


@dataclass(frozen=True)
class PunchOutRequest:
    """What a buyer's system asks for: `operation` is create, edit or inspect.

    `cookie` is what its answer has to name: the BuyerCookie, or one the hub makes where the protocol has none.
    `selected` is the part id of the item the buyer wants to start at (Level 2), or "". `post_form` is the address of
    the buyer's own system, `unique` what it calls the user, `mode` production or test; `data` are its extrinsics and
    `shipping` is where the goods go, in names and texts of the hub's standard JSON. `user_agent` is its own name,
    `noticed` what its request deviates in.
    """

    operation: str
    cookie: str
    buyer: BuyerUser
    lines: tuple[RequestedLine, ...] = ()
    selected: str = ""
    post_form: str = ""
    unique: str = ""
    mode: str = "production"
    data: tuple[tuple[str, str], ...] = ()
    shipping: tuple[tuple[str, str], ...] = ()
    user_agent: str = ""
    noticed: tuple[str, ...] = ()

    @property
    def brings_lines(self) -> bool:
        """Whether the buyer comes back to a cart."""
        return self.operation in ("edit", "inspect")


class CannotBringBack(ValueError):
    """A cart that cannot be brought back to this buyer's system; says why."""


class WayBack(Protocol):
    """How a cart goes back to the buyer's system."""

    def check(self, session: HubSession, cart: Cart) -> None:
        """Raise `CannotBringBack` for a cart that could not go back."""

    def page(self, session: HubSession, cart: Cart | None) -> Response:
        """Return the page by which the browser takes the cart back; None says that there is none."""


@dataclass
class CartPost:
    """One post to the return URL: the text as an operator may see it, and what was read, once it was.

    `form` is the name of the form the cart came in, "" until it is accepted; `faults` say why it was not.
    """

    text: str
    form: str = ""
    advisories: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


@dataclass
class HubSession:
    """One punch out through the hub.

    `gateway` is the base of its return URL, `posts` all that shop or browser posted, `carts` those accepted.
    """

    id: str
    relationship: Relationship
    request: PunchOutRequest
    way_back: WayBack
    gateway: str
    carts: list[Cart] = field(default_factory=list)
    posts: list[CartPost] = field(default_factory=list)
    returns: int = 0
    start_url: str = ""
    redirect_url: str = ""
    refusal: str = ""

    @property
    def return_url(self) -> str:
        """Where the shop posts the cart."""
        return f"{self.relationship.return_origin or self.gateway}/gateway/link/api/id/{self.id}"

    @property
    def browser_url(self) -> str:
        """Where a browser comes back, with a cart or without."""
        return f"{self.gateway}/gateway/link/return/id/{self.id}"

    @property
    def start_page(self) -> str:
        """Where the buyer begins: the shop's start URL, or the hub's own page that asks for it first."""
        return self.start_url or f"{self.gateway}/gateway/link/start/id/{self.id}"

    def record(self) -> dict[str, Any]:
        """Return what an operator sees of the session, as JSON values."""
        return {
            "id": self.id,
            "buyer_cookie": self.request.cookie,
            "noticed": list(self.request.noticed),
            "return_url": self.return_url,
            "back_url": self.browser_url,
            "start_url": self.start_url,
            "cart_posts": [post.text for post in self.posts],
            "cart_form": [post.form for post in self.posts],
            "cart_advisories": [list(post.advisories) for post in self.posts],
            "cart_faults": [list(post.faults) for post in self.posts],
            "carts_accepted": len(self.carts),
            "redirect_url": self.redirect_url,
            "returns": self.returns,
            "refusal": self.refusal,
        }
