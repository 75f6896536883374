"""Tests of the MSD decoder."""
