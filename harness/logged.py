"""What is logged while a run goes on, by us or by a library: without secrets, wherever pytest is asked to show it."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from simulators.wire import Redactor


def log_without_secrets(redactor: Redactor) -> Callable[[], None]:
    """Redact every log record of this process from now on; return what ends that."""
    made = logging.getLogRecordFactory()

    def record_of(*arguments: Any, **named: Any) -> logging.LogRecord:
        record = made(*arguments, **named)
        # One whose parts do not fit together is told of by logging itself.
        with suppress(TypeError, ValueError, KeyError):
            record.msg, record.args = redactor.text(record.getMessage()), ()
        if record.exc_info and record.exc_info[0] is not None:
            # Whoever formats the record takes this text for that of the exception.
            record.exc_text = redactor.text("".join(traceback.format_exception(*record.exc_info)).rstrip("\n"))
        return record

    logging.setLogRecordFactory(record_of)
    return lambda: logging.setLogRecordFactory(made)
