"""The window the screens stand in: top bar, alert strip, slots, keys."""
