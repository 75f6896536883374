"""The strip of the first minute: life before any contract question."""
