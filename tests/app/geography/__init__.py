"""Tests of ``app.geography``: points on the ground, not our own data, say what is right."""
