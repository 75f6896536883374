"""Tests mirror the source path."""
