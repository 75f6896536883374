"""Tests of ``ui.impact``."""
