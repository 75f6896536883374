"""EN 15722 minimum set of data, versions 1 to 3."""
