"""Tests of ``ui.closing``."""
