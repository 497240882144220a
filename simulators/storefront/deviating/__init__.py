"""Storefronts that deviate as real connectors are known to: each deviation is a part in the place of another.

The names are those of `deviations.toml`, which tells what each is about; the source is the reference, Liferay
connector, 2, 4 to 7 and 11.
"""

from simulators.storefront.deviating.connectors import CONNECTORS, DEVIATIONS, Connector

__all__ = ["CONNECTORS", "DEVIATIONS", "Connector"]
