"""Tests of ``ui.hand_over``."""
