"""Pressing the button of a form as a person does: found on the page that is shown, and clicked with a mouse."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.async_api import ElementHandle, Page
from playwright.async_api import Error as PlaywrightError

from harness.browser.form import Form
from harness.errors import NonConformance

# Milliseconds for a button to be there to be clicked: shown, enabled, at rest, and under the mouse.
_CLICKABLE_WITHIN = 5_000
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

    async def on(self, tab: Page) -> None:
        """Click it on the page that a tab shows.

        Raises:
            NonConformance: when no person could.

        """
        button = await self._button(tab)
        if not self.form.buttons:
            # What the Enter key does.
            await button.evaluate("form => form.requestSubmit()")
            return
        try:
            await button.click(click_count=self.times, no_wait_after=True, timeout=_CLICKABLE_WITHIN)
        except PlaywrightError as error:
            raise NonConformance(
                "The buyer can click the button",
                expected="a button that is shown, enabled and covered by nothing",
                got=_reason(error),
                where=tab.url,
            ) from error

    async def _button(self, tab: Page) -> ElementHandle:
        form = self.form
        controls = [(one.name, one.value, one.sent, one.box) for one in form.controls]
        wanted = {"place": form.place, "action": form.action, "button": form.button, "controls": controls}
        found = (await tab.evaluate_handle(_FIND, wanted)).as_element()
        if found is None:
            raise NonConformance(
                "The page shows the form whose button is to be clicked",
                expected=f"a form for {form.action}",
                got="none",
                where=tab.url,
            )
        return found


def _reason(error: PlaywrightError) -> str:
    """Return what kept the mouse from it, in one line of what Playwright tells of its attempts."""
    lines = [line.strip(" -") for line in error.message.splitlines()]
    covered = (line for line in lines if "intercepts pointer events" in line)
    hidden = (line for line in lines if line.startswith("element is not"))
    return next(covered, next(hidden, lines[0]))
