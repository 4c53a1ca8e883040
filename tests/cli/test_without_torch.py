"""LibTorch is a module of its own: what needs no network runs without it, what needs one says what is missing."""

import shutil
import unittest
from pathlib import Path

from tests.cli.support import PROGRAM, Case, environment, run

SYSTEM = 5


class WithoutTheModule(Case):
    def without(self, *words):
        """The program with a copy of its library that has no module beside it."""
        library = Path(PROGRAM).resolve().parents[1] / "lib" / "libsiamrt.so.0"
        shutil.copy(library, self.folder / library.name)
        return run(*words, cwd=self.folder, env=environment(LD_LIBRARY_PATH=str(self.folder)))

    def test_help_versions_and_rendering_need_no_network(self):
        for words in (("--version",), ("help", "track"), ("synth", "--video", "clip.avi", "--frames", "2")):
            result = self.without(*words)
            self.assertEqual(result.code, 0, result.err)

    def test_a_network_that_cannot_run_is_one_line(self):
        result = self.without("info", "default")
        self.assertEqual(result.code, SYSTEM, result.err)
        self.assertEqual(result.err.count("\n"), 1, result.err)
        self.assertIn("libsiamrt_torch.so: cannot be loaded", result.err)


if __name__ == "__main__":
    unittest.main()
