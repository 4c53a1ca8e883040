"""A program on a pseudo terminal, as a person at the keyboard sees it."""

import os
import pty
import select
import time


class Terminal:
    """Runs `words`; type() and read() like a person. Ends the program at the end of the scope."""

    def __init__(self, words, cwd, env):
        self.text = ""
        self.child, self.master = pty.fork()
        if self.child == 0:
            os.chdir(cwd)
            os.execvpe(words[0], [str(word) for word in words], env)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.master)
        os.waitpid(self.child, 0)

    def type(self, text):
        os.write(self.master, text.encode())

    def read_until(self, done, seconds=60):
        """Reads until done(text so far) or the program ends; returns what came since the last call."""
        start, end = len(self.text), time.monotonic() + seconds
        while not done(self.text[start:]) and time.monotonic() < end:
            if not select.select([self.master], [], [], 0.1)[0]:
                continue
            try:
                data = os.read(self.master, 65536)
            except OSError:  # the other side is closed
                break
            if not data:
                break
            self.text += data.decode(errors="replace")
        return self.text[start:]
