"""How training fails: one line on stderr and the exit code of the error's kind (networks.errors.Error)."""
import sys

from networks.errors import Error as TrainError

__all__ = ["TrainError", "run_guarded"]


def run_guarded(main) -> int:
    """Calls main(); turns expected failures into one line on stderr and an exit code: usage 2, input 3, model 4, system 5."""
    try:
        main()
        return 0
    except TrainError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("stopped; the last snapshot is whole: go on with --resume latest", file=sys.stderr)
        return 130
    except OSError as error:
        print(f"error: {error.filename or 'system'}: {error.strerror or error}", file=sys.stderr)
        return 5
