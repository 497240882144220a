"""Storefronts that are broken on purpose, to show that the harness notices: each defect is a part in the place of one.

Each module has the defects of one subject in `DEFECTS`, by name; the list of the same name beside it (`.toml`) says of
each what is wrong with it, which requirement it breaks, and which others that takes with it.
"""

from simulators.storefront.defective.catalogue import DEFECTS, LISTS

__all__ = ["DEFECTS", "LISTS"]
