"""Fifty clients for a minute: bounded memory, no request unanswered."""

import os
import socket
import threading
import time
import unittest

from tests.ui.support import ServerCase

CLIENTS = 50
SECONDS = float(os.environ.get("SIAMRT_LOAD_SECONDS", "60"))


class Load(ServerCase):
    def setUp(self):
        super().setUp()
        truth = self.render(frames=24)
        self.serve("--clients", 32, where=self.folder / "clips" / "clip.mp4")
        self.do("add", frame=0, box=truth[0])
        self.do("play")
        self.answered = self.streamed = 0
        self.problems = []
        self.lock = threading.Lock()

    def watcher(self, end, pause):
        """Reads the live stream; with a pause between reads it is a slow one."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=20) as line:
                line.sendall(f"GET /api/live HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode())
                while time.monotonic() < end:
                    piece = line.recv(65536)
                    if not piece:
                        raise RuntimeError("the stream ended")
                    with self.lock:
                        self.streamed += len(piece)
                    time.sleep(pause)
        except Exception as fault:  # noqa: BLE001 - collected for the test's own thread
            with self.lock:
                self.problems.append(f"watcher: {fault!r}")

    def asker(self, end, number):
        while time.monotonic() < end:
            try:
                if number % 3 == 0:
                    self.request("POST", "/api/seek", '{"frame": %d}' % (number % 24), {"Content-Type": "application/json"})
                status, _, _ = self.request("GET", "/api/state" if number % 2 else "/api/timeline")
                with self.lock:
                    self.answered += 1
                    if status != 200:
                        self.problems.append(f"status {status}")
            except Exception as fault:  # noqa: BLE001
                with self.lock:
                    self.problems.append(f"asker: {fault!r}")
            time.sleep(0.05)

    def test_fifty_clients_for_a_minute(self):
        end = time.monotonic() + SECONDS
        threads = [threading.Thread(target=self.watcher, args=(end, 0.2 if n % 3 == 0 else 0)) for n in range(20)]
        threads += [threading.Thread(target=self.asker, args=(end, n)) for n in range(CLIENTS - 20)]
        for thread in threads:
            thread.start()
        time.sleep(SECONDS / 4)  # caches are full by now
        before = self.memory()
        highest = before
        while time.monotonic() < end:
            highest = max(highest, self.memory())
            self.do("play")
            time.sleep(0.5)
        for thread in threads:
            thread.join()
        print(f"\n{self.answered} requests answered, {self.streamed / 1e6:.0f} MB streamed, "
              f"memory {before:.0f} MB after a quarter, {highest:.0f} MB at most")
        self.assertEqual(self.problems, [])
        self.assertGreater(self.answered, 100)
        self.assertLess(highest, before * 1.1 + 20)
        self.assertEqual(self.state()["open"], True)


if __name__ == "__main__":
    unittest.main()
