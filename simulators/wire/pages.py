"""Pages of a party: its own templates, and the plain frame that parties without a look of their own share."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_SHARED = Path(__file__).parent / "templates"


def templates_in(folder: Path) -> Environment:
    """Return the templates of a folder; every value is escaped, and one that is missing is an error."""
    return Environment(loader=FileSystemLoader([folder, _SHARED]), autoescape=True, undefined=StrictUndefined)
