"""The page of contracts."""
