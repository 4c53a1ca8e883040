"""siamrt serve over HTTP: what it gives, and what it refuses."""

import io
import json
import os
import re
import socket
import unittest
import zipfile

import cv2
import numpy as np

from tests.cli.support import ARCHIVES, large_clip, overlap, run
from tests.ui.support import ServerCase

JSON = {"Content-Type": "application/json"}


class Requests(ServerCase):
    def setUp(self):
        super().setUp()
        self.truth = self.render(frames=12)
        self.serve("--upload-limit", 1)

    def open(self):
        self.do("open", path="clip.mp4")
        self.until(lambda state: state["index"] == 0, "at the first frame")

    def test_the_page_and_all_it_needs_come_from_here(self):
        status, headers, body = self.request("GET", "/")
        self.assertEqual(status, 200)
        self.assertIn("default-src 'self'", headers["Content-Security-Policy"])
        page = body.decode()
        self.assertNotIn("http://", page)
        self.assertNotIn("https://", page)
        wanted, seen = ["app.js", "style.css", "icon.svg"], set()
        while wanted:
            name = wanted.pop()
            seen.add(name)
            status, _, text = self.request("GET", "/" + name)
            self.assertEqual(status, 200, name)
            self.assertNotIn(b"https://", text)
            wanted += set(re.findall(r'from "\./(\w+\.js)"', text.decode())) - seen - set(wanted)
        self.assertGreater(len(seen), 8)

    def test_a_clip_is_tracked_and_saved_in_every_form(self):
        self.open()
        self.assertEqual(self.do("add", frame=0, box=self.truth[0]), {"target": 1})
        self.do("speed", value=0)
        self.do("play")
        self.until(lambda state: state["ended"], "at the end")
        self.assertEqual(self.get("save", format="csv").count(b"\n"), 13)
        self.assertEqual(self.get("save", format="otb").count(b"\n"), 12)
        self.assertEqual(self.get("save", format="mot").count(b"\n"), 12)
        self.assertEqual(len(json.loads(self.get("save", format="coco"))["annotations"]), 12)
        names = zipfile.ZipFile(io.BytesIO(self.get("save", format="got10k"))).namelist()
        self.assertEqual(names, ["clip_1/groundtruth.txt", "clip_1/absence.label"])
        session = self.get("save", format="session")
        self.do("remove", target=1)
        self.assertEqual(self.request("POST", "/api/restore", session, JSON)[0], 200)
        self.assertEqual(self.state()["targets"][0]["number"], 1)
        self.do("video")
        self.until(lambda state: state["video"]["state"] == "done", "written")
        status, headers, video = self.request("GET", "/api/video")
        self.assertEqual((status, video[4:8]), (200, b"ftyp"))
        self.assertIn("clip_tracked.mp4", headers["Content-Disposition"])

    def test_nothing_outside_the_folder_can_be_reached(self):
        os.symlink(self.folder / "clip.mp4.csv", self.folder / "clips" / "out.mp4")
        secret = self.folder / "secret"
        secret.mkdir()
        (secret / "0.png").write_bytes(b"x")
        os.symlink(secret, self.folder / "clips" / "way")
        for path in ("../clip.mp4.csv", "clips/../../clip.mp4.csv", "/etc/passwd", "out.mp4", "way", "way/0.png", "..", ""):
            with self.subTest(path):
                status, answer = self.post("open", path=path)
                self.assertEqual(status, 409)
                self.assertNotIn(str(self.folder), answer["error"])
        self.assertFalse(self.state()["open"])
        for path in ("/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/api/files?path=../", "/api/files?path=way", "/page/../app.js"):
            self.assertNotEqual(self.request("GET", path)[0], 200, path)

    def test_other_origins_and_other_names_are_refused(self):
        self.open()
        own = f"127.0.0.1:{self.port}"
        cases = [({"Host": "evil.example"}, 403), ({"Host": f"evil.example:{self.port}"}, 403),
                 ({"Host": own, "Origin": "http://evil.example"}, 403), ({"Host": own, "Origin": "null"}, 403),
                 ({"Host": own, "Origin": f"http://{own}"}, 200), ({"Host": own}, 200)]
        for headers, expected in cases:
            with self.subTest(headers):
                self.assertEqual(self.request("GET", "/api/state", headers=headers)[0], expected)
                self.assertEqual(self.request("POST", "/api/pause", "{}", {**headers, **JSON})[0], expected)
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
            self.assertEqual(self.request("POST", "/api/play", "{}", {"Content-Type": kind})[0], 415)
        self.assertEqual(self.state()["state"], "paused")

    def test_a_second_request_in_the_body_of_a_refused_one_is_not_done(self):
        self.open()
        inner = f"POST /api/play HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n" \
                "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
        outer = f"POST /api/play HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nOrigin: http://evil.example\r\n" \
                f"Content-Type: text/plain\r\nContent-Length: {len(inner)}\r\n\r\n{inner}"
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as line:
            line.sendall(outer.encode())
            answers = b""
            try:
                while piece := line.recv(4096):
                    answers += piece
            except ConnectionResetError:
                pass
        self.assertNotIn(b" 200 ", answers)
        self.assertEqual(self.state()["state"], "paused")

    def test_malformed_requests_are_answered_and_do_no_harm(self):
        for raw in (b"\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x00\xff\xfe\r\n\r\n", b"GET /" + b"a" * 20000 + b" HTTP/1.1\r\n\r\n",
                    b"POST /api/play HTTP/1.1\r\nContent-Length: -5\r\n\r\n", b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 5000 + b"\r\n",
                    b"POST /api/seek HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n\r\n"):
            with self.subTest(raw[:40]), socket.create_connection(("127.0.0.1", self.port), timeout=15) as line:
                line.sendall(raw)
                line.shutdown(socket.SHUT_WR)
                try:
                    self.assertNotIn(b" 200 ", line.recv(4096))
                except ConnectionResetError:
                    pass
        for body in ("", "{", "[]", '{"frame": "x"}', "\x00", "[" * 50000):
            self.assertIn(self.request("POST", "/api/seek", body, JSON)[0], (400, 409))
        self.assertEqual(self.request("DELETE", "/api/state", headers=JSON)[0], 404)
        self.assertEqual(self.request("GET", "/nothing")[0], 404)
        self.assertFalse(self.state()["open"])

    def test_uploads_are_judged_by_what_they_hold_and_by_their_size(self):
        def send(name, content):
            status, _, body = self.request("POST", f"/api/upload?name={name}", content,
                                           {"Content-Type": "application/octet-stream"})
            return status, json.loads(body)
        clip = (self.folder / "clips" / "clip.mp4").read_bytes()
        self.assertEqual(send("my.mp4", clip)[0], 200)
        state = self.until(lambda state: state["index"] == 0, "open")
        self.assertEqual((state["title"], state["count"]), ("my.mp4", 12))
        for name, content, expected in (("a.mp4", b"", 422), ("a.mp4", b"no video", 422), ("a.mp4", b"#EXTM3U\nfile:///etc/hosts\n", 422),
                                        ("a.mp4", clip[:400], 422), ("a.sh", clip, 400), ("", clip, 400), ("a.mp4", b"x" * 1000001, 413)):
            with self.subTest(f"{name} {content[:12]}"):
                status, answer = send(name, content)
                self.assertEqual(status, expected, answer)
                self.assertNotIn("siamrt-serve", answer["error"])
        self.assertEqual(self.state()["title"], "my.mp4")

    def test_the_live_stream_gives_states_and_pictures(self):
        self.open()
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as line:
            line.sendall(f"GET /api/live HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode())
            seen = b""
            while seen.count(b"\xff\xd8\xff") < 1 or b'"index":0' not in seen:
                seen += line.recv(65536)
        self.assertIn(b" 200 ", seen.split(b"\r\n")[0])

    def test_ctrl_c_ends_it_with_viewers_and_leaves_no_temporary_folder(self):
        self.open()
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as line:
            line.sendall(f"GET /api/live HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode())
            line.recv(1000)
            self.assertEqual(self.stop(), 130)


class Limits(ServerCase):
    def test_one_viewer_too_many_is_told_to_come_back(self):
        self.render(frames=4)
        self.serve("--clients", 2, where=self.folder / "clips" / "clip.mp4")
        ask = f"GET /api/live HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode()
        lines = [socket.create_connection(("127.0.0.1", self.port), timeout=20) for _ in range(2)]
        for line in lines:
            self.addCleanup(line.close)
            line.sendall(ask)
            self.assertIn(b" 200 ", line.recv(100))
        status, headers, _ = self.request("GET", "/api/live")
        self.assertEqual(status, 503)
        self.assertIn("Retry-After", headers)
        lines[0].close()
        self.until(lambda state: state["viewers"] == 1, "left", 20)
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as line:
            line.sendall(ask)
            self.assertIn(b" 200 ", line.recv(100))

    def test_frames_of_eight_thousand_pixels_are_sent_small_and_tracked_whole(self):
        truth = large_clip(self.folder / "large.avi")
        self.serve(where=self.folder / "large.avi")
        self.until(lambda state: state["width"] == 7680, "open")
        self.do("add", frame=0, box=truth[0])
        self.do("speed", value=0)
        self.do("play")
        state = self.until(lambda state: state["ended"], "at the end", 120)
        self.assertGreater(overlap(state["targets"][0]["box"], truth[-1]), 0.6)
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as line:
            line.sendall(f"GET /api/live HTTP/1.0\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode())
            seen = b""
            while b"\xff\xd9" not in seen:
                seen += line.recv(65536)
        picture = cv2.imdecode(np.frombuffer(seen[seen.index(b"\xff\xd8\xff"):], np.uint8), cv2.IMREAD_COLOR)
        self.assertEqual(picture.shape, (1080, 1920, 3))
        self.assertLess(self.memory(), 1500, "megabytes")  # a few frames of 100 MB, and the program

    def test_beyond_this_machine_every_request_needs_the_token(self):
        self.serve("--host", "0.0.0.0")
        token = self.address.split("token=")[1]
        self.assertEqual(len(token), 32)
        for path in ("/", "/app.js", "/api/state", "/api/live", "/api/files"):
            self.assertEqual(self.request("GET", path)[0], 401, path)
            self.assertEqual(self.request("GET", path + "?token=" + token[::-1])[0], 401, path)
        self.assertEqual(self.request("POST", "/api/play", "{}", JSON)[0], 401)
        status, headers, _ = self.request("GET", "/?token=" + token)
        self.assertEqual((status, headers["Location"]), (302, "/"))
        cookie = headers["Set-Cookie"]
        self.assertIn("HttpOnly", cookie)
        self.assertIn("SameSite=Strict", cookie)
        self.assertEqual(self.request("GET", "/", headers={"Cookie": cookie.split(";")[0]})[0], 200)
        self.assertEqual(self.request("GET", "/api/state", headers={"Authorization": "Bearer " + token})[0], 200)

    def test_a_port_that_is_taken_is_told(self):
        self.serve()
        result = run("serve", self.folder, "--port", self.port, "--model", ARCHIVES / "blob.pt", "-t", "1")
        self.assert_fails(result, 5, str(self.port), "--port 0")

    def test_wrong_numbers_are_usage_errors(self):
        for words in (["--port", "70000"], ["--clients", "0"], ["--targets", "0"], ["--relocate", "-1"]):
            self.assert_fails(run("serve", self.folder, *words), 2, words[0])
        self.assert_fails(run("serve", self.folder / "nowhere"), 3, "nowhere")


if __name__ == "__main__":
    unittest.main()
