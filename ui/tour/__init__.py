"""One E-call without a person: drives the real desk through the table of actions."""
