"""The journal: what it holds, when it is on disk, and that nothing of it is lost or mixed up."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from simulators.wire import Journal, Redactor, Seen
from simulators.wire import journal as journal_module
from simulators.wire.journal import LONGEST_BODY
from tests.wire.wire_bench import Lines

URL = "http://127.0.0.1:1/x"


def test_a_request_is_on_disk_before_its_answer_came(journal: Journal, lines: Lines) -> None:
    opened = journal.begin("hub", "storefront", "POST", URL, [("X-A", "1"), ("X-A", "2")], b"asked")
    (line,) = lines()
    assert (line["event"], line["number"], line["sender"], line["receiver"]) == ("request", 1, "hub", "storefront")
    assert (line["method"], line["url"], line["status"]) == ("POST", URL, None)
    assert line["request"] == {"headers": [["X-A", "1"], ["X-A", "2"]], "text": "asked", "size": 5}
    journal.end(opened, 201, [("X-B", "3")], b"answered")
    answer = lines()[1]
    assert (answer["event"], answer["number"], answer["status"], answer["failure"]) == ("answer", 1, 201, None)
    assert answer["answer"] == {"headers": [["X-B", "3"]], "text": "answered", "size": 8}
    assert answer["duration"] >= 0


def test_exchanges_are_in_the_order_of_their_requests(journal: Journal, lines: Lines) -> None:
    first = journal.begin("a", "b", "GET", URL, (), b"")
    second = journal.begin("b", "c", "GET", URL, (), b"")
    journal.end(second, 200, (), b"")
    journal.end(first, 204, (), b"")
    assert [(e.sender, e.status) for e in journal.exchanges("")] == [("a", 204), ("b", 200)]
    assert [(line["event"], line["number"]) for line in lines()] == [
        ("request", 1),
        ("request", 2),
        ("answer", 2),
        ("answer", 1),
    ]


def test_a_failure_says_why_no_answer_came(journal: Journal, lines: Lines) -> None:
    opened = journal.begin("a", "b", "GET", URL, (), b"")
    assert journal.exchanges("")[0].summary == f"a -> b: GET {URL} -> no answer yet"
    journal.fail(opened, "refused, password=q1w2")
    (exchange,) = journal.exchanges("")
    assert exchange.failure is not None
    assert exchange.failure.startswith("refused, password=[password ")
    assert exchange.summary.endswith(exchange.failure)
    assert (lines()[1]["failure"], lines()[1]["status"]) == (exchange.failure, None)


def test_an_exchange_belongs_to_the_scenario_it_began_in(journal: Journal, lines: Lines) -> None:
    with journal.scenario("one"):
        opened = journal.begin("a", "b", "GET", URL, (), b"")
        with journal.scenario("inner"):
            journal.begin("inner", "b", "GET", URL, (), b"")
        journal.begin("after", "b", "GET", URL, (), b"")
    with journal.scenario("two"):
        journal.end(opened, 200, (), b"")
        journal.fault("hub", ValueError("broken"))
    journal.begin("nobody", "b", "GET", URL, (), b"")
    assert [e.sender for e in journal.exchanges("one")] == ["a", "after"]
    assert [e.sender for e in journal.exchanges("inner")] == ["inner"]
    assert [e.sender for e in journal.exchanges("")] == ["nobody"]
    assert journal.exchanges("two") == ()
    assert [line["scenario"] for line in lines() if "scenario" in line] == ["one", "inner", "one", "two", ""]


def test_a_scenario_ends_even_by_an_error(journal: Journal) -> None:
    with pytest.raises(RuntimeError), journal.scenario("one"):
        raise RuntimeError
    journal.begin("a", "b", "GET", URL, (), b"")
    assert journal.exchanges("one") == ()


def test_what_is_forgotten_stays_forgotten_and_in_the_file(journal: Journal, lines: Lines) -> None:
    with journal.scenario("one"):
        opened = journal.begin("a", "b", "GET", URL, (), b"")
    with journal.scenario("two"):
        journal.begin("c", "d", "GET", URL, (), b"")
    journal.forget("one")
    journal.forget("one")
    journal.end(opened, 200, (), b"late")
    assert journal.exchanges("one") == ()
    assert len(journal.exchanges("two")) == 1
    assert lines()[-1]["answer"]["text"] == "late"


def test_faults_are_taken_once(journal: Journal, lines: Lines) -> None:
    with journal.scenario("one"):
        journal.fault("hub", KeyError("secret='q1w2'"))
    (fault,) = journal.take_faults()
    assert (fault.party, fault.scenario) == ("hub", "one")
    assert fault.message.startswith("KeyError: ")
    assert "q1w2" not in fault.message
    assert journal.take_faults() == ()
    assert lines()[0]["event"] == "fault"


@pytest.mark.parametrize("more", [1, 5_000, 300_000])
def test_a_long_body_is_cut_and_its_true_size_told(journal: Journal, more: int) -> None:
    journal.begin("a", "b", "POST", URL, (), b"x" * (LONGEST_BODY + more))
    (exchange,) = journal.exchanges("")
    assert exchange.request.size == LONGEST_BODY + more
    assert exchange.request.text.endswith(f"... ({LONGEST_BODY + more} bytes in all)")
    assert LONGEST_BODY * 0.9 < len(exchange.request.text) < LONGEST_BODY + 50


def test_a_body_at_the_limit_is_whole(journal: Journal) -> None:
    journal.begin("a", "b", "POST", URL, (), b"x" * LONGEST_BODY)
    assert journal.exchanges("")[0].request.text == "x" * LONGEST_BODY


@pytest.mark.parametrize("before", [12, 30, 60, 4_090, 4_110, 5_000])
def test_a_secret_is_not_seen_where_a_body_is_cut(journal: Journal, before: int) -> None:
    secret = "q1w2-e3r4-t5z6-u7i8"
    journal.redactor.declare(secret, "secret")
    filling = b" " * (LONGEST_BODY - before)
    for body in (secret.encode(), f'{{"password":"Q{secret}Q"}}'.encode(), f"<SharedSecret>Q{secret}".encode()):
        journal.begin("a", "b", "POST", URL, (), filling + body * 300 + b" " * 10_000)
    for exchange in journal.exchanges(""):
        assert "q1w2" not in exchange.request.text
        assert "u7i8" not in exchange.request.text


def test_a_body_that_is_not_utf8_is_shown_as_far_as_it_can_be(journal: Journal, lines: Lines) -> None:
    journal.begin("a", "b", "POST", URL, (), "é".encode("latin-1") + b"\xff\0" + "é".encode())
    assert lines()[0]["request"]["text"] == "\\xe9\\xff\0é"


@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be"])
def test_a_body_in_utf16_is_read_as_such_and_redacted(journal: Journal, mark: str) -> None:
    journal.begin("a", "b", "POST", URL, (), "\ufeff<SharedSecret>q1w2</SharedSecret>".encode(mark))
    (exchange,) = journal.exchanges("")
    assert exchange.request.text == f"<SharedSecret>{journal.redactor.label('shared secret', 'q1w2')}</SharedSecret>"


def test_text_that_utf8_cannot_hold_does_not_stop_the_journal(journal: Journal, lines: Lines) -> None:
    journal.fault("hub", ValueError("half a character: \ud83d"))
    journal.begin("a", "b", "GET", URL, (), b"")
    assert [line["event"] for line in lines()] == ["fault", "request"]
    assert "half a character" in lines()[0]["message"]


def test_lines_end_only_where_an_event_ends(journal: Journal, lines: Lines) -> None:
    journal.begin("a", "b", "GET", URL, [("X", "a\r\nb\u2028c")], "d\ne\u2029f\x85".encode())
    assert lines()[0]["request"]["text"] == "d\ne\u2029f\x85"


def test_urls_headers_and_bodies_are_redacted(journal: Journal, lines_path: Path) -> None:
    opened = journal.begin("a", "b", "GET", f"{URL}?p_auth=q1w2", [("Cookie", "JSESSIONID=q1w2")], b"password=q1w2")
    journal.end(opened, 200, [("Set-Cookie", "JSESSIONID=q1w2; Path=/")], b'{"access_token":"q1w2"}')
    assert "q1w2" not in lines_path.read_text(encoding="utf-8")
    assert "q1w2" not in repr(journal.exchanges(""))


def test_many_threads_write_whole_lines(journal: Journal, lines: Lines) -> None:
    def work(number: int) -> None:
        for turn in range(20):
            opened = journal.begin(f"t{number}", "b", "GET", URL, [("Cookie", f"JSESSIONID=s-{number}-{turn}")], b"x")
            journal.end(opened, 200, (), f"{number}/{turn}".encode())

    threads = [threading.Thread(target=work, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    written = lines()
    requests = [line["number"] for line in written if line["event"] == "request"]
    assert requests == list(range(1, 321))
    assert sorted(line["number"] for line in written if line["event"] == "answer") == requests
    kept = journal.exchanges("")
    assert [e.number for e in kept] == requests
    assert all(e.answer is not None and e.answer.text.partition("/")[0] == e.sender[1:] for e in kept)


def test_a_closed_journal_goes_on_in_memory_only(journal: Journal, lines: Lines) -> None:
    opened = journal.begin("a", "b", "GET", URL, (), b"")
    journal.close()
    journal.close()
    journal.end(opened, 200, (), b"")
    journal.begin("c", "d", "GET", URL, (), b"")
    assert len(lines()) == 1
    assert [e.status for e in journal.exchanges("")] == [200, None]


def test_a_journal_without_a_file_keeps_everything_in_memory() -> None:
    journal = Journal(Redactor(b"k"))
    journal.end(journal.begin("a", "b", "GET", URL, (), b""), 200, (), b"")
    journal.close()
    assert journal.exchanges("")[0].status == 200


def test_the_folder_of_the_journal_is_made(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "journal.jsonl"
    Journal(Redactor(b"k"), path).close()
    assert path.read_text(encoding="utf-8") == ""


DIES = """
import os, signal, sys
from pathlib import Path
from simulators.wire import Journal, Redactor
journal = Journal(Redactor(b"k"), Path(sys.argv[1]))
for number in range(50):
    opened = journal.begin("a", "b", "GET", "http://127.0.0.1:1/", (), b"x" * 1000)
    if number < 49:
        journal.end(opened, 200, (), b"")
