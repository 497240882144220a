"""What the scripts of a page do by themselves when it opens: the address they go to, the form they submit.

No script is run. What every browser would carry out at once is read from the text: comments, texts, branches, and
functions that wait for a click or for somebody to call them count for nothing. Where an address or a form is put
together by the script, nothing is read rather than half of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote

_TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/|<!--[^\n]*)"""
    r"""|(?P<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)"""
    r"""|(?P<pattern>/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/\w*)"""
    r"""|(?P<other>[^"'`/<{};]+|.)""",
    re.DOTALL,
)
# A slash after one of these begins a pattern; after anything else it divides.
_BEFORE_PATTERN = re.compile(r"(?:[=(,:!&|?{};+\[]|\breturn|^)\s*\Z")
_FUNCTION = r"(?:async\s+)?(?:function\s*\w*\s*\([^()]*\)|\([^()]*\)\s*=>|\w+\s*=>)\s*\Z"
_RUNS_AT_ONCE = re.compile(
    r"\s*(?:try)?\s*\Z"
    rf"|\s*[(!+~]+\s*{_FUNCTION}"
    rf"|.*(?:\bonload\s*=|\.ready\(|\.use\(.*,|(?:\$|jQuery)\(|addEventListener\(\"(?:load|DOMContentLoaded)\",)\s*{_FUNCTION}",
    re.DOTALL,
)
_CONDITION = re.compile(r"\b(?:if|else|for|while|switch|return)\b|&&|\|\||\?")
_LOCATION = r"(?<![\w$.])(?:(?:window|document|self|top|parent|this)\.)*location"
_ADDRESS = re.compile(
    rf"{_LOCATION}(?:\.href)?\s*=\s*\"(?P<set>[^\"]*)\"(?!\s*[+.?\[(])"
    rf"|{_LOCATION}\.(?:replace|assign)\(\s*\"(?P<call>[^\"]*)\"\s*\)"
)
_FORM = (
    r"document\.(?:getElementById\(\s*\"(?P<id>[^\"]+)\"\s*\)|forms\[\s*\"(?P<name>[^\"]+)\"\s*\]"
    r"|forms\[\s*(?P<index>\d+)\s*\]|(?:forms\.)?(?P<attribute>\w+))"
)
_SUBMIT = re.compile(rf"{_FORM}\.(?:s|requestS)ubmit\(\s*\)")
# The form's own method, where a field of the form may be called as it is.
_BORROWED = re.compile(rf"HTMLFormElement\.prototype\.(?:s|requestS)ubmit\.call\(\s*(?P<borrower>{_FORM}|\w+)\s*\)")
_NAMED_FORM = re.compile(rf"(?P<variable>\w+)\s*=\s*(?P<form>{_FORM})\s*(?=[;,\n]|\Z)")


def address_in(script: str) -> str | None:
    """Return the address a script sends the browser to at once, as written, or None."""
    if "location" not in script:
        return None
    match = next(_unconditional(_ADDRESS, running_code(script)), None)
    return None if match is None else unquote(match["set"] if match["set"] is not None else match["call"])


def submitted_form_in(script: str) -> str | int | None:
    """Return the id or name, or the place among the forms, of the form a script submits at once, or None."""
    if "ubmit(" not in script and "ubmit.call(" not in script:
        return None
    code = _BORROWED.sub(lambda call: f"{call['borrower']}.submit()", running_code(script))
    for named in list(_NAMED_FORM.finditer(code)):
        code = re.sub(rf"(?<![\w$.]){named['variable']}(?=\.(?:s|requestS)ubmit\()", named["form"], code)
    match = next(_unconditional(_SUBMIT, code), None)
    if match is None:
        return None
    return int(match["index"]) if match["index"] else unquote(match["id"] or match["name"] or match["attribute"])


def running_code(script: str) -> str:
    """Return the statements a script carries out at once; texts in double quotes and escaped, so that none is code."""
    kept: list[str] = []
    statement = ""
    blocks: list[bool] = []
    for token in _tokens(script):
        if token == "{":
            blocks.append(_RUNS_AT_ONCE.match(statement) is not None)
        elif token == "}" and blocks:
            blocks.pop()
        ends = token in "{};"
        statement = "" if ends else statement + token
        if all(blocks):
            kept.append(";" if ends else token)
    return "".join(kept)


def unescaped(literal: str) -> str:
    """Return the value of a script's text literal, without its quotes."""
    text = re.sub(
        r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))",
        lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else {"n": "\n", "t": "\t"}.get(m[3], m[3]),
        literal,
        flags=re.DOTALL,
    )
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _tokens(script: str) -> Iterator[str]:
    before, place = "", 0
    while match := _TOKEN.match(script, place):
        place = match.end()
        token = match[0]
        if match["comment"]:
            token = " "
        elif match["text"]:
            token = f'"{quote(unescaped(token[1:-1]), safe="")}"'
        elif match["pattern"]:
            divides = _BEFORE_PATTERN.search(before) is None
            token, place = ("/", match.start() + 1) if divides else ('""', place)
        before = (before + token)[-20:]
        yield token


def _unconditional(pattern: re.Pattern[str], code: str) -> Iterator[re.Match[str]]:
    for match in pattern.finditer(code):
        if not _CONDITION.search(code[code.rfind(";", 0, match.start()) + 1 : match.start()]):
            yield match
