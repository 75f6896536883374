"""Tests of ``ui.orders``."""
