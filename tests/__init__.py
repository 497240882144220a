"""The project's own tests; a package, so that modules the tests of a folder share have one name."""
