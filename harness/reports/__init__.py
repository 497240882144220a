"""Reports: the same record for people and for other programs, and as tables: what is stated, what can be broken."""

from harness.reports.allure import write_allure
from harness.reports.catalogue import catalogue_listing, coverage_table, defect_listing, write_coverage
from harness.reports.cucumber import write_cucumber
from harness.reports.har import write_archives
from harness.reports.html import write_html
from harness.reports.junit import write_junit
from harness.reports.terminal import terminal_report

__all__ = [
    "catalogue_listing",
    "coverage_table",
    "defect_listing",
    "terminal_report",
    "write_allure",
    "write_archives",
    "write_coverage",
    "write_cucumber",
    "write_html",
    "write_junit",
]
