"""Tests of ``ui.map``."""
