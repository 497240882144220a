"""Text without markup reads as a person reads the page."""

from __future__ import annotations

import pytest

from simulators.messages.markup import text_of


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("", ""),
        ("plain", "plain"),
        ("<p>one</p><p>two</p>", "one two"),
        ("<ul><li>a</li><li>3/4\u2033</li></ul>", "a 3/4\u2033"),
        ("text<ul><li>a</li></ul>more", "text a more"),
        ("line<br>line", "line line"),
        ("M<sub>6</sub> <b>bo</b>lt", "M6 bolt"),
        ("a &lt; b &amp;&amp; c", "a < b && c"),
        ("  many \n\t blanks ", "many blanks"),
        ("<script>alert(1)</script>kept<!-- gone --><style>p {}</style>", "kept"),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "1 2"),
        ("control\x00character", "control character"),
    ],
)
def test_markup_is_read_as_a_person_reads_it(markup: str, text: str) -> None:
    assert text_of(markup) == text
