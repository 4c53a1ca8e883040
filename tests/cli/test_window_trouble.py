"""The window under Xvfb when things go wrong: closed in the middle, cameras and streams that go, frames of all sizes."""

import ctypes
import ctypes.util
import http.server
import json
import os
import re
import threading
import time
import unittest

import cv2

from tests.cli.support import ARCHIVES, SIDE, large_clip, overlap, picture, position, read_boxes
from tests.cli.window_case import WindowCase

CAMERA = os.environ.get("SIAMRT_TEST_CAMERA")


class Message(ctypes.Structure):
    """Xlib's XClientMessageEvent, padded to the size of an XEvent."""

    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int), ("display", ctypes.c_void_p),
                ("window", ctypes.c_ulong), ("message_type", ctypes.c_ulong), ("format", ctypes.c_int), ("data", ctypes.c_long * 5),
                ("padding", ctypes.c_long * 24)]


class Trouble(WindowCase):
    def press_x(self, window):
        """The X of the window's title bar, as a window manager has it: a message that asks the program to close it."""
        x11 = ctypes.CDLL(ctypes.util.find_library("X11"))
        x11.XOpenDisplay.restype = x11.XInternAtom.restype = ctypes.c_void_p
        display = ctypes.c_void_p(x11.XOpenDisplay(self.env["DISPLAY"].encode()))
        self.assertTrue(display)
        atom = lambda name: x11.XInternAtom(display, name, 0)  # noqa: E731
        client_message = 33
        message = Message(client_message, 0, 1, display, int(window), atom(b"WM_PROTOCOLS"), 32)
        message.data[0] = atom(b"WM_DELETE_WINDOW")
        x11.XSendEvent(display, ctypes.c_ulong(int(window)), 0, ctypes.c_long(0), ctypes.byref(message))
        x11.XFlush(display)
        x11.XCloseDisplay(display)

    def endless(self):
        """A list file of two pictures that goes on for minutes."""
        source = self.clip(2, "many")
        (self.folder / "list.txt").write_text("\n".join(str(source / f"{n % 2:04d}.png") for n in range(100000)))
        return "list.txt"

    def test_closing_the_window_while_it_tracks_leaves_whole_files(self):
        child = self.open(self.endless(), "--boxes", "b.csv", "--json", "s.json")
        window, at = self.view("siamrt: ")
        self.draw(at, (60, 80, SIDE, SIDE))
        self.key(window, "Return")
        self.saved(window, lambda session: len(session.get(1, {})) > 5, "list")
        self.press_x(window)
        _, err = child.communicate(timeout=60)
        self.assertEqual(child.returncode, 0, err)
        self.assertEqual(err, b"")
        boxes = read_boxes((self.folder / "b.csv").read_text())
        self.assertGreater(len(boxes), 5)
        self.assertEqual(json.loads((self.folder / "s.json").read_text())["frames"]["count"], len(boxes))

    def test_closing_the_window_while_a_box_is_drawn_does_nothing(self):
        child = self.open(self.clip(3), "--boxes", "b.csv")
        window, at = self.view("siamrt: ")
        self.draw(at, (60, 80, SIDE, SIDE))
        self.press_x(window)
        _, err = child.communicate(timeout=60)
        self.assertEqual(child.returncode, 130, err)
        self.assertIn(b"no box was drawn", err)
        self.assertFalse((self.folder / "b.csv").exists())

    def test_closing_the_window_while_everything_is_being_saved_saves_it(self):
        child = self.start(8)
        window, at = self.view("siamrt: ")
        self.draw(at, (60, 80, SIDE, SIDE))
        self.key(window, "Return")
        self.saved(window, lambda session: len(session.get(1, {})) == 8)
        self.key(window, "w", "a")
        self.press_x(window)
        _, err = child.communicate(timeout=120)
        self.assertEqual(child.returncode, 0, err)
        video = cv2.VideoCapture(str(self.folder / "clip_tracks" / "clip.mp4"))
        self.assertEqual(int(video.get(cv2.CAP_PROP_FRAME_COUNT)), 8)

    def test_closing_the_live_view_of_a_run_completes_its_files(self):
        child = self.open(self.endless(), "-b", "60,80,40,40", "--boxes", "b.csv", "--json", "s.json", "-q")
        window, _, _ = self.window("siamrt: list.txt")
        self.press_x(window)
        _, err = child.communicate(timeout=60)
        self.assertEqual(child.returncode, 0, err)
        count = json.loads((self.folder / "s.json").read_text())["frames"]["count"]
        self.assertEqual(len(read_boxes((self.folder / "b.csv").read_text())), count)

    @unittest.skipUnless(CAMERA, "needs the camera of tests/cli")
    def test_a_camera_that_is_unplugged_is_waited_for_and_recorded_on(self):
        plug = self.folder / "plugged_in"
        plug.touch()
        self.env.update(LD_PRELOAD=CAMERA, SIAMRT_FAKE_CAMERA=str(plug))
        child = self.open("0")
        del self.env["LD_PRELOAD"]
        window, at = self.view("siamrt: ")
        self.draw(at, (55, 75, 2 * SIDE, SIDE + 30))
        self.key(window, "Return", "v")
        self.saved(window, lambda session: len(session.get(1, {})) > 5, "0")
        plug.unlink()
        time.sleep(2.5)
        gone = max(self.saved(window, lambda session: True, "0")[1])
        plug.touch()
        self.saved(window, lambda session: max(session[1]) > gone + 5, "0")
        code, err = self.end(child, window)
        self.assertEqual((code, err), (0, b""))
        video = cv2.VideoCapture(str(self.folder / "0_tracks" / "0_live.mp4"))
        self.assertGreater(int(video.get(cv2.CAP_PROP_FRAME_COUNT)), 10)

    def test_frames_of_eight_thousand_pixels_are_shown_small_and_tracked_whole(self):
        truth = large_clip(self.folder / "large.avi")
        child = self.open("large.avi")
        window, at = self.view("siamrt: ", (7680, 4320))
        self.draw(at, truth[0])
        self.key(window, "Return")
        session = self.saved(window, lambda session: len(session.get(1, {})) == 6, "large")
        for number, box in enumerate(truth):
            self.assertGreater(overlap(session[1][number][:4], box), 0.6, number)
        with open(f"/proc/{child.pid}/status", encoding="ascii") as file:
            highest = int(re.search(r"VmHWM:\s+(\d+)", file.read()).group(1)) / 1024
        self.assertLess(highest, 2000, "megabytes")  # ten frames of 100 MB, and the program
        self.assertEqual(self.end(child, window)[0], 0)

    def test_leaving_while_tracking_leaves_whole_files(self):
        child = self.open(self.endless(), "--boxes", "b.csv")
        window, at = self.view("siamrt: ")
        self.draw(at, (60, 80, SIDE, SIDE))
        self.key(window, "Return")
        time.sleep(1)
        self.key(window, "q")
        _, err = child.communicate(timeout=180)
        self.assertEqual(child.returncode, 0, err)
        self.assertGreater(len(read_boxes((self.folder / "b.csv").read_text())), 2)

    def test_a_model_that_cannot_be_used_ends_the_window(self):
        child = self.open(self.clip(3), model=ARCHIVES / "truncated.pt")
        _, err = child.communicate(timeout=180)
        self.assertEqual(child.returncode, 4, err)
        self.assertIn(b"truncated.pt", err)

    def test_a_stream_that_stalls_does_not_hold_the_window(self):
        hold = threading.Event()
        pictures = [cv2.imencode(".jpg", picture(number))[1].tobytes() for number in range(10)]

        class Camera(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "multipart/x-mixed-replace;boundary=frame")
                self.end_headers()
                try:
                    for number in range(60):
                        part = pictures[min(number, 9)]
                        head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(part)}\r\n\r\n"
                        self.wfile.write(head.encode() + part + b"\r\n")
                        time.sleep(0.03)
                except OSError:
                    return
                hold.wait(60)  # the connection stays, silent

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Camera)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.shutdown)
        self.addCleanup(hold.set)
        child = self.open(f"http://127.0.0.1:{server.server_port}/camera.mjpg")
        window, at = self.view("siamrt: ")
        self.draw(at, (*position(9), SIDE, SIDE))
        self.key(window, "Return")
        time.sleep(4)  # the camera is silent by now
        begin = time.monotonic()
        self.key(window, "w", "c")
        path = self.folder
        while not list(path.glob("camera_tracks/*.csv")) and time.monotonic() < begin + 30:
            time.sleep(0.1)
        self.assertTrue(list(path.glob("camera_tracks/*.csv")), "the window answers while the stream is silent")
        self.key(window, "q")
        child.communicate(timeout=180)
        self.assertEqual(child.returncode, 0)


if __name__ == "__main__":
    unittest.main()
