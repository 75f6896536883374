"""Bytes that a fuzzer makes up, guided by what they reach: ``python -m tests.fuzz TARGET FOLDER [options]``."""
