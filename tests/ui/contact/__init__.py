"""Tests of ``ui.contact``."""
