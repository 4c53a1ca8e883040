"""One exception for everything that can go wrong; its kind decides the exit code, as in the C++ program."""

import difflib
from typing import Iterable

EXIT_CODES = {"usage": 2, "input": 3, "model": 4, "system": 5}


class Error(Exception):
    """One line that says what, where and what to do.  kind: usage, input, model or system."""

    def __init__(self, kind: str, message: str):
        super().__init__(" ".join(message.split()))
        self.kind = kind
        self.exit_code = EXIT_CODES[kind]


def nearest(word: str, known: Iterable[str]) -> str:
    """", did you mean a, b?", or nothing where no known word is near."""
    near = difflib.get_close_matches(word, list(known), n=3, cutoff=0.5)
    return f"; did you mean {', '.join(near)}?" if near else ""


def first_line(error: BaseException) -> str:
    """What another library's exception says, shortened to its first line."""
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__
