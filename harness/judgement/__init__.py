"""The judge of messages: every message between the parties is looked at as it passes, whoever sent it."""

from harness.judgement.findings import Finding
from harness.judgement.wire_judge import WireJudge

__all__ = ["Finding", "WireJudge"]
