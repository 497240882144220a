"""The judge: targets, the buyer's browser, requirements, verdicts, checks, evidence, reports and the command line."""
