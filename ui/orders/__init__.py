"""Orders to partners: today the tow truck."""
