"""Situations an insurer can read: each clause granted, refused and left open, every number, whole calls."""
