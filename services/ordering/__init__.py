"""Adapters that carry orders to partners: an outbox that knows no wire, mail, and partners' own interfaces."""
