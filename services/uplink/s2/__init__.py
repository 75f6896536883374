"""The S2 frame: our own authenticated format for boxes, documented in README.md beside this file."""
