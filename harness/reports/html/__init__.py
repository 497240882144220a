"""The report of a run as one HTML file, which opens from a mail and needs nothing beside it."""

from harness.reports.html.page import write_html

__all__ = ["write_html"]
