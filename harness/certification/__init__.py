"""Certification: the package a run at level certification makes, what it is refused for, and how it is verified.

A run gathers what it judged, with what and for whom (`certifying`); `refusal` says what keeps it from a package;
`contents` and `container` make one; `verification` shows later that nothing in it was changed. `comparison` tells two
runs apart, whether they are packages or not.
"""
