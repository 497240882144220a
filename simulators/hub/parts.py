"""The parts a hub is built from: another behaviour is another part in the place of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from simulators.hub.fronts.cxml import CxmlFront
from simulators.hub.fronts.oci import OciFront
from simulators.hub.relationships import Relationships
from simulators.hub.sessions import HubSessions


@dataclass(frozen=True)
class HubParts:
    """What a hub is built from."""

    relationships: type[Relationships] = Relationships
    sessions: type[HubSessions] = HubSessions
    cxml: type[CxmlFront] = CxmlFront
    oci: type[OciFront] = OciFront


GOOD_HUB = HubParts()

HubSwitch = Callable[[HubParts], HubParts]


def hub_part(name: str, changed: type[Any]) -> HubSwitch:
    """Put a class before the one that is the part by now: several switches of one part add up."""

    def switch(parts: HubParts) -> HubParts:
        mixed: dict[str, Any] = {name: type(changed.__name__, (changed, getattr(parts, name)), {})}
        return replace(parts, **mixed)

    return switch
