"""Suites, cases, scorers, runs and their statistics."""
