"""Pressing the button of a form as a person does: found on the page that is shown, and clicked with a mouse."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.async_api import ElementHandle, Frame
from playwright.async_api import Error as PlaywrightError

from harness.browser.form import Form
from harness.errors import HarnessFault, NonConformance

# Milliseconds for a button to be there to be clicked: shown, enabled, at rest, and under the mouse.
_CLICKABLE_WITHIN = 5_000
# And for a machine with hundreds of buyers on it, where nothing on the page keeps the mouse from it.
_SURELY_WITHIN = 120_000
_KEEPS_FROM = (
    "intercepts pointer events",
    "element is not visible",
    "element is not enabled",
    "outside of the viewport",
)
_FIND = """({place, action, button, controls}) => {
  const form = document.forms[place];
  if (!form || new URL(form.getAttribute('action') || '', document.baseURI).href !== new URL(action).href) return null;
  const elements = [...form.elements];
  const seen = {};
  for (const [name, value, sent, box] of controls) {
    const number = seen[name] = (seen[name] ?? -1) + 1;
    const element = elements.filter(one => one.name === name)[number];
    if (!element) continue;
    if (box) element.checked = sent;
    else if (element.localName !== 'select') { if (element.value !== value) element.value = value; }
    else [...element.options].forEach(option => { option.selected = option.value === value; });
  }
  const buttons = elements.filter(one => one.type === 'submit' && !one.matches(':disabled'));
  return buttons[button ?? 0] ?? form;
}"""


@dataclass(frozen=True)
class Press:
    """A form whose button is to be clicked, once or twice in a row."""

    form: Form
    times: int = 1

    async def click(self, button: ElementHandle, frame: Frame) -> None:
        """Click the button that was found on the page of a frame.

        Raises:
            NonConformance: when no person could.

        """
        if not self.form.buttons:
            # What the Enter key does.
            await button.evaluate("form => form.requestSubmit()")
            return
        for milliseconds in (_CLICKABLE_WITHIN, _SURELY_WITHIN):
            try:
                await button.click(click_count=self.times, no_wait_after=True, timeout=milliseconds)
                return
            except PlaywrightError as error:
                reason, told = _reason(error), error.message
            if reason:
                raise NonConformance(
                    "The buyer can click the button",
                    expected="a button that is shown, enabled and covered by nothing",
                    got=reason,
                    where=frame.url,
                )
        raise HarnessFault(f"Chromium did not click the button: {told}")

    async def button(self, frame: Frame) -> ElementHandle:
        """Return the button on the page that a frame shows, or the form when it has none, filled in.

        Raises:
            NonConformance: when the page shows no such form.

        """
        form = self.form
        controls = [(one.name, one.value, one.sent, one.box) for one in form.controls]
        wanted = {"place": form.place, "action": form.action, "button": form.button, "controls": controls}
        found = (await frame.evaluate_handle(_FIND, wanted)).as_element()
        if found is None:
            raise NonConformance(
                "The page shows the form whose button is to be clicked",
                expected=f"a form for {form.action}",
                got="none",
                where=frame.url,
            )
        return found


def _reason(error: PlaywrightError) -> str:
    """Return what on the page keeps the mouse from it, as Playwright tells of its attempts, or nothing."""
    lines = [line.strip(" -") for line in error.message.splitlines()]
    return next((line for words in _KEEPS_FROM for line in lines if words in line), "")
