"""Vocabularies and categories of the global site, which products are put into.

Paths and members are those of Liferay's headless admin taxonomy interface, v1.0, of 7.2 and of 7.4.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from simulators.storefront.authentication import Authentication
from simulators.storefront.company import Company, id_from
from simulators.storefront.model import Vocabulary
from simulators.storefront.problems import Problem, json_response, object_of, page_of, text_in
from simulators.wire import Incoming

PATH = "/o/headless-admin-taxonomy/v1.0"
# The site whose contents every other may use.
GLOBAL_SITE_ID = 20119


class Taxonomy:
    """Answers calls about vocabularies and categories."""

    def __init__(self, company: Company, authentication: Authentication) -> None:
        self._company = company
        self._authentication = authentication

    def global_site(self, incoming: Incoming) -> Response:
        """Tell which site is the global one: a JSON web service."""
        self._authentication.require_administrator(incoming)
        return json_response({"friendlyURL": "/global", "groupId": str(GLOBAL_SITE_ID), "groupKey": "Global"})

    def vocabularies(self, incoming: Incoming) -> Response:
        """List the vocabularies."""
        self._require_global_site(incoming)
        return json_response(page_of([_described(each) for each in tuple(self._company.vocabularies.values())]))

    def add_vocabulary(self, incoming: Incoming) -> Response:
        """Make a vocabulary from `name`."""
        self._require_global_site(incoming)
        name = text_in(object_of(incoming), "name")
        with self._company.lock:
            if name in [vocabulary.name for vocabulary in self._company.vocabularies.values()]:
                raise Problem(HTTPStatus.CONFLICT, "A taxonomy vocabulary with the same name already exists")
            vocabulary = Vocabulary(self._company.next_id(), name)
            self._company.vocabularies[vocabulary.id] = vocabulary
        return json_response(_described(vocabulary))

    def remove_vocabulary(self, incoming: Incoming) -> Response:
        """Delete a vocabulary, its categories with it."""
        with self._company.lock:
            del self._company.vocabularies[self._vocabulary(incoming).id]
        return Response(status_code=204)

    def categories(self, incoming: Incoming) -> Response:
        """List the categories of a vocabulary."""
        found = self._vocabulary(incoming).categories.items()
        return json_response(page_of([{"id": str(category_id), "name": name} for category_id, name in tuple(found)]))

    def add_category(self, incoming: Incoming) -> Response:
        """Make a category of a vocabulary from `name`."""
        with self._company.lock:
            vocabulary, name = self._vocabulary(incoming), text_in(object_of(incoming), "name")
            if name in vocabulary.categories.values():
                raise Problem(HTTPStatus.CONFLICT, "A taxonomy category with the same name already exists")
            category_id = self._company.next_id()
            vocabulary.categories[category_id] = name
        return json_response({"id": str(category_id), "name": name})

    def remove_category(self, incoming: Incoming) -> Response:
        """Delete a category."""
        self._authentication.require_administrator(incoming)
        category_id = id_from(incoming.parts["category_id"])
        with self._company.lock:
            for vocabulary in self._company.vocabularies.values():
                if vocabulary.categories.pop(category_id, None) is not None:
                    return Response(status_code=204)
        raise Problem(HTTPStatus.NOT_FOUND, "No TaxonomyCategory exists with the primary key")

    def _require_global_site(self, incoming: Incoming) -> None:
        self._authentication.require_administrator(incoming)
        if id_from(incoming.parts["site_id"]) != GLOBAL_SITE_ID:
            raise Problem(HTTPStatus.NOT_FOUND, "Only vocabularies of the global site are served")

    def _vocabulary(self, incoming: Incoming) -> Vocabulary:
        self._authentication.require_administrator(incoming)
        vocabulary = self._company.vocabularies.get(id_from(incoming.parts["vocabulary_id"]))
        if vocabulary is None:
            raise Problem(HTTPStatus.NOT_FOUND, "No TaxonomyVocabulary exists with the primary key")
        return vocabulary


def _described(vocabulary: Vocabulary) -> dict[str, Any]:
    return {"id": vocabulary.id, "name": vocabulary.name}
