"""What is wrong with a session request, told line by line: the same for every form it may come in.

Source: reference, Liferay connector, 1.2 (body model) and 2 (what is refused while reading).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeGuard

from simulators.messages.session.model import MODEL, ROOT, Kind, Member


class SessionRejected(Exception):
    """A body that is no session request: `faults` are lines of `<path> <what is wrong>`, in the order of the checks."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def session_faults(document: Mapping[str, Any]) -> Iterator[str]:
    """Tell what is wrong with a session request: unknown members and wrong types first, then what is missing.

    Yields lines of `<path> <what is wrong>`.
    """
    wrong = list(_wrong_members(ROOT, document, ""))
    yield from wrong or _missing_members(ROOT, document, "")


def _wrong_members(type_name: str, document: Mapping[str, Any], path: str) -> Iterator[str]:
    for name, value in document.items():
        member = MODEL[type_name].get(name)
        if member is None:
            yield f'The property "{path}{name}" is not defined in {type_name}'
        elif value is not None and not member.read_only:
            yield from _wrong_value(member, value, path + name)


def _wrong_value(member: Member, value: Any, path: str) -> Iterator[str]:
    if member.many:
        if not isinstance(value, list):
            yield f"{path} must be a list"
            return
        for index, element in enumerate(value):
            yield from _wrong_value(Member(member.holds), element, f"{path}[{index}]")
    elif isinstance(member.holds, Kind):
        if not _IS[member.holds](value):
            yield f"{path} must be of type {member.holds}"
        elif member.unsigned and value < 0:
            yield f"{path} must not be negative"
    elif not isinstance(value, dict):
        yield f"{path} must be an object"
    else:
        yield from _wrong_members(member.holds, value, f"{path}.")


def _missing_members(type_name: str, document: Mapping[str, Any], path: str) -> Iterator[str]:
    for name, member in MODEL[type_name].items():
        value = document.get(name)
        if member.required and value is None:
            yield f"{path}{name} must not be null"
        elif member.required and value == "":
            yield f"{path}{name} must not be empty"
        elif not isinstance(member.holds, Kind) and value is not None:
            for index, element in enumerate(value if member.many else [value]):
                inner = f"{path}{name}[{index}]." if member.many else f"{path}{name}."
                yield from _missing_members(member.holds, element, inner)


def is_integer(value: object) -> TypeGuard[int]:
    """Tell whether a value is a whole number, which a boolean is not."""
    return isinstance(value, int) and not isinstance(value, bool)


_IS: Mapping[Kind, Callable[[object], bool]] = {
    Kind.STRING: lambda value: isinstance(value, str),
    Kind.INTEGER: lambda value: is_integer(value) and -(2**31) <= value < 2**31,
    Kind.LONG: lambda value: is_integer(value) and -(2**63) <= value < 2**63,
    Kind.NUMBER: lambda value: is_integer(value) or isinstance(value, Decimal),
    Kind.BOOLEAN: lambda value: isinstance(value, bool),
    Kind.MAP: lambda value: isinstance(value, dict),
}
