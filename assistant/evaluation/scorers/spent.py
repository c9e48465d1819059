"""Scorers of what an answer took; lower is better."""

from __future__ import annotations

from assistant.evaluation.scorers.subject import Score, Subject


def time(subject: Subject) -> Score | None:
    """Seconds to the whole answer."""
    return Score(subject.costs.seconds, f"{subject.costs.seconds:.2f} 秒")


def tokens(subject: Subject) -> Score | None:
    """Tokens in and out, as the endpoint counts them; nothing where it does not."""
    total = subject.costs.prompt_tokens + subject.costs.completion_tokens
    return Score(float(total), f"输入 {subject.costs.prompt_tokens}、输出 {subject.costs.completion_tokens}") if total else None


def cost(subject: Subject) -> Score | None:
    """Money by the prices of the settings (per million tokens in and out); nothing without a price."""
    if len(subject.costs.price) != 2:
        return None
    inward, outward = subject.costs.price
    value = (subject.costs.prompt_tokens * inward + subject.costs.completion_tokens * outward) / 1e6
    return Score(value, f"{value:.5f} 元")
