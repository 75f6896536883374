"""By what calls, SMS, mail and orders leave the house, how that is now, and what leaves by itself."""
