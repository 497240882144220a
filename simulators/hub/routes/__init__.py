"""The sides of the hub that face shops, one module per kind of shop: how a session is asked for."""

from simulators.hub.routes.browser import BrowserRoute
from simulators.hub.routes.liferay import LiferayRoute
from simulators.hub.routes.route import Route, Start
from simulators.hub.routes.shop import ShopRefused
from simulators.hub.routes.standard import StandardRoute

__all__ = ["BrowserRoute", "LiferayRoute", "Route", "ShopRefused", "StandardRoute", "Start"]
