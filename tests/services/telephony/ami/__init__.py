"""Tests of the manager interface of an Asterisk."""
