"""Tests of ``ui.queue``."""
