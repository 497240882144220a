"""The buyer's procurement system, simulated."""

from simulators.procurement.procurement import Procurement

__all__ = ["Procurement"]
