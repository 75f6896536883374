"""F4: somebody calls in about a case that there may be."""
