"""Messages of boxes that could not be read: seen, read again, released by a person."""
