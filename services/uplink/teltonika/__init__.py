"""Teltonika AVL: one folder for framing, messages and one conversation."""
