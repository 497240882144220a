"""The buyer's procurement system, simulated."""

from simulators.procurement.orders import CONFIRMATION_PATH
from simulators.procurement.procurement import Procurement

__all__ = ["CONFIRMATION_PATH", "Procurement"]
