"""Notes become the sentences of a section: disputes side by side, gaps marked, every figure kept. One note is written in `sentences`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.draft import Sentence
from assistant.domain.quantity import Ledger, Note
from assistant.engines.engine import SectionRequest
from assistant.engines.offline.amounts import Amount, amounts
from assistant.engines.offline.disputes import Disputes
from assistant.engines.offline.fidelity import foreign_figures, numbers, same_in_other_unit, unwritten_figures
from assistant.engines.offline.intentions import intended
from assistant.engines.offline.lexicon import wording
from assistant.engines.offline.merging import Piece, blanked, pieces_of, split_outside, time_of
from assistant.engines.offline.phrasing import Context, formal, polished
from assistant.engines.offline.rhythm import folded, paired, varied
from assistant.engines.offline.sentences import sentences_of

#: characters of a paragraph that still reads well
_PARAGRAPH = 300
_ORDINALS = "一二三四五六七八九十"
_GOES_ON = re.compile(r"^(?:按|分[产规行区类板]|其中|（合)")
#: what a sentence can't begin with: its subject was the figure that stands elsewhere
_ORPHAN = re.compile(r"^(?:同比|比|占|完成(?:年度|全年)?(?:目标|任务|计划)|为|其中|增长|下降|达到)")
#: a count that a part behind it would be read as a part of
_COUNTED = re.compile(r"\d+(?:\.\d+)?[个家项户名人件套批宗]")
#: a marked gap in place of a figure that was lost before its unit
_LOST = "\ue000"


def carried(request: SectionRequest) -> list[Sentence]:
    """The sentences that carry the notes of a section, in the order of the notes; what speaks of one figure stands together."""
    part = request.section.part or "summary"
    disputes = Disputes(request.ledger)
    before: Context | None = None
    written: list[tuple[str, tuple[str, ...]]] = []
    for piece in ordered(pieces_of(request.notes), request.section.topic):
        texts, before = _piece(piece, request, disputes, before)
        if _taken_in(written, texts, piece, disputes):
            continue
        written += [(text, tuple(dict.fromkeys((*piece.ids, *disputes.sides(text))))) for text in texts]
    if part == "problems":
        return _counted(written)
    if part == "summary":
        return broken([Sentence(f"{folded(text)}。", notes) for text, notes in paired(varied(written))])
    if part == "plan":
        aim = request.role == "opening" or request.section.topic == "主要目标"
        planned = _goals(written) if aim else [(intended(text), ids) for text, ids in written]
        return [Sentence(f"{folded(text)}。", notes) for text, notes in planned]
    return [Sentence(f"{text}。", notes) for text, notes in written]


def ordered(pieces: Sequence[Piece], topic: str) -> list[Piece]:
    """Figures in the order in which reports of this topic give them; what names none of them stays behind its neighbour."""
    rows = [re.compile(row) for row in wording()["order"].get(topic, ())]
    if not rows:
        return list(pieces)
    rank, ranks = -1, []
    for piece in pieces:
        opening = re.split(r"[，；：,;（]", piece.text.removeprefix(time_of(piece.text)), maxsplit=1)[0]
        rank = next((at for at, row in enumerate(rows) if row.search(opening)), rank)
        ranks.append(rank)
    return [piece for _, piece in sorted(zip(ranks, pieces, strict=True), key=lambda pair: pair[0])]


def _piece(piece: Piece, request: SectionRequest, disputes: Disputes, before: Context | None) -> tuple[list[str], Context]:
    part = request.section.part or "summary"
    first = piece.notes[0]
    text, shift = with_gaps(piece, request.ledger)
    fresh = Context(part=part, topic=first.topic or request.section.topic)
    if before is not None and _GOES_ON.match(text):
        fresh = replace(before, part=part)
    left_out: list[int] = []

    def stands(amount: Amount) -> bool:
        known = disputes.stands(piece, amount, shift)
        if known:
            left_out.append(amount.start)
        return known

    context = replace(fresh, swap=lambda amount: disputes.shown(piece, amount, shift), skip=stands)
    texts = _read(text, context)
    # what is left without the figure that the note opens with has lost its subject: the dispute is told once more
    headless = bool(left_out) and min(left_out) == next((one.start for one in amounts(text)), -1)
    if texts and (headless or (_ORPHAN.match(texts[0]) and not _GOES_ON.match(text))):
        context = replace(fresh, swap=context.swap)
        texts = _read(text, context)
    allowed = [note.text for note in piece.notes] + disputes.readings(piece)
    if not texts and disputes.all_stand(piece):
        return [], context
    whole = "。".join(texts)
    sources = [blanked(note) for note in piece.notes]
    if len(sources) > 1:
        sources = [source.removeprefix(time_of(source)) for source in sources]
    lacking = [number for source in sources for number in unwritten_figures(source, whole, *disputes.standing(piece))]
    if texts and not [one for one in lacking if not same_in_other_unit(one, whole)] and not foreign_figures(whole, *allowed):
        disputes.note_written(whole)
        return texts, context
    if len(piece.notes) > 1:
        alone = [_piece(one, request, disputes, None)[0] for one in map(_single, piece.notes)]
        return [sentence for sentences in alone for sentence in sentences], context
    return [_plain(text)], context


def _taken_in(
    written: list[tuple[str, tuple[str, ...]]], texts: Sequence[str], piece: Piece, disputes: Disputes
) -> bool:
    """Put what a note says besides a dispute that stands already behind that dispute, so that it is told once; False where it can't be."""
    marks = disputes.standing(piece)
    opened = next((mark for mark in marks if texts and mark in texts[0]), None)
    if opened is None:
        return False
    lead, rest = texts[0].split(opened, 1)
    at = next((at for at, (text, _) in enumerate(written) if opened in text and _same_subject(text.split(opened, 1)[0], lead)), None)
    if at is None:
        return False
    text, ids = written[at]
    front, known = text.split(opened, 1)
    behind = _behind_mark(known, rest)
    if behind is None:
        return False
    names = tuple(dict.fromkeys((*ids, *piece.ids)))
    written[at] = (f"{front}{opened}{behind}", names)
    written[at + 1 : at + 1] = [(one, tuple(piece.ids)) for one in texts[1:]]
    return True


