"""One module per command; each imports lazily what it needs."""
