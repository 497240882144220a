"""Generations of the connector, as data: what it is called, which bundles it is made of.

Source: reference, Liferay connector, 9.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Generation:
    """One generation: its name on the command line, its package and the bundles that start with it."""

    name: str
    package: str
    bundles: tuple[tuple[str, str], ...]


TRADECENTRIC_7_4 = Generation(
    name="tradecentric-7.4",
    package="Liferay Commerce Connector to PunchOut2Go",
    bundles=(
        ("com.liferay.headless.commerce.punchout.api", "13.1.6"),
        ("com.liferay.headless.commerce.punchout.impl", "4.0.51"),
        ("com.liferay.commerce.punchout.api", "5.0.12"),
        ("com.liferay.commerce.punchout.service", "4.0.20"),
        ("com.liferay.commerce.punchout.web", "4.0.25"),
        ("com.liferay.commerce.punchout.oauth2.provider.api", "5.0.8"),
        ("com.liferay.commerce.punchout.oauth2.provider.rest", "4.0.15"),
        ("com.liferay.commerce.punchout.portal.security.auto.login", "4.0.28"),
        ("Liferay Commerce Connector to PunchOut2Go - API", "4.0.1"),
        ("Liferay Commerce Connector to PunchOut2Go - Impl", "4.0.1"),
    ),
)

GENERATIONS: Mapping[str, Generation] = {TRADECENTRIC_7_4.name: TRADECENTRIC_7_4}
