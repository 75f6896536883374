"""Tests of ``ui.words``."""
