"""Tests of ``ui.quarantine``."""
