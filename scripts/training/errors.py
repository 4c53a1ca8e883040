"""The one exception of the training system, and what it does to the exit code."""
import sys

CODES = {"usage": 2, "input": 3, "model": 4, "system": 5}


class TrainError(Exception):
    """One line that says what, where and what to do; kind: usage, input, model or system."""

    def __init__(self, kind: str, message: str):
        super().__init__(message)
        self.kind = kind


def run_guarded(main) -> int:
    """Calls main(); turns expected failures into one line on stderr and the exit code of their kind."""
    try:
        main()
        return 0
    except TrainError as error:
        print(f"error: {error}", file=sys.stderr)
        return CODES[error.kind]
    except KeyboardInterrupt:
        print("stopped; the last snapshot is whole: go on with --resume latest", file=sys.stderr)
        return 130
    except OSError as error:
        print(f"error: {error.filename or ''}: {error.strerror or error}", file=sys.stderr)
        return CODES["system"]
