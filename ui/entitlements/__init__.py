"""What the clauses say of each service, with the words of the clause."""
