"""Everything the product reads but does not compute: locate and read files, nothing else."""
