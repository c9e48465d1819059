"""A question becomes hits."""
