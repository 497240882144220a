"""Hostile transport: a proxy of our own between two parties, and the faults it can have, by name."""

from simulators.wire.faults.plan import FAULTS, Aim, Fault, UnknownFault, fault_named
from simulators.wire.faults.proxy import FaultProxy
from simulators.wire.faults.weather import Act

__all__ = ["FAULTS", "Act", "Aim", "Fault", "FaultProxy", "UnknownFault", "fault_named"]
