"""Completion as bash and zsh really do it, at a prompt."""

import os
import shutil
import unittest
from pathlib import Path

from tests.cli.pseudo import Terminal
from tests.cli.support import PROGRAM, Case, environment, run


class Completion(Case):
    def setUp(self):
        super().setUp()
        for name in ("net.pt", "notes.txt", "s p.pt"):
            (self.folder / name).touch()
        (self.folder / "deep").mkdir()
        scripts = self.folder / ".scripts"
        scripts.mkdir()
        (scripts / "siamrt.bash").write_text(run("completion", "bash").out)
        (scripts / "_siamrt").write_text(run("completion", "zsh").out)
        self.env = environment(TERM="dumb", PS1="READY> ", PATH=f"{Path(PROGRAM).parent}:{os.environ['PATH']}",
                               HOME=str(self.folder), HISTFILE="/dev/null")

    def completed(self, words, setup, typed):
        """What the shell makes of a line that ends in a tab."""
        with Terminal(words, self.folder, self.env) as shell:
            shell.read_until(lambda text: "READY>" in text, 10)
            shell.type(setup + "; echo DO''NE\n")
            shell.read_until(lambda text: "READY>" in text.partition("DONE")[2], 20)
            shell.type(typed)
            text = shell.read_until(lambda _: False, 1)
            shell.type("\x15exit\n")
            return text

    def check(self, words, setup):
        for typed, parts, absent in (("siamrt tr\t", ["siamrt track"], []),
                                     ("siamrt track --prec\t", ["--precision"], []),
                                     ("siamrt track --precision b\t", ["bf16"], []),
                                     ("siamrt track --boxes no\t", ["notes.txt"], []),
                                     ("siamrt info \t\t", ["net.pt", "deep"], ["notes.txt"]),
                                     ("siamrt track --model=n\t", ["net.pt"], ["notes"]),
                                     ("siamrt completion z\t", ["zsh"], []),
                                     ("siamrt \t\t", ["doctor", "info"], ["man "])):
            with self.subTest(typed):
                text = self.completed(words, setup, typed)
                for part in parts:
                    self.assertIn(part, text)
                for part in absent:
                    self.assertNotIn(part, text)

    def test_bash(self):
        self.check(["bash", "--norc", "-i"], "source .scripts/siamrt.bash")

    @unittest.skipUnless(shutil.which("zsh"), "needs zsh")
    def test_zsh(self):
        self.check(["zsh", "-f", "-i"], "fpath=($PWD/.scripts $fpath); autoload -Uz compinit; compinit -u -D")


if __name__ == "__main__":
    unittest.main()
