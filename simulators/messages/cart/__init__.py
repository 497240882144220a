"""Carts on their way from a store to the hub, in every form seen, and the hub's answer to one."""

from simulators.messages.cart.liferay import build_cart, parse_cart
from simulators.messages.cart.values import ZERO, Cart, CartLine, CartRejected, ShippingAddress

__all__ = ["ZERO", "Cart", "CartLine", "CartRejected", "ShippingAddress", "build_cart", "parse_cart"]
