"""Everything that happened in the case, one sentence each, on one clock."""
