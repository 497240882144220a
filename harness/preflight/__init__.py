"""The preflight: can this storefront be judged, as its target file describes it? Asked question by question.

Each question has a name that a person understands, and each no a message: the field of the target file, what was
found, what was expected, and where to click. A run stops at the first no; `punchout doctor` asks everything. How well
the shop does its work is not asked here, that is what the scenarios are for.
"""

from harness.preflight.examination import doctor, preflight

__all__ = ["doctor", "preflight"]
