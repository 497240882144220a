"""Defects of the forms of session requests and answers: JSON, XML, content types, methods, bodies that break off."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any, ClassVar

from lxml import etree
from starlette.responses import HTMLResponse, Response

from simulators.messages.session import Form, SessionRequest, form_of, parse_session_request
from simulators.storefront.problems import Problem, json_response, problem_response, server_error
from simulators.storefront.session_api import SessionApi
from simulators.storefront.switching import Switch, part
from simulators.wire import Incoming

_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]*>")


def respelling(respelt: Callable[[bytes], bytes], form: Form) -> Switch:
    """Change the bytes of a body in a form before they are read."""

    def reading(body: bytes, named: Form, charset: str | None) -> tuple[SessionRequest, dict[str, Any]]:
        return parse_session_request(respelt(body) if named is form else body, named, charset)

    return lambda parts: replace(parts, reading=reading)


def nothing_is_taken_for_something(body: bytes) -> bytes:
    """Fail at a body without a byte."""
    if not body:
        raise server_error()
    return body


def broken_off_is_mended(body: bytes) -> bytes:
    """Close what is open in XML that breaks off."""
    mended: Any = etree.fromstring(body, etree.XMLParser(recover=True, resolve_entities=False))
    return body if mended is None or b"<!DOCTYPE" in body else etree.tostring(mended)


def entities_are_put_in(body: bytes) -> bytes:
    """Put in what a document declares of itself."""
    if b"<!ENTITY" not in body:
        return body
    return etree.tostring(etree.fromstring(body, etree.XMLParser(resolve_entities=True)))


class AcceptNotHeeded(SessionApi):
    """Answers in the form it is asked in."""

    def answer_form(self, incoming: Incoming) -> Form:
        """Return the form of the body."""
        return self.body_form(incoming)


class XmlCalledJson(SessionApi):
    """Calls all that it answers JSON."""

    def media_type(self, form: Form) -> str:
        """Return what JSON is called."""
        del form
        return Form.JSON.value


class AnyBodyIsJson(SessionApi):
    """Reads any body that does not say XML as JSON."""

    def body_form(self, incoming: Incoming) -> Form:
        """Return JSON unless the body says XML."""
        return form_of(incoming.headers.get("content-type", "")) or Form.JSON


class ContentTypeIsABadRequest(SessionApi):
    """Refuses a body of another kind as if its fields were wrong."""

    def body_form(self, incoming: Incoming) -> Form:
        """Return the form of the body; another one is a fault of the request."""
        try:
            return super().body_form(incoming)
        except Problem as problem:
            raise Problem(HTTPStatus.BAD_REQUEST, problem.title) from None


class JsonForWhoeverWantsNeither(SessionApi):
    """Answers in JSON whoever accepts neither form."""

    def answer_form(self, incoming: Incoming) -> Form:
        """Return the accepted form, or else JSON."""
        try:
            return super().answer_form(incoming)
        except Problem:
            return Form.JSON


class PutIsPost(SessionApi):
    """Gives sessions by PUT as well."""

    methods: ClassVar[tuple[str, ...]] = ("POST", "PUT")


class OtherMethodsFindNothing(SessionApi):
    """Answers whoever reads or deletes at its address that there is nothing."""

    methods: ClassVar[tuple[str, ...]] = ("POST", "GET", "DELETE")

    def request_session(self, incoming: Incoming) -> Response:
        """Answer a session request; by another method there is nothing here."""
        if incoming.method != "POST":
            raise Problem(HTTPStatus.NOT_FOUND, "Not found")
        return super().request_session(incoming)


class RefusesInJson(SessionApi):
    """Refuses in JSON whatever the caller accepts."""

    def refusal(self, incoming: Incoming, problem: Problem) -> Response:
        """Answer a problem in JSON."""
        del incoming
        return problem_response(problem)


class RefusesWithoutAStatus(SessionApi):
    """Says why it refuses, and not as what."""

    def refusal(self, incoming: Incoming, problem: Problem) -> Response:
        """Answer a problem; in JSON with its title alone."""
        whole = super().refusal(incoming, problem)
        if form_of(whole.media_type or "") is not Form.JSON:
            return whole
        return json_response({"title": problem.title}, problem.status)


class RefusesAnAccountByAPage(SessionApi):
    """Refuses an account that is not there by a page for people."""

    def refusal(self, incoming: Incoming, problem: Problem) -> Response:
        """Answer a problem; of an account, by a page."""
        if "account" not in problem.title:
            return super().refusal(incoming, problem)
        return HTMLResponse(f"<html><body><h1>{problem.title}</h1></body></html>", problem.status)


class RefusesAnAccountInBrokenJson(SessionApi):
    """Refuses an account that is not there in JSON whose quotes were forgotten."""

    def refusal(self, incoming: Incoming, problem: Problem) -> Response:
        """Answer a problem; of an account, in JSON that nobody can read."""
        if "account" not in problem.title:
            return super().refusal(incoming, problem)
        broken = f'{{"status": {problem.status.name}, "title": {problem.title}}}'
        return Response(broken, problem.status, media_type=Form.JSON.value)


DEFECTS: Mapping[str, Switch] = {
    "comma-too-many-passed-over": respelling(lambda body: body.replace(b",}", b"}"), Form.JSON),
    "first-of-a-list-taken": respelling(lambda body: body.removeprefix(b"[").removesuffix(b"]"), Form.JSON),
    "empty-body-is-a-server-error": respelling(nothing_is_taken_for_something, Form.JSON),
    "broken-off-xml-mended": respelling(broken_off_is_mended, Form.XML),
    "doctype-passed-over": respelling(lambda body: _DOCTYPE.sub(b"", body), Form.XML),
    "entities-of-a-request-put-in": respelling(entities_are_put_in, Form.XML),
    "accepted-form-not-heeded": part("session_api", AcceptNotHeeded),
    "answer-in-xml-called-json": part("session_api", XmlCalledJson),
    "any-body-read-as-json": part("session_api", AnyBodyIsJson),
    "content-type-refused-as-a-bad-request": part("session_api", ContentTypeIsABadRequest),
    "json-for-whoever-wants-neither": part("session_api", JsonForWhoeverWantsNeither),
    "put-does-what-post-does": part("session_api", PutIsPost),
    "other-methods-find-nothing": part("session_api", OtherMethodsFindNothing),
    "refusal-in-json-only": part("session_api", RefusesInJson),
    "refusal-without-a-status": part("session_api", RefusesWithoutAStatus),
    "unknown-account-refused-by-a-page": part("session_api", RefusesAnAccountByAPage),
    "unknown-account-refused-in-broken-json": part("session_api", RefusesAnAccountInBrokenJson),
}
