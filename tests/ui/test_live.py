"""siamrt serve on live input: a camera that is unplugged, a stream that dies or stalls, recordings."""

import os
import shutil
import signal
import socket
import subprocess
import time
import unittest

import cv2

from tests.cli.support import SIDE, position
from tests.ui.support import ServerCase

CAMERA = os.environ.get("SIAMRT_TEST_CAMERA")


def followed(state):
    return state["targets"] and state["targets"][0].get("origin") == "tracked" and not state["targets"][0]["lost"]


class Live(ServerCase):
    def camera(self, *words):
        """Serves a camera of the kernel's interface, which is unplugged by removing a file (fake_camera.cpp)."""
        self.plug = self.folder / "plugged_in"
        self.plug.touch()
        self.serve(*words, where="0", LD_PRELOAD=CAMERA, SIAMRT_FAKE_CAMERA=str(self.plug))

    def draw(self):
        """A box on the square of the camera's newest frame: it goes to and fro, ten frames each way."""
        frame = self.until(lambda state: state["index"] > 3, "live")["index"]
        number = frame % 20 if frame % 20 < 10 else 20 - frame % 20
        self.do("add", frame=frame, box=[*position(number), SIDE, SIDE])
        self.until(followed, "followed")

    @unittest.skipUnless(CAMERA, "needs the camera of tests/cli")
    def test_a_camera_that_is_unplugged_is_said_to_be_and_followed_on_when_it_is_back(self):
        self.camera()
        self.draw()
        self.plug.unlink()
        state = self.until(lambda state: state["trouble"], "in trouble")
        gone = self.until(lambda state: "camera 0" in state["trouble"], "looking for the camera")["index"]
        self.assertIn("trying again", self.state()["trouble"])
        self.assertEqual(self.state()["index"], state["index"])
        self.assertEqual(len(self.state()["targets"]), 1)
        self.plug.touch()
        state = self.until(lambda state: state["index"] > gone + 10 and not state["trouble"] and followed(state), "back")
        x, y, w, h = state["targets"][0]["box"]
        self.assertTrue(50 < x < 110 and 70 < y < 110 and 25 < w < 60 and 25 < h < 60, state["targets"])

    @unittest.skipUnless(CAMERA, "needs the camera of tests/cli")
    def test_live_input_is_recorded_and_fetched(self):
        self.camera()
        self.draw()
        self.do("record", on=True)
        self.assertEqual(self.post("record", on=True)[0], 409)
        self.assertEqual(self.request("GET", "/api/recording")[0], 409)
        self.until(lambda state: state["recording"]["seconds"] >= 1.5, "recording")
        self.do("record", on=False)
        recording = self.until(lambda state: state["recording"]["state"] == "done", "recorded")["recording"]
        self.assertEqual(recording["problem"], "")
        status, headers, body = self.request("GET", "/api/recording")
        self.assertEqual(status, 200)
        self.assertIn("_live.mp4", headers["Content-Disposition"])
        file = self.folder / "recording.mp4"
        file.write_bytes(body)
        video = cv2.VideoCapture(str(file))
        frames = []
        while (read := video.read())[0]:
            frames.append(read[1])
        self.assertAlmostEqual(len(frames) / 25, recording["seconds"], delta=0.2)
        self.assertGreater(len(frames), 30)
        # The camera is grey: colour is the box's.
        self.assertGreater(int(cv2.absdiff(frames[-1][..., 0], frames[-1][..., 2]).max()), 60)
        self.assertNotEqual(frames[0].tobytes(), frames[-1].tobytes())
        self.do("record", on=True)  # another one, which ends with the server
        self.until(lambda state: state["recording"]["state"] == "running", "recording again")

    @unittest.skipUnless(CAMERA, "needs the camera of tests/cli")
    def test_no_recordings_where_they_are_not_allowed(self):
        self.camera("--record-limit", 0)
        status, answer = self.post("record", on=True)
        self.assertEqual(status, 409)
        self.assertIn("--record-limit", answer["error"])

    @unittest.skipUnless(CAMERA, "needs the camera of tests/cli")
    def test_undo_on_live_input_brings_a_removed_target_back_and_follows_it_on(self):
        self.camera()
        self.draw()
        self.do("remove", target=1)
        self.until(lambda state: not state["targets"], "removed")
        self.assertEqual(self.do("undo"), {"undone": "target 1 removed"})
        self.until(followed, "followed on")

    def stream(self):
        """FFmpeg as a camera of the network: MJPEG over HTTP, for one who asks."""
        self.process = subprocess.Popen(
            ["ffmpeg", "-v", "error", "-re", "-loop", "1", "-framerate", "25", "-i", self.folder / "clip" / "%04d.png",
             "-c:v", "mjpeg", "-q:v", "2", "-f", "mpjpeg", "-listen", "1", f"http://127.0.0.1:{self.stream_port}/cam"],
            stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(self.process.wait)
        self.addCleanup(self.process.kill)
        self.addCleanup(lambda: self.process.poll() is None and self.process.send_signal(signal.SIGCONT))

    @unittest.skipUnless(shutil.which("ffmpeg"), "needs ffmpeg")
    def test_a_stream_that_stalls_or_dies_is_said_to_and_opened_again(self):
        self.clip(10)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.stream_port = free.getsockname()[1]
        self.stream()
        time.sleep(1)
        self.serve(where=f"http://127.0.0.1:{self.stream_port}/cam")
        frame = self.until(lambda state: state["index"] > 3, "live")["index"]
        self.do("add", frame=frame, box=[*position(5), 2 * SIDE, SIDE + 20])
        self.until(lambda state: state["index"] > frame + 5, "going on")

        self.process.send_signal(signal.SIGSTOP)
        self.until(lambda state: "no frame for" in state["trouble"], "said to stall")
        self.process.send_signal(signal.SIGCONT)
        stalled = self.state()["index"]
        self.until(lambda state: state["index"] > stalled and not state["trouble"], "going on after a stall")

        self.process.kill()
        self.process.wait()
        dead = self.until(lambda state: "trying again" in state["trouble"], "said to be dead")["index"]
        self.stream()
        self.until(lambda state: state["index"] > dead and not state["trouble"], "opened again")
        self.assertEqual(len(self.state()["targets"]), 1)


if __name__ == "__main__":
    unittest.main()
