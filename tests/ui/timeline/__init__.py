"""Tests of ``ui.timeline``."""
