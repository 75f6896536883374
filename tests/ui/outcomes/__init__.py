"""Tests of ``ui.outcomes``."""
