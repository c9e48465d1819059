"""The command line: one short module per command, listed in `assistant.cli.main`."""
