"""Text without its markup: what a person reads of an HTML fragment, such as a product's description."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

_NO_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_HTML = etree.HTMLParser(remove_comments=True, remove_pis=True)
# Elements that begin a line of their own: their text does not run on from what stands before or into what follows.
_BLOCK = re.compile(
    "address|article|aside|blockquote|br|dd|div|dl|dt|fieldset|figure|footer|form|h[1-6]|header|hr|li|main|nav|ol|p|pre"
    "|section|table|tbody|td|tfoot|th|thead|tr|ul"
)


def text_of(markup: str) -> str:
    """Return the text of an HTML fragment, with one blank wherever a reader sees white space or a new line."""
    # An element around it makes a fragment of anything, whole pages included; control characters are no text.
    root = etree.fromstring(f"<div>{_NO_TEXT.sub(' ', markup)}</div>", _HTML)
    etree.strip_elements(root, "script", "style", with_tail=False)
    return " ".join(_NO_TEXT.sub(" ", "".join(_pieces(root))).split())


def _pieces(root: etree._Element) -> Iterator[str]:
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if _BLOCK.fullmatch(str(element.tag)):
            yield " "
        yield (element.text if event == "start" else element.tail) or ""
