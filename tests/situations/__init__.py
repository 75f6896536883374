"""Situations an insurer can read, each with its clauses."""
