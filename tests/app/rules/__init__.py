"""Tests of ``app.rules``."""
