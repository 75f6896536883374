"""Tests of the simulated boxes."""
