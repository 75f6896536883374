"""Tests of ``ui.case``."""
