"""The manager interface of an Asterisk exchange: its protocol, its connection, and the calls that go over it."""
