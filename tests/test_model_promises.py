"""Whatever a model writes, a section keeps its promises: nothing is lost, no number comes from nowhere. Properties, no server."""

from functools import lru_cache

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.draft import Sentence
from assistant.engines.engine import SectionRequest
from assistant.engines.evidence import Evidence, numbers_in
from assistant.engines.fence import judge
from assistant.engines.figures import Shield
from assistant.engines.offline.engine import OfflineEngine
from assistant.engines.repair import mend
from assistant.text.width import fold
from tests.model_desk import evidence_of, ledger_of, sections_of
from tests.note_sets import ALL
from tests.scripted_writers import sentences

Section = tuple[SectionRequest, tuple[Sentence, ...], Evidence]


@lru_cache(maxsize=1)
def every_section() -> tuple[Section, ...]:
    """All sections of all note sets with their evidence."""
    return tuple(
        (request, written, evidence_of(request, written)) for text in ALL.values() for request, written in sections_of(ledger_of(text))
    )


def written_by(section: Section, prose: str) -> str:
    """What becomes of a model's prose for a section."""
    request, written, evidence = section

    def write(notes: tuple[object, ...]) -> list[Sentence]:
        from dataclasses import replace

        if notes == evidence.notes:
            return list(written)
        return list(OfflineEngine().write_section(replace(request, notes=notes)))  # type: ignore[arg-type]

    return "".join(sentence.text for sentence in mend(judge(prose, evidence), prose, evidence, write).sentences)  # type: ignore[arg-type]


def digits(text: str) -> set[str]:
    return {number for number, _, _ in numbers_in(fold(text).replace(",", ""))}


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[int, str]:
    """A section and a prose made of its draft: sentences dropped, doubled, cut, joined, with digits changed and noise put in."""
    at = draw(st.integers(0, len(every_section()) - 1))
    pieces = sentences("".join(sentence.text for sentence in every_section()[at][1]))
    order = draw(st.lists(st.integers(0, len(pieces) - 1), max_size=2 * len(pieces)))
    noise = st.text(alphabet="税收增长亿元%约预计签约开工，。；、\n⟦n1.2⟧0123456789《》“”", max_size=14)
    out = []
    for one in order:
        piece = pieces[one]
        what = draw(st.sampled_from(("whole", "whole", "whole", "cut", "digit", "noise", "joined")))
        if what == "cut":
            piece = piece[: draw(st.integers(0, len(piece)))]
        elif what == "digit":
            places = [i for i, sign in enumerate(piece) if sign.isdigit()]
            if places:
                where = draw(st.sampled_from(places))
                piece = piece[:where] + draw(st.sampled_from("0123456789")) + piece[where + 1 :]
        elif what == "noise":
            piece = piece[:-1] + draw(noise) + piece[-1:]
        elif what == "joined":
            piece = piece.rstrip("。") + "，"
        out.append(piece)
    return at, "".join(out)


@settings(max_examples=120, deadline=None)
@given(spoilt())
def test_no_number_is_lost_and_none_is_new(case: tuple[int, str]) -> None:
    at, prose = case
    section = every_section()[at]
    _, written, evidence = section
    text = written_by(section, prose)
    years = {str(year) for year in evidence.years}
    allowed = digits("".join(sentence.text for sentence in written)) | evidence.digits | years
    assert digits(text) <= allowed, digits(text) - allowed
    # an opening without a note may go, the year of the report with it
    needed = digits("".join(sentence.text for sentence in written if sentence.notes)) - years
    assert needed <= digits(text), needed - digits(text)
    for note, block in evidence.doubts:
        assert block in text, (note, block)
    assert "⟦" not in text


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.text(max_size=300))
def test_any_text_at_all_gives_a_whole_section(pick: int, prose: str) -> None:
    section = every_section()[pick % len(every_section())]
    text = written_by(section, prose)
    needed = digits("".join(sentence.text for sentence in section[1] if sentence.notes)) - {str(year) for year in section[2].years}
    assert needed <= digits(text)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_the_offline_draft_itself_stands_unchanged(pick: int) -> None:
    section = every_section()[pick % len(every_section())]
    prose = "".join(sentence.text for sentence in section[1])
    # a sentence that stands twice is said once
    once = "".join(dict.fromkeys(sentences(prose)))
    assert written_by(section, prose).replace("\n", "") == once.replace("\n", "")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.booleans())
def test_hidden_and_put_back_it_is_the_same(pick: int, notes_first: bool) -> None:
    request, written, _ = every_section()[pick % len(every_section())]
    shield = Shield()
    if notes_first:
        for note in request.notes:
            shield.hide(note.text, note.id, shorthand=True)
    for sentence in written:
        hidden = shield.hide(sentence.text, sentence.notes[0] if sentence.notes else "")
        if not notes_first:
            assert digits(shield.restore(hidden)) == digits(sentence.text)
