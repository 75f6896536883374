"""Tests of ``ui.shift``."""
