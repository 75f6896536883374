"""The open case in words: how hard, who, where, what pays, and who works on it."""
