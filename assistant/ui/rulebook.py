"""What a rule's own page says, for the panel beside a finding. No rule is here."""

from __future__ import annotations

from functools import cache

from assistant.domain.finding import Finding

#: category → its name; severity → class and name
CATEGORIES = {"numbers": "数字", "structure": "结构", "style": "文字", "evidence": "依据", "continuity": "衔接"}
SEVERITIES = {"error": ("err", "错"), "warning": ("warn", "疑"), "info": ("info", "议")}


@cache
def parts_of(code: str) -> dict[str, str]:
    """The parts of a rule's page by their headings, {} where the rule has none."""
    from assistant.checks.manual import page_of
    from assistant.checks.registry import all_rules

    loaded = next((one for one in all_rules() if one.rule.code == code), None)
    return dict(page_of(loaded).parts) if loaded else {}


@cache
def _title(code: str) -> str:
    from assistant.checks.manual import page_of
    from assistant.checks.registry import all_rules

    loaded = next((one for one in all_rules() if one.rule.code == code), None)
    return page_of(loaded).title.rstrip("。") if loaded else ""


def title_of(finding: Finding) -> str:
    """A finding's name in Chinese: the first line of its rule's page."""
    return _title(finding.rule) or finding.name
