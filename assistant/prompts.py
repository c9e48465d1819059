"""Prompt files: name, version, header, variables. The texts themselves are in prompts/."""
