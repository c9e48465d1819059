"""The small pieces of HTML that all tabs share. Every function takes plain text and escapes it; none knows a tab.

Values of the type `Html` are markup already; `str` is text and gets escaped when it is put in.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_VOID = frozenset(("input", "br", "hr", "img"))


class Html(str):
    """Markup that is safe to put into the page as it stands."""

    __slots__ = ()


def esc(text: object) -> Html:
    """Text as markup; what is markup already stays."""
    return text if isinstance(text, Html) else Html(html.escape(str(text), quote=True))


def tag(name: str, /, *inside: object, **attributes: object) -> Html:
    """An element. `cls` is the class; `data_on` becomes data-on; None and False leave an attribute out, True gives it bare."""
    parts = [name]
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        key = {"cls": "class", "for_": "for"}.get(key, key.replace("_", "-"))
        parts.append(key if value is True else f'{key}="{html.escape(str(value), quote=True)}"')
    opening = Html(f"<{' '.join(parts)}>")
    return opening if name in _VOID else Html(f"{opening}{join(inside)}</{name}>")


def join(pieces: Iterable[object], between: str = "") -> Html:
    """Pieces one after the other, text among them escaped."""
    return Html(between.join(esc(piece) for piece in pieces))


def icon(name: str, *, small: bool = True) -> Html:
    """An icon of the sprite."""
    return Html(f'<svg class="bz-ic{" s" if small else ""}" aria-hidden="true"><use href="#i-{name}"/></svg>')


def button(*inside: object, on: str = "", cls: str = "", key: str = "", **attributes: object) -> Html:
    """A button; `on` names the event that goes to Python, `key` the key that presses it."""
    return tag("button", *inside, type="button", cls=f"bz-btn {cls}".strip(), data_on=on or None, data_key=key or None, **attributes)


def icon_button(name: str, label: str, **more: object) -> Html:
    """A quiet square button with a name for screen readers."""
    more["cls"] = f"quiet icon {more.pop('cls', '')}".strip()
    return button(icon(name, small=False), aria_label=label, title=label, **more)  # type: ignore[arg-type]


def label_tag(kind: str, text: object, glyph: str = "") -> Html:
    """A tag; kind: err, todo, warn, info, ok, line. State is told by a glyph and the word, colour comes second."""
    return tag("span", icon(glyph) if glyph else "", text, cls=f"bz-tag {kind}")


def bar(*inside: object) -> Html:
    """The bar at the top of a column."""
    return tag("div", *inside, cls="bz-bar")


def heading(title: str, note: object = "") -> Html:
    """Title and grey note of a bar."""
    return join([tag("h2", title), tag("span", note, cls="bz-muted bz-small bz-cut") if note else ""])


def column(label: str, *inside: object, cls: str = "", name: str = "aside") -> Html:
    """A column of the frame: a landmark with a name."""
    return tag(name, *inside, cls=f"bz-col {cls}".strip(), aria_label=label)


def empty(glyph: str, title: str, text: object, *actions: object) -> Html:
    """What stands where nothing is yet: one character, what is so, what to do."""
    return tag(
        "div", tag("span", glyph, cls="g", aria_hidden="true"), tag("b", title, cls="bz-b"), tag("p", text), *actions, cls="bz-empty"
    )


def field(label: str, control: Html) -> Html:
    """A labelled control, one under the other."""
    return tag("label", tag("span", label, cls="bz-small bz-2nd"), control, cls="bz-labelled")


def text_input(name: str, value: str = "", placeholder: str = "", **more: object) -> Html:
    """A one-line field."""
    return tag("input", cls="bz-field", name=name, value=value, placeholder=placeholder or None, autocomplete="off", **more)


def select(name: str, options: Iterable[tuple[str, str]], chosen: str = "", **more: object) -> Html:
    """A choice; options are value and text."""
    made = [tag("option", text, value=value, selected=value == chosen) for value, text in options]
    return tag("select", *made, cls="bz-field", name=name, **more)


def fold_button(sheet: str, label: str) -> Html:
    """On a narrow window: folds the sheet that a column has become."""
    return tag(
        "button", icon("chev", small=False), cls="bz-btn quiet icon bz-onlynarrow", type="button", data_sheet=sheet, aria_label=label
    )


def upload_button(text: str, event: str, accept: str, *, several: bool = True, cls: str = "") -> Html:
    """A button that opens the file dialog, uploads, and then sends `event` with the files."""
    chooser = tag("input", type="file", multiple=several, accept=accept, data_upload=event, tabindex="-1", aria_label=text)
    return tag("label", icon("up2"), text, chooser, cls=f"bz-btn bz-upload {cls}".strip(), tabindex="0", role="button")


def segment(event: str, name: str, choices: Iterable[tuple[str, object]], chosen: str, label: str = "") -> Html:
    """A few choices side by side, one of them pressed; a click sends `event` with data `name`."""
    made = [
        tag("button", text, type="button", aria_pressed=str(value == chosen).lower(), data_on=event, **{f"data_{name}": value})
        for value, text in choices
    ]
    return tag("span", *made, cls="bz-seg", role="group", aria_label=label or None)


@cache
def sprite() -> Html:
    """All icons, to be put once into the page."""
    return Html((Path(__file__).parent / "assets" / "icons.svg").read_text(encoding="utf-8"))
