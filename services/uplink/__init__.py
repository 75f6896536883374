"""Bytes of boxes become messages here, in code that can do no I/O."""
