"""Tests of ``ui.notes``."""
