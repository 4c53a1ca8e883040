"""The command line of scripts/export."""

import argparse
import sys
from pathlib import Path
from typing import List, Optional

from . import experiments
from .errors import Error

EXAMPLES = """examples:
  scripts/export --list
      every network, one line each
  scripts/export nanotrack_v3 --checkpoint nanotrack_v3.pth --out nanotrack_v3.pt
      a training checkpoint becomes an archive that siamrt opens
  scripts/export siamfcpp_alexnet --checkpoint snapshots/epoch-19.pkl --out alexnet-19.pt --force
      the same, overwriting an older archive
  scripts/export lighttrack_mobile --checkpoint lighttrack_mobile.ts.pt --out lighttrack.pt
      a foreign TorchScript network is wrapped, not rebuilt

Checkpoints may be zips or the older streams, saved from a GPU, bare or under state_dict or model_state_dict.
Every tensor that is missing, extra or misshapen is named, and nothing is written.

exit codes: 0 done, 2 wrong use, 3 unreadable input, 4 checkpoint and network do not fit, 5 system (disk, rights)
"""


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:  # type: ignore[override]
        raise Error("usage", f"{message} (scripts/export --help shows examples)")


def parser() -> argparse.ArgumentParser:
    result = Parser(prog="scripts/export", description="Turns a network's checkpoint into an archive for siamrt.",
                    epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter)
    result.add_argument("name", nargs="?", metavar="NAME", help="the network, as --list shows it")
    result.add_argument("--checkpoint", type=Path, metavar="FILE", help="weights as training wrote them (.pth, .pkl)")
    result.add_argument("--out", type=Path, metavar="ARCHIVE", help="the file to write (.pt)")
    result.add_argument("--force", action="store_true", help="overwrite ARCHIVE if it is there")
    result.add_argument("--list", action="store_true", help="show all networks and stop")
    return result


def run(arguments: List[str]) -> None:
    options = parser().parse_args(arguments)
    if options.list:
        for name, experiment in experiments.read_all().items():
            print(f"{name:28}{experiment.about}")
        return
    for value, what in ((options.name, "NAME"), (options.checkpoint, "--checkpoint FILE"),
                        (options.out, "--out ARCHIVE")):
        if value is None:
            raise Error("usage", f"{what} is missing (scripts/export --help shows examples)")
    experiment = experiments.find(options.name)
    refuse_to_overwrite(options.out, options.force)
    from . import archive  # imports PyTorch, which takes seconds: not for --help, --list and wrong use
    description = archive.export(experiment, options.checkpoint, options.out)
    counts = description["parameters"]
    print(f"{options.out}: {experiment.name}, {counts['count']} tensors, {counts['values']} parameters, "
          f"from {options.checkpoint.name} (sha256 {description['source']['sha256'][:12]})")


def refuse_to_overwrite(out: Path, force: bool) -> None:
    if out.is_dir():
        raise Error("usage", f"{out}: is a folder, give the archive's file name")
    if not out.parent.is_dir():
        raise Error("system", f"{out}: the folder {out.parent} does not exist")
    if out.exists() and not force:
        raise Error("usage", f"{out}: is there already; --force overwrites it")


def main(arguments: Optional[List[str]] = None) -> int:
    try:
        run(sys.argv[1:] if arguments is None else arguments)
    except Error as error:
        print(f"export: {error}", file=sys.stderr)
        return error.exit_code
    except OSError as error:
        print(f"export: {error.filename or ''}: {error.strerror}", file=sys.stderr)
        return 5
    except KeyboardInterrupt:
        return 130
    return 0
