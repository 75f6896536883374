"""The map: where the open case is, how the car came there, and where the others are."""
