"""What is set for this desk, and who set it."""
