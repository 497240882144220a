"""Defects of the description of the session API: what it leaves out, and where it is not to be had."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from simulators.messages.session import ROOT, Form
from simulators.storefront.problems import Problem
from simulators.storefront.session_description import SessionDescription
from simulators.storefront.switching import Switch, part
from simulators.wire import Incoming

Document = dict[str, Any]


def describing(change: Callable[[Document], object]) -> Switch:
    """Describe the session API, with something changed."""

    class Described(SessionDescription):
        """Describes the session API otherwise."""

        def document(self) -> Document:
            """Return what the session API is said to be."""
            document = super().document()
            change(document)
            return document

    return part("description", Described)


class DescribedInJsonOnly(SessionDescription):
    """Has no description in YAML."""

    def as_yaml(self, incoming: Incoming) -> Response:
        """Answer that there is none."""
        self.as_json(incoming)
        raise Problem(HTTPStatus.NOT_FOUND, "Not found")


class SampleInYaml(SessionDescription):
    """Has in YAML what stood there before the interface was made."""

    def as_yaml(self, incoming: Incoming) -> Response:
        """Answer an OpenAPI document of nothing."""
        self.as_json(incoming)
        return Response("openapi: 3.0.1\ninfo:\n  title: Sample\npaths: {}\n", media_type="application/yaml")


def xml_is_not_told(document: Document) -> None:
    """Leave out that bodies may be XML."""
    for path in document["paths"].values():
        del path["post"]["requestBody"]["content"][Form.XML.value]


def answers_are_told_in_json(document: Document) -> None:
    """Leave out that answers may be XML."""
    for path in document["paths"].values():
        for response in path["post"]["responses"].values():
            del response["content"][Form.XML.value]


def addresses_are_not_told(document: Document) -> None:
    """Leave out what an address is."""
    del document["components"]["schemas"]["Address"]


def required_fields_are_not_told(document: Document) -> None:
    """Leave out which fields of a session request are required."""
    del document["components"]["schemas"][ROOT]["required"]


def read_only_fields_are_not_told(document: Document) -> None:
    """Leave out which fields of a cart are for answers."""
    for described in document["components"]["schemas"]["Cart"]["properties"].values():
        described.pop("readOnly", None)


DEFECTS: Mapping[str, Switch] = {
    "description-without-bodies-in-xml": describing(xml_is_not_told),
    "description-without-answers-in-xml": describing(answers_are_told_in_json),
    "description-without-addresses": describing(addresses_are_not_told),
    "description-without-what-is-required": describing(required_fields_are_not_told),
    "description-without-what-is-read-only": describing(read_only_fields_are_not_told),
    "no-description-in-yaml": part("description", DescribedInJsonOnly),
    "description-in-yaml-of-nothing": part("description", SampleInYaml),
}
