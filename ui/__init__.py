"""The desk's screens: PySide6 lives here and nowhere else."""
