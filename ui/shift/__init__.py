"""Handing over a shift: what is offered to me, and what I hold and offer."""
