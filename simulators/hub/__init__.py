"""The PunchOut2Go hub between the buyer's procurement system and a shop, simulated."""

from simulators.hub.behaviour import ANSWERS, UNREACHABLE
from simulators.hub.defective import DEFECTS, LISTS
from simulators.hub.fronts.cxml import SETUP_PATH
from simulators.hub.fronts.oci import CATALOGUE_PATH
from simulators.hub.fronts.orders import ORDER_PATH
from simulators.hub.hub import Hub
from simulators.hub.parts import GOOD_HUB, HubParts
from simulators.hub.routes.shop import SESSION_PATH, TOKEN_PATH

__all__ = [
    "ANSWERS",
    "CATALOGUE_PATH",
    "DEFECTS",
    "GOOD_HUB",
    "LISTS",
    "ORDER_PATH",
    "SESSION_PATH",
    "SETUP_PATH",
    "TOKEN_PATH",
    "UNREACHABLE",
    "Hub",
    "HubParts",
]
