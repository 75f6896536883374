"""The house itself: floors, names, sizes, words."""
