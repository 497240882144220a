"""Live targets that give less than the embedded one, or are another than they say."""

from __future__ import annotations

from collections.abc import Callable
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
