"""Who needs help, in the order in which they need it."""
