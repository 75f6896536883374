"""Who sits at this desk: sign-in, and the first account of a fresh service."""
