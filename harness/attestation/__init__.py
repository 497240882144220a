"""Attestation: what a person does and tells at a terminal, asked step by step, and recorded with name, time, picture.

Nobody is ever taken to have answered: without a person, or when one leaves, what is left is not run.
"""

from harness.attestation.answers import Attestation, Picture, Question, Said, Screenshot, Witness, Word
from harness.attestation.attendance import Attendance

__all__ = ["Attendance", "Attestation", "Picture", "Question", "Said", "Screenshot", "Witness", "Word"]
