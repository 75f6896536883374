"""The search bar: one line in the top bar for everything on record and every command."""
