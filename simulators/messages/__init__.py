"""The messages of a punch out: built, parsed and validated without a socket in sight."""
