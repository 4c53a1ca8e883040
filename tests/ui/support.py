"""What the tests of siamrt serve share: a server on a rendered clip, and plain requests."""

import http.client
import json
import re
import signal
import subprocess
import time
from urllib.parse import urlencode

from tests.cli.support import ARCHIVES, PROGRAM, Case, environment, run


class ServerCase(Case):
    """A folder of clips and `siamrt serve` over it, on a free port of 127.0.0.1."""

    MODEL = None  # the blob archive: quick, follows what is bright

    def render(self, name="clip.mp4", frames=40, *words):
        """A rendered clip with its truth beside it, as lists of x, y, w, h."""
        clips = self.folder / "clips"
        clips.mkdir(exist_ok=True)
        truth = self.folder / (name + ".csv")
        done = run("synth", "--video", clips / name, "--boxes", truth, "--frames", frames, "--quiet", *words, timeout=300)
        self.assertEqual(done.code, 0, done.err)
        return [[float(value) for value in line.split(",")] for line in truth.read_text().splitlines()]

    def serve(self, *words, where=None, **variables):
        (self.folder / "clips").mkdir(exist_ok=True)
        model = self.MODEL or ARCHIVES / "blob.pt"
        self.server = subprocess.Popen([PROGRAM, "serve", where or self.folder / "clips", "--port", "0", "--model", model,
                                        "--threads", "1", *map(str, words)], cwd=self.folder, env=environment(**variables),
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(self.server.stdout.close)
        self.addCleanup(self.server.stderr.close)
        self.addCleanup(self.stop)
        self.address = self.server.stdout.readline().strip()
        found = re.match(r"http://([^:/]+):(\d+)/", self.address)
        self.assertIsNotNone(found, self.address)
        self.port = int(found.group(2))

    def stop(self):
        if self.server.poll() is None:
            self.server.send_signal(signal.SIGINT)
            try:
                self.server.wait(20)
            except subprocess.TimeoutExpired:
                self.server.kill()
                self.server.wait()
                raise
        return self.server.returncode

    def request(self, method, path, body=None, headers=(), timeout=30):
        """Status, headers and body of one request."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body=body, headers=dict(headers))
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def get(self, name, **query):
        status, _, body = self.request("GET", f"/api/{name}?{urlencode(query)}")
        self.assertEqual(status, 200, body)
        return body

    def post(self, name, **fields):
        status, _, body = self.request("POST", f"/api/{name}", json.dumps(fields), {"Content-Type": "application/json"})
        return status, json.loads(body)

    def do(self, name, **fields):
        status, answer = self.post(name, **fields)
        self.assertEqual(status, 200, answer)
        return answer

    def state(self):
        return json.loads(self.get("state"))

    def until(self, ready, what, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            state = self.state()
            if ready(state):
                return state
            time.sleep(0.05)
        self.fail(f"never {what}: {json.dumps(state)[:500]}")

    def memory(self):
        """Resident memory of the server in MB."""
        with open(f"/proc/{self.server.pid}/status", encoding="ascii") as file:
            return int(re.search(r"VmRSS:\s+(\d+)", file.read()).group(1)) / 1024


