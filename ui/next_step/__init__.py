"""NEXT: the one thing this case needs from a person now, on one key."""
