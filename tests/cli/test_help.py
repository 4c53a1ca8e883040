"""Help, version, manual pages, and words on the command line that are wrong."""

import shutil
import subprocess
import unittest

from tests.cli.support import Case, run

COMMANDS = ("demo", "track", "bench", "eval", "sweep", "tune", "serve", "synth", "info", "doctor", "completion", "help")


class Help(Case):
    def test_the_program_and_every_command_show_examples_before_options_and_all_exit_codes(self):
        for words in (["--help"], ["-h"], *([name, "--help"] for name in COMMANDS)):
            with self.subTest(words):
                result = run(*words)
                self.assertEqual((result.code, result.err), (0, ""))
                self.assertLess(result.out.index("Examples"), result.out.index("Exit codes"))
                for code in ("0 ", "2 ", "3 ", "4 ", "5 ", "130 "):
                    self.assertIn("\n  " + code, result.out)
                self.assertLessEqual(max(len(line) for line in result.out.splitlines()), 110)

    def test_help_of_a_command_has_two_ways_and_one_text(self):
        for name in COMMANDS:
            self.assertEqual(run("help", name).out, run(name, "-h").out)

    def test_every_command_is_listed(self):
        out = run("--help").out
        for name in COMMANDS:
            self.assertIn(f"\n  {name} ", out)

    def test_examples_of_track_are_accepted_by_the_parser(self):
        text = run("track", "--help").out
        lines = [line.strip() for line in text.splitlines() if line.startswith("  siamrt track ") and "[options]" not in line]
        self.assertGreater(len(lines), 4)
        for line in lines:
            with self.subTest(line):
                result = run(*line.split()[1:], cwd=self.folder)
                self.assertNotEqual(result.code, 2, result.err)

    def test_version_is_one_line(self):
        for word in ("--version", "-V"):
            self.assertRegex(run(word).out, r"\Asiamrt \d+\.\d+\.\d+\n\Z")


class Words(Case):
    def check(self, words, *parts):
        self.assert_fails(run(*words), 2, *parts)

    def test_unknown_command_and_option_name_the_nearest(self):
        self.check(["trakc"], "'trakc'", "'track'")
        self.check(["help", "trakc"], "'trakc'", "'track'")
        self.check(["track", "a.avi", "--modle", "x.pt"], "'--modle'", "'--model'")
        self.check(["track", "a.avi", "--modle=x.pt"], "'--modle'", "'--model'")
        self.check(["--verison"], "'--verison'")

    def test_missing_and_surplus_words(self):
        self.check([], "--help")
        self.check(["track"], "INPUT", "missing")
        self.check(["track", "a.avi", "--model"], "--model", "value")
        self.check(["track", "a.avi", "b.avi"], "'b.avi'")
        self.check(["track", "a.avi", "-m", "a.pt", "-m", "b.pt"], "--model", "2 times")
        self.check(["track", "a.avi", "--quiet=yes"], "--quiet")
        self.check(["track", "a.avi", "--precision", "fp8"], "--precision", "fp32, bf16 or auto")
        self.check(["track", "a.avi", "--boxes", "-", "--json"], "standard output")

    def test_an_input_whose_name_begins_with_a_dash_is_taken_behind_two_dashes(self):
        result = run("track", "-m", "x.pt", "-b", "1,2,3,4", "--no-window", "--", "-clip.avi", cwd=self.folder)
        self.assert_fails(result, 3, "-clip.avi")


class Manual(Case):
    @unittest.skipUnless(shutil.which("mandoc"), "needs mandoc")
    def test_every_page_is_clean_to_mandoc(self):
        for words in ([], *([name] for name in COMMANDS)):
            page = self.folder / "page.1"
            page.write_text(run("man", *words).out)
            lint = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", page], capture_output=True, check=False)
            self.assertEqual(lint.stdout.decode(), "", words)

    @unittest.skipUnless(shutil.which("man"), "needs man")
    def test_the_page_says_what_help_says(self):
        page = self.folder / "page.1"
        page.write_text(run("man", "track").out)
        shown = subprocess.run(["man", "-l", "--warnings", page], capture_output=True, check=True,
                               env={"MANWIDTH": "200", "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"})
        self.assertEqual(shown.stderr.decode(), "")
        text = " ".join(shown.stdout.decode().split())
        for line in run("track", "--help").out.splitlines():
            if line.startswith("  -"):
                self.assertIn(" ".join(line.split()[:2]), text)


if __name__ == "__main__":
    unittest.main()
