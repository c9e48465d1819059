"""A document becomes findings."""
