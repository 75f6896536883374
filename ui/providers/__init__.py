"""The directory of partners: found, looked at, mended, put on record anew."""
