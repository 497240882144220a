"""The reference storefront: a Liferay storefront with the connector, behaving as documented, on Liferay's addresses."""

from simulators.storefront.demo import Credentials, new_credentials
from simulators.storefront.deviating import CONNECTORS, Connector
from simulators.storefront.generation import GENERATIONS, Generation
from simulators.storefront.parts import REFERENCE, Parts
from simulators.storefront.storefront import Storefront

__all__ = [
    "CONNECTORS",
    "GENERATIONS",
    "REFERENCE",
    "Connector",
    "Credentials",
    "Generation",
    "Parts",
    "Storefront",
    "new_credentials",
]
