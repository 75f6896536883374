"""Tests of ui.tour."""
