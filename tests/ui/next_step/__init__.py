"""Tests of ``ui.next_step``."""
