"""Contracts and boxes: looked up, mended, imported."""
