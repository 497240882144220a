"""The session API described by itself: an OpenAPI document made from the body model, as JSON and as YAML.

Source: reference, Liferay connector, 1.1 and 1.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from simulators.messages.session import MODEL, PROBLEM, ROOT, Form, Kind, Member
from simulators.storefront.authentication import Authentication
from simulators.storefront.problems import json_response
from simulators.storefront.session_api import BASE_PATH, PATH, READ_SCOPE, SCOPE, WRITE_SCOPE
from simulators.storefront.yaml import yaml_of
from simulators.wire import Incoming

STATUSES = (200, 400, 401, 403, 404, 406, 415, 500)

_APPLICATION = BASE_PATH.rpartition("/")[0]
_KINDS: Mapping[Kind, Mapping[str, Any]] = {
    Kind.STRING: {"type": "string"},
    Kind.INTEGER: {"type": "integer", "format": "int32"},
    Kind.LONG: {"type": "integer", "format": "int64"},
    Kind.NUMBER: {"type": "number", "format": "double"},
    Kind.BOOLEAN: {"type": "boolean"},
    Kind.MAP: {"type": "object", "additionalProperties": True},
}


class SessionDescription:
    """Answers what the session API is."""

    def __init__(self, authentication: Authentication) -> None:
        self._authentication = authentication

    def as_json(self, incoming: Incoming) -> Response:
        """Answer the OpenAPI document as JSON."""
        self._authentication.require(incoming, SCOPE, READ_SCOPE, WRITE_SCOPE)
        return json_response(_below(incoming.context_path, self.document()))

    def as_yaml(self, incoming: Incoming) -> Response:
        """Answer the OpenAPI document as YAML."""
        self._authentication.require(incoming, SCOPE, READ_SCOPE, WRITE_SCOPE)
        return Response(yaml_of(_below(incoming.context_path, self.document())), media_type="application/yaml")

    def document(self) -> dict[str, Any]:
        """Return what the session API is."""
        return openapi()


def openapi() -> dict[str, Any]:
    """Return the OpenAPI document: one operation, every type of the body, how a caller proves who it is."""
    return {
        "openapi": "3.0.1",
        "info": {"title": "Liferay Headless Commerce Punch Out", "version": "v1.0"},
        "servers": [{"url": f"{_APPLICATION}/"}],
        "paths": {PATH.removeprefix(_APPLICATION): {"post": _operation()}},
        "components": {
            "schemas": {**{name: _schema(name, members) for name, members in MODEL.items()}, PROBLEM: _problem()},
            "securitySchemes": {
                "BasicAuth": {"type": "http", "scheme": "basic"},
                "OAuth2": {
                    "type": "oauth2",
                    "flows": {
                        "clientCredentials": {
                            "tokenUrl": "/o/oauth2/token",
                            "scopes": {SCOPE: "read and write", WRITE_SCOPE: "write", READ_SCOPE: "read"},
                        }
                    },
                },
            },
        },
    }


def _below(context_path: str, document: dict[str, Any]) -> dict[str, Any]:
    """Return a document of what is served below a path; the operations' own paths are relative to the server's."""
    flow = document["components"]["securitySchemes"]["OAuth2"]["flows"]["clientCredentials"]
    flow["tokenUrl"] = context_path + flow["tokenUrl"]
    for server in document["servers"]:
        server["url"] = context_path + server["url"]
    return document


def _operation() -> dict[str, Any]:
    return {
        "operationId": "postPunchOutSessionRequest",
        "tags": [ROOT],
        "requestBody": {"required": True, "content": _content(ROOT)},
        "responses": {
            str(status): {
                "description": HTTPStatus(status).phrase,
                "content": _content(ROOT if status == HTTPStatus.OK else PROBLEM),
            }
            for status in STATUSES
        },
        "security": [{"BasicAuth": []}, {"OAuth2": [WRITE_SCOPE]}],
    }


def _content(schema: str) -> dict[str, Any]:
    return {form.value: {"schema": _reference_to(schema)} for form in Form}


def _reference_to(schema: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{schema}"}


def _schema(name: str, members: Mapping[str, Member]) -> dict[str, Any]:
    required = [member for member, held in members.items() if held.required]
    return {
        "type": "object",
        **({"required": required} if required else {}),
        "properties": {member: _property(held) for member, held in sorted(members.items())},
        "xml": {"name": name},
    }


def _property(member: Member) -> dict[str, Any]:
    holds = dict(_KINDS[member.holds]) if isinstance(member.holds, Kind) else _reference_to(member.holds)
    if member.unsigned:
        holds["minimum"] = 0
    if member.many:
        holds = {"type": "array", "items": holds}
    return {**holds, "readOnly": True} if member.read_only else holds


def _problem() -> dict[str, Any]:
    properties = {name: dict(_KINDS[Kind.STRING]) for name in ("detail", "status", "title", "type")}
    return {"type": "object", "properties": properties, "xml": {"name": PROBLEM}}
