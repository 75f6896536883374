"""Tests of the S2 frame."""
