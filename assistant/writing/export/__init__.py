"""A draft becomes a file."""
