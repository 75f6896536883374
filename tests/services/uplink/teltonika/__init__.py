"""Tests of the Teltonika decoder."""
