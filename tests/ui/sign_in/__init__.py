"""Tests of ui.sign_in."""
