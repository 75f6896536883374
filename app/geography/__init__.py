"""Where a position is: country, municipality, nearest place, distance to the border; pure look-ups on shipped data."""
