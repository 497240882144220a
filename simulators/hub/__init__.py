"""The PunchOut2Go hub between the buyer's procurement system and a shop, simulated."""

from simulators.hub.behaviour import ANSWERS, UNREACHABLE
from simulators.hub.hub import Hub
from simulators.hub.routes.shop import SESSION_PATH, TOKEN_PATH

__all__ = ["ANSWERS", "SESSION_PATH", "TOKEN_PATH", "UNREACHABLE", "Hub"]
