"""What the desk is about, in plain Python: cases, E-calls, boxes, orders, promises. Standard library only."""
