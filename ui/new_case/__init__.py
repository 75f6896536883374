"""F2: a case that begins with a phone call."""
