"""The sides of the hub that face shops, one module per kind of shop: how a session is asked for."""

from simulators.hub.routes.liferay import LiferayRoute
from simulators.hub.routes.route import Route
from simulators.hub.routes.shop import ShopRefused

__all__ = ["LiferayRoute", "Route", "ShopRefused"]
