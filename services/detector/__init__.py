"""The process that listens to the boxes, owns the database and serves the desks."""
