"""What a rule is: a record and a function in a module whose docstring is its manual page. No running here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.domain.finding import Category, Finding, Severity

if TYPE_CHECKING:
    from assistant.checks.context import CheckContext

Check = Callable[["CheckContext"], Iterator[Finding]]

#: what a rule needs beside the text; without it the rule has nothing to say and is not run
NOTES, PREVIOUS, LIBRARY = "notes", "previous", "library"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's name card.

    code: family and number, "NUM003". name: kebab-case, reads well after "ignore …". severity: of its usual finding; a
    finding may carry another. needs: NOTES, PREVIOUS or LIBRARY when it compares with one of them.
    """

    code: str
    name: str
    category: Category
    severity: Severity
    needs: frozenset[str] = field(default_factory=frozenset)

    def matches(self, word: str) -> bool:
        """Whether a word of --select or --ignore means this rule: a code or its beginning, a name, or a category."""
        return self.code.startswith(word.upper()) or word.lower() in (self.name, self.category)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A rule with its function and its manual page (the module's docstring)."""

    rule: Rule
    check: Check
    manual: str
