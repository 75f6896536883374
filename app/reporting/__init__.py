"""Papers: what leaves the house to be read by people, made from documents that are kept."""
