"""Word lists of the rules as plain text."""
