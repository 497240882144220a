"""Checks: each takes what was observed and says whether a requirement holds, leaving expected and got as evidence."""