def _same_subject(known: str, lead: str) -> bool:
    """Whether what stands before the mark names the figure as the other note does, perhaps with its count in front (7个重点项目)."""
    if known.endswith(lead):
        return True
    name = split_outside(known, "，；")[-1] if known else ""
    extra = lead.removesuffix(name)
    return len(name) >= 4 and lead.endswith(name) and len(extra) <= 8 and bool(numbers(extra)) and numbers(extra) <= numbers(known)


def _behind_mark(known: str, rest: str) -> str | None:
    """The tails of two notes on one disputed figure as one; None where a part or a comparison would come to stand behind another figure."""
    if "；" in _unmarked(known + rest):
        return None
    mine = split_outside(known, "，")
    more = [one for one in split_outside(rest, "，") if one not in mine]
    if not more:
        return known
    if "【待核" in "".join(more):
        return None
    about = next((at for at, one in enumerate(mine) if not _ORPHAN.match(one) or one.startswith("其中")), len(mine))
    parts = [at for at, one in enumerate(mine) if one.startswith("其中")]
    if more[0].startswith("其中"):
        if not any(_COUNTED.search(_unmarked(one)) for one in mine[: parts[0] if parts else len(mine)]):
            if not parts:
                mine += more
            elif parts[0] == len(mine) - 1:
                mine[-1] += f"、{more[0].removeprefix('其中')}"
                mine += more[1:]
            else:
                return None
        elif parts or len(more) > 1:
            return None
        else:
            mine[about:about] = more
    elif _ORPHAN.match(more[0]):
        if about:
            return None
        mine[:0] = more
    else:
        if parts:
            return f"，{'，'.join(mine)}；{'，'.join(more)}"
        mine += more
    return f"，{'，'.join(mine)}"


def _unmarked(text: str) -> str:
    return re.sub(r"【[^】]*】", "", text)


def _single(note: Note) -> Piece:
    return Piece(blanked(note), (note,))


def _read(text: str, context: Context) -> list[str]:
    try:
        return [sentence for sentence in sentences_of(text, context) if sentence]
    except (AssertionError, IndexError, ValueError, AttributeError):
        # shorthand that the grammar trips over is written in its own words instead
        return []


def _plain(text: str) -> str:
    """The note's own words with short forms written out: nothing is read into it, so nothing can be lost."""
    plain = polished(formal(text.replace(_LOST, "【待补】")))
    if foreign_figures(plain, text) or unwritten_figures(text, plain):
        plain = re.sub(r"\s+", "，", text.strip().replace(_LOST, "【待补】"))
    return plain.rstrip("。；，")


def with_gaps(piece: Piece, ledger: Ledger) -> tuple[str, tuple[int, ...]]:
    """The piece's text with a mark where a figure is lost before its unit, and where marks were put in (places in the text)."""
    if not piece.offsets:
        return piece.text, ()
    text, places = piece.text, []
    note = piece.notes[0]
    lost = {one.start + len(one.quote) - len(one.quote.lstrip()) for one in note.quantities if one.missing}
    for gap in ledger.gaps:
        quote = note.text[gap.start : gap.end]
        if gap.note == note.id and 0 < len(quote.strip()) <= 6 and not re.search(r"[\d*＊XxＸ×○●_？?…]|待", quote):
            lost.add(gap.start + len(quote) - len(quote.lstrip()))
    for unit in sorted(lost, reverse=True):
        text = text[:unit].rstrip() + _LOST + text[unit:]
        places.append(len(text[:unit].rstrip()))
    return text, tuple(places)


def broken(sentences: list[Sentence]) -> list[Sentence]:
    """A long section in paragraphs of about one length; a sentence that begins one has a line break in front."""
    total = sum(len(one.text) for one in sentences)
    count = round(total / _PARAGRAPH)
    if count < 2 or len(sentences) < 2 * count:
        return sentences
    found, length, begun = [], 0, 1
    for one in sentences:
        if length >= begun * total / count and begun < count:
            begun += 1
            one = replace(one, text=f"\n{one.text}")
        length += len(one.text)
        found.append(one)
    return found


def _counted(texts: Sequence[tuple[str, tuple[str, ...]]]) -> list[Sentence]:
    """一是…。二是…。"""
    pieces = [(piece, notes) for text, notes in texts for piece in split_outside(text, "；") if piece]
    if len(pieces) == 1 or len(pieces) > 10:
        return [Sentence(f"{text}。", notes) for text, notes in pieces]
    return [Sentence(f"{_ORDINALS[at]}是{text}。", notes) for at, (text, notes) in enumerate(pieces)]


def _goals(texts: Sequence[tuple[str, tuple[str, ...]]]) -> list[tuple[str, tuple[str, ...]]]:
    """The goals of the whole as one sentence, parted by semicolons, where none of them is a sentence of its own."""
    if len(texts) < 2 or any("。" in text for text, _ in texts):
        return list(texts)
    ids = tuple(dict.fromkeys(name for _, names in texts for name in names))
    return [("；".join(text for text, _ in texts), ids)]
