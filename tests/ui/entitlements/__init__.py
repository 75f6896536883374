"""Tests of ``ui.entitlements``."""
