"""Live targets that give less than the embedded one, or are another than they say."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any

from tests.commands.test_live_target import changed


def test_without_administration_what_needs_it_is_inapplicable(
    punchout: Callable[..., Any], served: Any, tmp_path: Path
) -> None:
    plain = changed(served.target, tmp_path, r"(?s)\[target\.admin\].*?(?=\[target\.catalog\])", "")
    done = punchout("certify", "--target", plain, "-k", "token", environment=served.environment)
    assert done.code == 5, done.output
    assert set(done.verdicts.values()) == {"inapplicable"}
    assert "[target.admin]" in done.output


def test_a_target_of_another_generation_than_it_says_is_told(
    punchout: Callable[..., Any], served: Any, tmp_path: Path
) -> None:
    other = changed(served.target, tmp_path, r'generation = "[^"]+"', 'generation = "punchout2go-2.1"')
    done = punchout("certify", "--target", other, "-k", "one_product", environment=served.environment)
    assert done.code not in (0, 3)
    assert "Traceback" not in done.output


def test_a_page_that_is_no_liferay_is_one_message(punchout: Callable[..., Any], served: Any, tmp_path: Path) -> None:
    with HTTPServer(("127.0.0.1", 0), Quiet) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        other = changed(served.target, tmp_path, r"http://127\.0\.0\.1:\d+", f"http://127.0.0.1:{server.server_port}")
        done = punchout("certify", "--target", other, environment=served.environment)
        server.shutdown()
        thread.join()
    assert done.code == 4
    assert "not one of a Liferay portal" in done.output
    assert "target.site.start_url" in done.output


class Quiet(SimpleHTTPRequestHandler):
    """A web server that is something else, and keeps quiet."""

    def log_message(self, format: str, *args: Any) -> None:  # the name the base class gives it
        """Say nothing."""
