"""The hand-over to 112 or 101: the text to read out, ticked line by line."""
