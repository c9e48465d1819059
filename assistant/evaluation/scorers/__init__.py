"""What an answer is worth: one module a family of scorers. The table that names them is in `registry`."""
