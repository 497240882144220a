"""Logs are read from files in the order of time, as often as asked, and never whole."""

from __future__ import annotations

import gzip
import tracemalloc
from datetime import datetime
from pathlib import Path

import pytest

from harness.deployment import Log, Outcome, judge_deployment, read_log
from harness.deployment.lines import LONGEST_LINE
from harness.deployment.moments import moment_of
from harness.errors import ConfigurationError
from tests.deployment.deployment_logs import NEW, OLD, PROCESSED, STARTS, TRACE, UP

MEGABYTE = 1 << 20


def names(log: Log) -> list[str]:
    return [source.name for source in log.sources]


def write(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_long_log_is_judged_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "catalina.out"
    noise = "".join(f"{TRACE} {'SELECT sku FROM CPInstance ' * 80}\n" * 50 + f"{start}\n" for start in STARTS)
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{UP}\n{PROCESSED}\n")
        while file.tell() < 50 * MEGABYTE:
            file.write(noise)
        file.write("\n".join(STARTS))
    tracemalloc.start()
    findings = judge_deployment(read_log([path]), NEW)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [finding.outcome for finding in findings] == [Outcome.HOLDS] * 3
    assert peak < 2 * MEGABYTE


def test_a_file_without_line_ends_is_read_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "catalina.out"
    path.write_bytes(b"Liferay punchout " * MEGABYTE + b"\n" + PROCESSED.encode())
    tracemalloc.start()
    lines = [(line.number, len(line.text)) for line in read_log([path]).containing(["Liferay"])]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert lines == [(1, LONGEST_LINE), (2, len(PROCESSED))]
    assert peak < 4 * MEGABYTE


def test_a_log_can_be_read_again(tmp_path: Path) -> None:
    log = read_log([write(tmp_path, "x.log", UP, PROCESSED, *STARTS)])
    assert judge_deployment(log, NEW) == judge_deployment(log, NEW)


def test_the_same_file_given_twice_counts_once(tmp_path: Path) -> None:
    path = write(tmp_path, "x.log", UP)
    assert names(read_log([path, path])) == ["x.log"]


def test_a_log_of_no_files_tells_nothing() -> None:
    assert {finding.outcome for finding in judge_deployment(read_log([]), OLD)} == {Outcome.NOT_SEEN}


def test_compression_is_known_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "catalina.out.1"
    path.write_bytes(gzip.compress(PROCESSED.encode()))
    assert [line.text for line in read_log([path]).containing(["Liferay"])] == [PROCESSED]


@pytest.mark.parametrize(
    ("reason", "content"),
    [
        ("missing", None),
        ("not what gzip wrote", b"\x1f\x8b no file of gzip"),
        ("damaged", gzip.compress(b"x", mtime=0)[:10] + b"\xff" * 40),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, reason: str, content: bytes | None) -> None:
    path = tmp_path / "catalina.out.gz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigurationError, match=r"catalina\.out\.gz cannot be read"):
        list(read_log([path]).containing([reason]))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2020-07-24 22:10:01.924 INFO  [main][A:1] x", "2020-07-24 22:10:01.925 INFO  [main][A:1] x"),
        ("24-Jul-2020 22:10:01.924 INFO [main] x", "2020-07-24 22:10:02,000 INFO  [main][A:1] x"),
        ("Jul 24, 2020 9:10:01 AM org.apache.X y", "24-Jul-2020 21:10:01.924 INFO [main] x"),
        ("app-1  | \x1b[32m2020-07-24 22:10:01.924\x1b[m INFO", "app-1  | 2020-07-25 00:00:00.000 INFO"),
        ("[pod/x/y] 2020-07-24T22:10:01Z x", "[pod/x/y] 2020-07-24T22:10:02Z x"),
        ("2020-07-24T23:59:59+02:00 x", "2020-07-24T22:10:01Z x"),
        ("2020-07-24T22:10:01Z x", "2020-07-24 23:59:59.000 INFO  [main][A:1] x"),
        (
            '{"log":"Starting\\n","time":"2020-07-24T22:10:01.1Z"}',
            '{"log":"2020-07-24 02:00:00","time":"2020-07-24T23:00:00Z"}',
        ),
        ("no time\n\tat x\n2020-07-24 22:10:01.924 INFO", "2020-07-24 22:10:01.925 INFO"),
    ],
)
def test_rotated_files_are_put_in_the_order_of_time(tmp_path: Path, first: str, second: str) -> None:
    older, newer = write(tmp_path, "z-older.log", first), write(tmp_path, "a-newer.log", second)
    assert names(read_log([newer, older])) == names(read_log([older, newer])) == ["z-older.log", "a-newer.log"]


def test_a_file_without_a_time_stays_behind_the_one_before(tmp_path: Path) -> None:
    newer, none = write(tmp_path, "newer", "2020-07-25 00:00:00.000 x"), write(tmp_path, "none", "x")
    older = write(tmp_path, "older", "2020-07-24 00:00:00.000 x")
    assert names(read_log([newer, none, older])) == ["older", "newer", "none"]


@pytest.mark.parametrize(
    "text", ["", "x 2020-07-24 22:10:01", "2020-13-45 22:10:01", "31-Foo-2020 22:10:01", "22:10:01,924 INFO"]
)
def test_a_line_that_names_no_time_has_none(text: str) -> None:
    assert moment_of(text) is None


def test_a_fraction_may_be_longer_than_a_microsecond() -> None:
    assert moment_of("2020-07-24T22:10:01.123456789 x") == datetime(2020, 7, 24, 22, 10, 1, 123456)
