"""The buyer's procurement system, simulated."""

from simulators.procurement.defective import DEFECTS, LISTS
from simulators.procurement.orders import CONFIRMATION_PATH
from simulators.procurement.parts import GOOD_PROCUREMENT, ProcurementParts
from simulators.procurement.procurement import Procurement

__all__ = ["CONFIRMATION_PATH", "DEFECTS", "GOOD_PROCUREMENT", "LISTS", "Procurement", "ProcurementParts"]
