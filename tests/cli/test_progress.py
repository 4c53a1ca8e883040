"""What is said while the work goes on: a living line on a terminal, plain lines elsewhere, colours only where wanted."""

import unittest

from tests.cli.pseudo import Terminal
from tests.cli.support import ARCHIVES, PROGRAM, Case, environment, first_box


class Progress(Case):
    def on_terminal(self, *words, **changes):
        source = self.clip(2)
        (self.folder / "list.txt").write_text("\n".join(str(source / f"{n % 2:04d}.png") for n in range(300)))
        env = environment(TERM="xterm", **changes)
        with Terminal([PROGRAM, "track", "list.txt", "-m", ARCHIVES / "blob.pt", "-t", "1", "-b", first_box(),
                       "--no-window", "--out", "o.mp4", *words], self.folder, env) as terminal:
            return terminal.read_until(lambda _: False)

    def test_the_line_on_a_terminal_shows_share_rate_time_left_and_goes_away(self):
        text = self.on_terminal()
        self.assertRegex(text, r"\r\[#*\.*\] frame \d+/300  [\d.]+/s  \d+:\d\d left  score \d\.\d\d")
        self.assertIn("\r\033[K\033[1mblob\033[0m", text)

    def test_no_color_is_honoured(self):
        text = self.on_terminal(NO_COLOR="1")
        self.assertNotIn("\033[1m", text)
        self.assertIn("frames/s overall", text)

    def test_quiet_is_quiet_on_a_terminal_too(self):
        self.assertEqual(self.on_terminal("--quiet"), "")


if __name__ == "__main__":
    unittest.main()
