"""`biganzi explain RULE`: the manual page of a rule, by code or name."""

from __future__ import annotations

import argparse

from assistant.errors import InputError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("rule", nargs="*", help="规则编号或名称，如 NUM003 或 sum")
    parser.add_argument("--list", action="store_true", help="列出全部规则")


def run(args: argparse.Namespace) -> int:
    """Print the pages; 0. Raises InputError for an unknown rule."""
    from assistant.checks.manual import explain, table
    from assistant.checks.registry import rule_named

    if args.list:
        print(table())
    elif not args.rule:
        raise InputError("要解释哪条规则？给出编号或名称，或用 --list 列出全部")
    else:
        print("\n\n".join(explain(rule_named(word)) for word in args.rule))
    return 0
