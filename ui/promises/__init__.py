"""What was promised for a time, as clocks: made, moved, kept, withdrawn."""
