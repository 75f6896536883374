"""What the contract pays and why: conditions as data, three truth values, every answer with its clause."""
