"""`siamrt bench` killed and interrupted at random moments: what is there is whole, and going on gives unbroken bytes."""

import os
import random
import signal
import subprocess
import time
import unittest

from tests.bench.support import PROGRAM, Case, state, tree

KILLS = int(os.environ.get("SIAMRT_TEST_KILLS", "3"))


class Killed(Case):
    @classmethod
    def sequences(cls):
        return {f"clip{i}": 16 + i for i in range(10)}

    def start(self, jobs=2):
        process = subprocess.Popen([PROGRAM, "bench", *map(str, self.words), "--out", str(self.out), "--quiet",
                                    "--jobs", str(jobs)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stderr.close)
        return process

    def test_killed_at_random_moments_and_resumed_gives_unbroken_bytes(self):
        choose = random.Random(7)
        whole = tree(self.whole)
        at_work = 0
        for _ in range(KILLS):
            before = len(tree(self.out))
            process = self.start()
            # From a moment at which sequences are being written, not from the slow start of the program.
            while process.poll() is None and len(tree(self.out)) == before < len(whole):
                time.sleep(0.002)
            time.sleep(choose.uniform(0, 0.25))
            at_work += process.poll() is None
            process.kill()
            process.communicate()
            for path, content in tree(self.out).items():
                if ".tmp" not in path:
                    self.assertEqual(content, whole[path], path)
        self.assertGreater(at_work, 0, "no kill fell into a run at work")
        (self.out / "results" / "clip3.txt.tmp12.0").write_text("half a li")
        self.bench("--quiet")
        self.assertEqual(tree(self.out), whole)
        self.assertTrue(state(self.out)["complete"])

    def test_a_signal_ends_whole_with_its_exit_code_and_the_same_command_goes_on(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(number):
                before = tree(self.out)
                process = self.start(jobs=1)
                while process.poll() is None and tree(self.out) == before:
                    time.sleep(0.002)
                process.send_signal(number)
                _, err = process.communicate(timeout=120)
                self.assertEqual(process.returncode, 130, err)
                self.assertIn("goes on", err)
                done = tree(self.out)
                self.assertTrue(len(before) < len(done) < 10, len(done))
                self.assertEqual((state(self.out)["complete"], state(self.out)["done"]), (False, len(done)))
        self.bench("--quiet")
        self.assertEqual(tree(self.out), tree(self.whole))


if __name__ == "__main__":
    unittest.main()
