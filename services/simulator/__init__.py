"""Boxes that speak the real formats, for training, the tour and the tests."""
