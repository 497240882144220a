"""Pages of a party: its own templates, and the plain frame that parties without a look of their own share."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_SHARED = Path(__file__).parent / "templates"


_READ_SO_FAR: list[Environment] = []


@cache
def templates_in(folder: Path) -> Environment:
    """Return the templates of a folder; every value is escaped, and one that is missing is an error."""
    templates = Environment(loader=FileSystemLoader([folder, _SHARED]), autoescape=True, undefined=StrictUndefined)
    _READ_SO_FAR.append(templates)
    return templates


def read_all_templates() -> None:
    """Read every template of every party that was asked for by now, so that no first page has to."""
    for templates in tuple(_READ_SO_FAR):
        for name in templates.list_templates(extensions=["html"]):
            templates.get_template(name)
