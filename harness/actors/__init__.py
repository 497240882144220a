"""Those who act in a scenario: the buyer, and the operators of the procurement system and the hub."""

from harness.actors.buyer import Buyer
from harness.actors.desks import HeldLine, HubDesk, HubRecord, ProcurementDesk, PunchOut
from harness.actors.pages import SeenLine, SeenSums
from harness.actors.people import Company, Person

__all__ = [
    "Buyer",
    "Company",
    "HeldLine",
    "HubDesk",
    "HubRecord",
    "Person",
    "ProcurementDesk",
    "PunchOut",
    "SeenLine",
    "SeenSums",
]
