"""Reaching people: calls with their outcome, and the tray of messages that somebody has to send."""
