"""A section's length beside what was wished for it, in words: calm, and honest about what the notes can't fill. No drafting here."""

from __future__ import annotations

from assistant.projects.project import Passage, Project
from assistant.ui.language import say
from assistant.writing.lengths import off_by


def length_shown(written: int, wished: int) -> str:
    """820／1000字; the one of the two that there is; "" for neither."""
    if written and wished:
        return say("{n}／{all}字", n=written, all=wished)
    return say("{n}字", n=written or wished) if written or wished else ""


def length_told(project: Project, passage: Passage) -> str:
    """What is to be said of it: nothing yet rewritten, near enough, over, under; last year's length where nobody asked for one."""
    wish, chars = passage.length, passage.chars
    if not wish:
        return ""
    if not passage.asked:
        return say("去年这一节{n}字，供参考。", n=wish)
    if not chars:
        return say("起草时按{n}字写。", n=wish)
    if passage.written_for != wish:
        return say("还没有按这个字数重写。")
    away = off_by(chars, wish)
    if not away:
        return say("与要求的字数相当。")
    if any(line.edited for line in passage.lines) or not project.engine.startswith("offline"):
        return say("比要求多{n}字。", n=away) if away > 0 else say("比要求少{n}字。", n=-away)
    if away > 0:
        return say("把素材里的数都写上就要这么长，一个也没有删。")
    return say("素材只够写这些，没有凑字数；要写长，请补充素材。")
