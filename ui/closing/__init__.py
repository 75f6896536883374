"""How a case ends: what it was, and what still runs."""
