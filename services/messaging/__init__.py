"""Adapters for SMS: an outbox that knows no wire, and wires that know no outbox."""
