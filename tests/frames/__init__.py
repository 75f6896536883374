"""Frames built from the specifications, and what must be read in them."""
