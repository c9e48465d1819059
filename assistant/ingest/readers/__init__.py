"""One module a file format; each returns the extracted text."""
