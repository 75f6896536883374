"""What a box measured becomes a verdict here: pure functions, no I/O, no clock, no state of their own."""
