"""Frozen data that all floors share; no I/O."""
