"""Qualification: the proof that the suite notices, by running its scenarios against storefronts that are broken.

A trial is a run against one defect (`trial`), in a process of its own (`child`); several go on at the same time
(`trials`); what they say together is the matrix of defects and requirements (`matrix`), which is told to a person and
kept for a certifier (`telling`).
"""
