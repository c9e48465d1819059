"""Imports Gradio in half the time. No page and no server here.

At import Gradio parses and prints the source of each of its components to keep .pyi stubs up to date beside its own code: one second of
start-up for the sake of editors, and a write into the installed package. It leaves that out for a class without a source file.
"""

from __future__ import annotations

import contextlib
import gc
import inspect
import os
import sys
from collections.abc import Iterator
from typing import Any


def load_gradio() -> None:
    """Import Gradio unless it is in already; should a later Gradio write its stubs in another way, only the time saved is lost."""
    # read by Gradio when it is imported: nothing is looked up or reported outside
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    # of its own figures about calls, which nobody is shown here: Gradio would keep 10,000 and put them all into a table after every call
    os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "1"
    os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(10**12)
    if "gradio" in sys.modules:
        return
    with _no_stubs(), _no_collection():
        import gradio  # noqa: F401


@contextlib.contextmanager
def _no_stubs() -> Iterator[None]:
    file_of = inspect.getfile

    def file_unless_component(object: Any) -> str:
        if isinstance(object, type) and object.__module__.partition(".")[0] == "gradio":
            raise OSError("no stubs wanted")
        return file_of(object)

    inspect.getfile = file_unless_component
    try:
        yield
    finally:
        inspect.getfile = file_of


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """What an import makes stays: looking through it for garbage again and again is a sixth of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
        # the modules' objects are never looked through again
        gc.freeze()