if sys.argv[2] == "exit":
    os._exit(3)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize(("how", "code"), [("exit", 3), ("kill", -signal.SIGKILL)])
def test_a_process_that_is_killed_leaves_everything_behind(lines_path: Path, how: str, code: int) -> None:
    died = subprocess.run([sys.executable, "-c", DIES, str(lines_path), how], check=False, timeout=30)
    assert died.returncode == code
    written = [json.loads(line) for line in lines_path.read_text(encoding="utf-8").splitlines()]
    assert [line["event"] for line in written] == ["request", "answer"] * 49 + ["request"]
    assert written[-1]["number"] == 50


def test_who_watches_sees_every_answered_exchange_whole_and_the_journal_keeps_it_redacted(journal: Journal) -> None:
    seen: list[Seen] = []
    journal.watched_by(seen.append)
    with journal.scenario("s"):
        secret = b"client_secret=very-secret-value&x=" + b"y" * 100_000
        opened = journal.begin("a", "b", "POST", f"{URL}?token=abcdefgh", [("Content-Type", "text/plain")], secret)
        assert seen == []
        journal.end(opened, 201, [("X-Answer", "1")], b"done")
        journal.fail(journal.begin("a", "b", "GET", URL, (), b""), "refused")
    (one,) = seen
    assert (one.scenario, one.sender, one.receiver, one.method) == ("s", "a", "b", "POST")
    assert (one.url, one.request, one.status, one.answer) == (f"{URL}?token=abcdefgh", secret, 201, b"done")
    assert (one.request_headers["content-type"], one.answer_headers["x-answer"]) == ("text/plain", "1")
    assert "very-secret-value" not in repr(one)
    assert "very-secret-value" not in journal.exchanges("s")[0].request.text


def test_an_error_of_a_watcher_breaks_nothing_and_is_a_fault(journal: Journal) -> None:
    def stumble(_: Seen) -> None:
        raise ValueError("stumbled")

    journal.watched_by(stumble)
    journal.end(journal.begin("a", "b", "GET", URL, (), b""), 200, (), b"")
    assert [fault.message for fault in journal.take_faults()] == ["ValueError: stumbled"]
    assert [e.status for e in journal.exchanges("")] == [200]


def test_what_belongs_to_no_scenario_is_not_kept_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "MOST_OUTSIDE", 3)
    journal = Journal(Redactor(b"k"))
    for number in range(5):
        journal.end(journal.begin("a", "b", "GET", f"http://x/{number}", (), b""), 200, (), b"")
        journal.fault("a", ValueError(str(number)))
    with journal.scenario("s"):
        for number in range(5):
            journal.begin("a", "b", "GET", f"http://x/{number}", (), b"")

    assert [exchange.url for exchange in journal.exchanges()] == ["http://x/2", "http://x/3", "http://x/4"]
    assert [fault.message for fault in journal.take_faults()] == [f"ValueError: {number}" for number in (2, 3, 4)]
    assert len(journal.exchanges("s")) == 5
