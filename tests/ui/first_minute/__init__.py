"""Tests of ``ui.first_minute``."""
