"""One rule a file; the table is made from what is here."""
