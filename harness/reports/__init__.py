"""Reports: the same record for a terminal and for a CI server."""

from harness.reports.catalogue import catalogue_listing, coverage_table
from harness.reports.junit import write_junit
from harness.reports.terminal import terminal_report

__all__ = ["catalogue_listing", "coverage_table", "terminal_report", "write_junit"]
