"""Vocabularies and categories of the global site, as the administrator of either generation makes them.

Source: Liferay's public sources (headless admin taxonomy v1.0, GroupService).
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from harness.administration.calling import AdministratorsCalls, id_in

_TAXONOMY = "/o/headless-admin-taxonomy/v1.0"


class Taxonomy:
    """Makes categories, finds them by name and removes them; each method raises Untestable when it cannot."""

    def __init__(self, calls: AdministratorsCalls) -> None:
        self._calls = calls

    def vocabulary(self, name: str) -> int | None:
        """Return the id of a vocabulary, or None."""
        return _named(self._calls.listed("vocabularies", self._vocabularies), name)

    def add_vocabulary(self, name: str) -> int:
        """Make a vocabulary; return its id."""
        return id_in(self._calls.json("create a vocabulary", "POST", self._vocabularies, json={"name": name}))

    def remove_vocabulary(self, vocabulary_id: int) -> None:
        """Delete a vocabulary, its categories with it."""
        path = f"{_TAXONOMY}/taxonomy-vocabularies/{vocabulary_id}"
        self._calls.call("delete the vocabulary", "DELETE", path)

    def category(self, vocabulary: str, name: str) -> int | None:
        """Return the id of a category of a vocabulary, or None."""
        vocabulary_id = self.vocabulary(vocabulary)
        if vocabulary_id is None:
            return None
        return _named(self._calls.listed("categories", _categories(vocabulary_id)), name)

    def add_category(self, vocabulary_id: int, name: str) -> int:
        """Make a category; return its id."""
        return id_in(self._calls.json("create a category", "POST", _categories(vocabulary_id), json={"name": name}))

    def remove_category(self, category_id: int) -> None:
        """Delete a category."""
        self._calls.call("delete the category", "DELETE", f"{_TAXONOMY}/taxonomy-categories/{category_id}")

    @cached_property
    def _vocabularies(self) -> str:
        fields = {"companyId": self._calls.company_id}
        found = self._calls.service("find the global site", "group/get-company-group", fields)
        return f"{_TAXONOMY}/sites/{id_in(found, 'groupId')}/taxonomy-vocabularies"


def _categories(vocabulary_id: int) -> str:
    return f"{_TAXONOMY}/taxonomy-vocabularies/{vocabulary_id}/taxonomy-categories"


def _named(found: list[Any], name: str) -> int | None:
    return next((id_in(each) for each in found if isinstance(each, dict) and each.get("name") == name), None)
