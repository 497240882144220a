"""The judge of a deployment: what the console log of a Liferay server says about how the connector was installed.

A log goes through four steps, each a module that knows nothing of the next: `lines` reads numbered lines from
files of any size (`container` from a container's output), `wrapping` takes away what containers put around a line,
`events` recognises the few lines that matter, and a judge for each generation (`restart_judge`, `bundle_judge`) turns
the events into findings.
"""

from harness.deployment.container import ContainerLog
from harness.deployment.findings import Finding, Outcome, Subject
from harness.deployment.judging import judge_deployment
from harness.deployment.lines import Log, LogLine, read_log

__all__ = ["ContainerLog", "Finding", "Log", "LogLine", "Outcome", "Subject", "judge_deployment", "read_log"]
