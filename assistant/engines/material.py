"""A section's request becomes the messages for a model: what is told, in which order, what stays behind when there is no room."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.draft import Sentence
from assistant.engines.budget import Piece, TokenCount, fit
from assistant.engines.endpoint import Message
from assistant.engines.engine import SectionRequest
from assistant.engines.figures import Shield
from assistant.engines.names import names_in
from assistant.notes.instructions import without_machine_talk
from assistant.prompts import Prompt

_PART_NAMES = {"summary": "总结", "plan": "工作思路", "problems": "问题", "": "总结"}
#: the marks that part the kinds of material; a document may not close or open one
_TAG = re.compile(
    r"[<＜](/?)(素材|底稿|往年措辞|去年同节|去年承诺|相邻各节|用户要求|本节|本节标题|原文|意见|要求|段落|素材台账|本文其他数字|去年报告|已发现|全文提纲|往年写法"
    r"|去年提纲|此前对话|此前问题|细则|甲稿|乙稿)[>＞]"
)
_DIGITS = re.compile(r"\d[\d,.]*")
_SHARE_OF_ANSWER = 0.35
#: more passages cost more than they teach
_EXEMPLARS = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """Messages for one section; left_out: what did not fit, in words; shield: the way back for tokens."""

    messages: tuple[Message, ...]
    left_out: tuple[str, ...]
    shield: Shield


def as_data(text: str) -> str:
    """Material as data: what speaks to a machine is taken out, and it can't close the brackets that it stands in."""
    return _TAG.sub(r"〈\1\2〉", without_machine_talk(text))


def masked(text: str) -> str:
    """A passage of another year with its figures taken out: wording is all it may lend."""
    return _DIGITS.sub("×", text)


def new_shield(request: SectionRequest, *, figures: bool, strict: bool) -> Shield:
    """The shield for a section by the user's settings; strict hides firms, people and the unit's own name."""
    names: set[str] = set()
    if strict:
        texts = [note.text for note in request.ledger.notes] + [hit.chunk.text for hit in request.hits] + [request.previous]
        names = set().union(*(names_in(text) for text in texts), {name for name in (request.unit, *request.own_names) if name})
        names |= {hit.chunk.unit for hit in request.hits if hit.chunk.unit}
    return Shield(figures=figures, names=tuple(names))


def ask(
    request: SectionRequest, base: Sequence[Sentence], prompt: Prompt, shield: Shield, count: TokenCount, context: int, title: str = ""
) -> Asked:
    """The messages for one section within `context` tokens, a share of them kept for the answer."""
    section = request.section
    hide = shield.hide
    draft = "".join(hide(sentence.text, _first_note(sentence)) for sentence in base)
    facts = "\n".join(f"[{note.id}] {hide(as_data(note.text), note.id, shorthand=True)}" for note in request.notes)
    passages = exemplars(request)
    # what other years said is wording only, so its figures never leave, whatever the settings
    pieces = [Piece(f"往年措辞第{at}段", passage, 60 + at) for at, passage in enumerate(passages, 1)]
    if request.previous:
        pieces.append(Piece("去年同节", masked(request.previous), 50))
    if request.commitments:
        pieces.append(Piece("去年承诺", "\n".join(f"- {commitment.text}" for commitment in request.commitments), 30))
    if request.neighbours:
        pieces.append(Piece("相邻各节的标题", "\n".join(request.neighbours), 40))
    fixed = draft + facts + prompt.system + prompt.user + request.instruction
    room = room_for_material(context) - count.count(fixed)
    kept, left = fit(pieces, room, count.count)
    by_name = {piece.name: hide(as_data(piece.text)) for piece in kept}
    values = {
        "unit": hide(request.unit or "开发区"),
        "year": str(request.year or ""),
        "title": hide(title or title_of(request)),
        "section": hide(section.title or "开头"),
        "part": _PART_NAMES.get(section.part, "总结"),
        "facts": facts,
        "base": as_data(draft),
        "exemplars": "\n\n".join(text for name, text in by_name.items() if name.startswith("往年措辞")) or "（无）",
        "previous": by_name.get("去年同节", "（无）"),
        "commitments": by_name.get("去年承诺", "（无）"),
        "neighbours": by_name.get("相邻各节的标题", "（无）"),
        "length": f"约{section.length}字；素材的数一个不少，内容不够就写短些，不凑字数" if section.length else "与底稿相当",
        "style": house_style(request.previous or "\n".join(passages)),
        "instruction": hide(as_data(request.instruction)) or "（无）",
    }
    # a prompt of one's own, or an older one, may use fewer of them
    system, user = prompt.render(**{name: value for name, value in values.items() if name in prompt.variables})
    return Asked((Message("system", system), Message("user", user)), tuple(left), shield)


def title_of(request: SectionRequest) -> str:
    """What the report is called, as far as a section's request tells."""
    when = f"{request.year}年" if request.year else ""
    return f"{request.unit}{when}{request.kind or '工作总结'}"


def room_for_material(context: int) -> int:
    """Tokens of a request, a share kept for the answer and a few for what joins the parts."""
    return int(context * (1 - _SHARE_OF_ANSWER)) - 200


def _first_note(sentence: Sentence) -> str:
    return sentence.notes[0] if sentence.notes else ""


def exemplars(request: SectionRequest) -> list[str]:
    """The passages that show how it is said, the best first: figures masked, tables and what is told twice left out."""
    found: list[str] = []
    before = masked(request.previous)
    for hit in request.hits:
        lines = [line for line in masked(hit.chunk.text).split("\n") if "\t" not in line and line.strip()]
        text = "\n".join(lines)
        if len(text) > 20 and text not in before and text not in found:
            found.append(text)
    return found[:_EXEMPLARS]


def house_style(text: str) -> str:
    """The habits of a unit's own reports in words, as far as a count shows them."""
    sentences = [len(piece) for piece in re.split(r"[。！？\n]", text) if len(piece) > 4]
    if len(sentences) < 3:
        return "平实、简练，用全称，不用口号"
    middle = sorted(sentences)[len(sentences) // 2]
    long = "多用分号连接并列的事" if text.count("；") * 6 > len(sentences) else "一句一事"
    return f"平实、简练；往年每句{middle}字左右，{long}"
