"""A form as a browser sends it: which of its fields go along, and under which name an actor finds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from harness.browser.addresses import joined
from harness.errors import NonConformance
from simulators.messages.oci import Charset, OciRejected, charset_named, encode_form

# Other names browsers have for what they send as ISO-8859-1 (WHATWG Encoding Standard, windows-1252).
_READ_AS_LATIN_1 = frozenset({"windows-1252", "cp1252", "x-cp1252", "us-ascii", "ascii", "cp819", "ibm819", "l1"})
_BUTTONS = ("submit", "button", "reset", "image")


@dataclass(frozen=True)
class Control:
    """A field of a form; `box` when it is ticked or not, `sent` when it goes along as things stand."""

    name: str
    value: str
    sent: bool = True
    box: bool = False


@dataclass(frozen=True)
class Button:
    """A button that submits its form: what it says, and what it sends along itself."""

    words: str
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Form:
    """A form of a page; `action` is absolute. Fields are found also without a portlet's namespace.

    `charset` is the character set it is sent in, `place` its number among the forms of the page, and `button` that of
    the button among its own that is pressed, or None when none is.
    """

    action: str
    method: str
    controls: tuple[Control, ...]
    buttons: tuple[Button, ...] = ()
    charset: Charset = Charset.UTF_8
    place: int = 0
    button: int | None = None

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """What a browser would send, in the order of the page."""
        return tuple((control.name, control.value) for control in self.controls if control.sent)

    @property
    def body(self) -> bytes:
        """What a browser would send, urlencoded."""
        return encode_form(self.fields, self.charset)

    @property
    def submits(self) -> tuple[str, ...]:
        """What the buttons say that submit the form."""
        return tuple(button.words for button in self.buttons)

    def value(self, name: str) -> str | None:
        """Return what would be sent for a field; where a hidden field stands in for an empty box, the box counts."""
        sent = [control for control in self._called(name) if control.sent]
        return next((control.value for control in sorted(sent, key=lambda control: not control.box)), None)

    def has(self, name: str) -> bool:
        """Tell whether the form has a field, ticked or not."""
        return bool(self._called(name))

    def filled(self, values: Mapping[str, str | bool]) -> Form:
        """Return the form with fields set by name; True ticks a box, False clears it, a text chooses or is typed in.

        Raises:
            NonConformance: when there is no such field.

        """
        form = self
        for name, value in values.items():
            form = form._with(name, value)
        return form

    def pressed(self, words: str | None = None) -> Form:
        """Return the form as the button with these words sends it, or its first button; unchanged without any."""
        place = next((n for n, button in enumerate(self.buttons) if words in (None, button.words)), None)
        fields = () if place is None else self.buttons[place].fields
        return replace(self, controls=(*self.controls, *(Control(name, value) for name, value in fields)), button=place)

    def _with(self, name: str, value: str | bool) -> Form:
        called = self._called(name)
        if not called:
            raise NonConformance(
                "The form has the field that is to be filled",
                expected=name,
                got=", ".join(dict.fromkeys(control.name for control in self.controls)) or "no field",
                where=self.action,
            )
        boxes = [control for control in called if control.box]
        changed: dict[int, Control] = {}
        if isinstance(value, bool) and boxes:
            changed = {id(boxes[0]): replace(boxes[0], sent=value)}
        elif boxes and any(control.value == value for control in boxes):
            changed = {id(control): replace(control, sent=control.value == value) for control in boxes}
        else:
            typed = str(value).lower() if isinstance(value, bool) else value
            changed = {id(called[0]): replace(called[0], value=typed, sent=True)}
        return replace(self, controls=tuple(changed.get(id(control), control) for control in self.controls))

    def _called(self, name: str) -> list[Control]:
        """Return the controls of one name: as given, else within what a form builder or a portlet puts around it."""
        for fits in (name.__eq__, lambda key: f"$${name}$" in key, lambda key: key.endswith(f"_{name}")):
            key = next((control.name for control in self.controls if fits(control.name)), None)
            if key is not None:
                return [control for control in self.controls if control.name == key]
        return []


def form_of(element: Any, base: str, place: int = 0) -> Form:
    """Return the form an element of a page is, as the page at `base` shows it in some place among its forms."""
    method = (element.get("method") or "").strip().upper()
    return Form(
        action=joined(base, (element.get("action") or "").strip() or base),
        method="POST" if method == "POST" else "GET",
        place=place,
        controls=tuple(control for field in _elements(element) for control in _controls(field)),
        charset=_charset(element.get("accept-charset") or ""),
        buttons=tuple(
            Button(
                " ".join((button.text_content() or button.get("value") or "").split()),
                ((button.get("name"), button.get("value", "")),) if button.get("name") else (),
            )
            for button in _elements(element, "button", "input")
            if (button.get("type") or ("submit" if button.tag == "button" else "text")).lower() == "submit"
        ),
    )


def _charset(accepted: str) -> Charset:
    """Return the first character set a form accepts that is known here; without any it is that of the page, UTF-8."""
    for name in accepted.replace(",", " ").split():
        if name.lower() in _READ_AS_LATIN_1:
            return Charset.LATIN_1
        with suppress(OciRejected):
            return charset_named(name)
    return Charset.UTF_8


def _elements(form: Any, *tags: str) -> Sequence[Any]:
    """Return the controls of a form that are not disabled; also those elsewhere in the page that name it."""
    wanted = " or ".join(f"self::{tag}" for tag in tags or ("input", "textarea", "select"))
    enabled = f"[{wanted}][not(@disabled) and not(ancestor::fieldset[@disabled])]"
    if not form.get("id"):
        return list(form.xpath(f".//*{enabled}[not(@form)]"))
    root = form.getroottree()
    return list(
        root.xpath(f"//*{enabled}[@form = $id or (not(@form) and ancestor::form/@id = $id)]", id=form.get("id"))
    )


def _controls(element: Any) -> list[Control]:
    name, kind = element.get("name"), (element.get("type") or "text").lower()
    if not name or (element.tag == "input" and kind in _BUTTONS):
        return []
    if element.tag == "textarea":
        # A line break right after the tag belongs to the markup.
        return [Control(name, element.text_content().removeprefix("\r").removeprefix("\n"))]
    if element.tag == "select":
        return [Control(name, value) for value in _chosen(element)]
    if kind in ("checkbox", "radio"):
        return [Control(name, element.get("value", "on"), element.get("checked") is not None, box=True)]
    return [Control(name, element.get("value", ""))]


def _chosen(select: Any) -> list[str]:
    options, selected = select.xpath(".//option"), select.xpath(".//option[@selected]")
    if select.get("multiple") is None:
        selected = selected[-1:] or select.xpath(".//option[not(@disabled)]")[:1] or options[:1]
    return [option.get("value", " ".join(option.text_content().split())) for option in selected]
