"""The only SQLAlchemy of the house: tables, mapping, repositories, the audit chain, and the store that writes."""
