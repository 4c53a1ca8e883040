"""The page in headless Chromium, with a hand on mouse, keys and glass. SIAMRT_SCREENSHOTS names a folder for pictures to look at."""

import csv
import io
import json
import os
import shutil
import time
import unittest
import zipfile
from pathlib import Path

import cv2

from tests.cli.support import ARCHIVES, SIDE, overlap
from tests.ui.support import ServerCase

try:
    from selenium import webdriver
    from selenium.webdriver import ActionChains
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
except ImportError:
    webdriver = None

CAMERA = os.environ.get("SIAMRT_TEST_CAMERA")
DRIVER = shutil.which("chromedriver")
FRAMES = 26


@unittest.skipUnless(webdriver and DRIVER and shutil.which("chromium"), "needs chromium, chromium-driver and python3-selenium")
class PageCase(ServerCase):
    def browse(self):
        """Opens the page of the server."""
        options = webdriver.ChromeOptions()
        for word in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1360,860", "--disable-dev-shm-usage"):
            options.add_argument(word)
        options.add_experimental_option("prefs", {"download.default_directory": str(self.folder)})
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.page = webdriver.Chrome(service=Service(DRIVER), options=options)
        self.addCleanup(self.page.quit)
        self.page.get(self.address)

    def find(self, selector):
        return self.page.find_element(By.CSS_SELECTOR, selector)

    def wait(self, ready, what, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if ready():
                    return
            except Exception:  # noqa: BLE001 - not there yet
                pass
            time.sleep(0.1)
        self.picture("failed")
        self.fail(f"never {what}")

    def picture(self, name):
        folder = os.environ.get("SIAMRT_SCREENSHOTS")
        if folder:
            time.sleep(0.5)
            self.page.save_screenshot(str(Path(folder) / f"{name}.png"))

    def open_clip(self):
        self.wait(lambda: self.find("#empty-open").is_displayed(), "ready")
        self.picture("1-empty")
        self.find("#empty-open").click()
        self.wait(lambda: self.find("#files .clip").is_displayed(), "listed")
        self.picture("2-files")
        self.find("#files .clip").click()
        self.wait(lambda: self.find("#clock").text.startswith("0 /"), "at the first frame")
        self.wait(lambda: not self.find("#open-dialog").is_displayed(), "closed")
        time.sleep(0.5)

    def place(self):
        """A function from frame pixels to pixels of the page, from the canvas's middle as ActionChains counts."""
        size, state = self.find("#view").size, self.state()
        scale = min(size["width"] / state["width"], size["height"] / state["height"])
        return lambda x, y: (round((x - state["width"] / 2) * scale), round((y - state["height"] / 2) * scale))

    def drag(self, box):
        """Draws a box of frame pixels on the canvas with the mouse."""
        canvas, at = self.find("#view"), self.place()
        x, y, w, h = box
        first, last = at(x, y), at(x + w, y + h)
        hand = ActionChains(self.page, duration=60)
        hand.move_to_element_with_offset(canvas, *first).click_and_hold()
        hand.move_to_element_with_offset(canvas, *[(a + b) // 2 for a, b in zip(first, last)])
        hand.move_to_element_with_offset(canvas, *last).release().perform()

    def press(self, *keys, ctrl=False):
        hand = ActionChains(self.page)
        if ctrl:
            hand.key_down(Keys.CONTROL)
        hand.send_keys(*keys)
        if ctrl:
            hand.key_up(Keys.CONTROL)
        hand.perform()

    def touch(self, kind, *points):
        self.page.execute_cdp_cmd("Input.dispatchTouchEvent",
                                  {"type": kind, "touchPoints": [{"x": x, "y": y, "id": n} for n, (x, y) in enumerate(points)]})

    def numbers(self):
        return [target["number"] for target in self.state()["targets"]]

    def boxes(self, number):
        rows = csv.DictReader(io.StringIO(self.get("save", format="csv").decode()))
        return {int(row["frame"]): [float(row[key]) for key in "xywh"] for row in rows if int(row["target"]) == number}

    def assert_no_faults(self):
        faults = [entry for entry in self.page.get_log("browser") if entry["level"] == "SEVERE"]
        self.assertEqual(faults, [])


class Browser(PageCase):
    MODEL = "default"

    def setUp(self):
        super().setUp()
        self.truth = self.render("hills.mp4", FRAMES, "--world", "hills", "--preset", "plain")
        self.serve()
        self.browse()

    def test_draw_watch_it_follow_reselect_add_undo_and_save(self):
        self.open_clip()
        self.drag(self.truth[0])
        self.wait(lambda: self.find("#draft-bar").is_displayed(), "drawn")
        self.picture("3-draft")
        self.press(Keys.ENTER)
        self.wait(lambda: self.numbers() == [1], "added")
        self.press("o")
        self.wait(lambda: self.state()["index"] > 8, "followed at once")
        self.picture("4-playing")
        self.press("o")
        self.wait(lambda: self.state()["ended"], "at the end", 120)
        followed = self.boxes(1)
        self.assertGreater(overlap(followed[0], self.truth[0]), 0.9)
        overlaps = [overlap(followed[n], self.truth[n]) for n in range(FRAMES)]
        self.assertGreater(sum(overlaps) / FRAMES, 0.6)

        # Another target in the middle, while the first stays.
        self.do("seek", frame=20)
        self.wait(lambda: self.find("#clock").text.startswith("20 /"), "at frame 20")
        self.press(Keys.ESCAPE)
        self.drag([60, 40, 80, 60])
        self.press("n")
        self.wait(lambda: self.numbers() == [1, 2], "added")
        self.picture("5-two")
        self.assertEqual(self.boxes(1), followed)

        # Re-select: the first one's box at this frame, by hand; what was before stays.
        self.press("1", "s")
        right = [value + shift for value, shift in zip(self.truth[20], (3, 2, 0, 0))]
        self.drag(right)
        self.wait(lambda: 21 not in self.boxes(1), "corrected")
        after = self.boxes(1)
        self.assertGreater(overlap(after[20], right), 0.9)
        self.assertEqual({n: after[n] for n in range(20)}, {n: followed[n] for n in range(20)})
        self.assertEqual(json.loads(self.get("timeline"))["targets"][0]["keys"], [0, 20])

        # Undone and done again.
        self.press("z", ctrl=True)
        self.wait(lambda: self.boxes(1) == followed, "undone")
        self.find("#redo").click()
        self.wait(lambda: self.boxes(1) == after, "done again")

        self.press("b")
        self.wait(lambda: self.state()["state"] == "tracking_back" or self.state()["index"] <= 1, "going back")
        self.wait(lambda: self.state()["state"] == "paused", "back at the key frame")
        self.press(" ")
        self.wait(lambda: self.state()["ended"], "at the end", 120)
        self.assertEqual(sorted(self.boxes(1)), list(range(FRAMES)))
        self.picture("6-corrected")

        # Saved by the menu, as a user does.
        self.find("#save").click()
        self.picture("7-save")
        self.find("#save-menu [data-format=otb]").click()
        target = self.folder / "hills_otb.zip"
        self.wait(lambda: zipfile.is_zipfile(target), "downloaded")
        lines = zipfile.ZipFile(target).read("hills_1/groundtruth_rect.txt").decode().splitlines()
        self.assertEqual(len(lines), FRAMES)
        first = [float(value) for value in lines[0].split(",")]
        self.assertAlmostEqual(first[0] - 1, self.boxes(1)[0][0], places=6)

        self.press("x")
        self.wait(lambda: self.numbers() == [2], "removed")
        self.find("#undo").click()
        self.wait(lambda: self.numbers() == [1, 2], "back")
        self.assert_no_faults()

    def test_it_stands_in_the_dark_and_close_up(self):
        self.open_clip()
        self.press("t")
        self.picture("8-other-theme")
        self.press("t", "h")
        self.wait(lambda: self.find("#help-dialog").is_displayed(), "explained")
        self.picture("9-keys")
        self.press(Keys.ESCAPE)
        self.wait(lambda: not self.find("#help-dialog").is_displayed(), "closed")  # keys belong to it until then
        # Close up, a box is where it was drawn: the drag below is a quarter as long in the frame.
        self.press("+", "+", "+")
        zoom = 1.5 ** 3
        self.wait(lambda: self.find("#zoom-word").text == f"{zoom:.1f}×", "close up")
        state = self.state()
        self.drag([state["width"] / 2, state["height"] / 2, 40 * zoom, 30 * zoom])
        self.picture("11-close")
        self.press("n")
        self.wait(lambda: self.numbers() == [1], "added")
        for value, right in zip(self.boxes(1)[0], [state["width"] / 2, state["height"] / 2, 40, 30]):
            self.assertAlmostEqual(value, right, delta=1.5)
        self.find("#zoom-out").click()
        self.wait(lambda: not self.find("#zoom-out").is_displayed(), "whole again")
        self.assert_no_faults()

    def test_a_finger_draws_and_two_zoom_on_a_telephone(self):
        self.page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                  {"width": 412, "height": 860, "deviceScaleFactor": 2, "mobile": True})
        self.page.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 2})
        self.open_clip()
        self.picture("10-narrow")
        wide = self.page.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")
        self.assertTrue(wide, "the page is wider than the screen")
        canvas, at = self.find("#view"), self.place()
        middle = [canvas.rect["x"] + canvas.rect["width"] / 2, canvas.rect["y"] + canvas.rect["height"] / 2]
        on_glass = lambda x, y: [a + b for a, b in zip(middle, at(x, y))]  # noqa: E731
        x, y, w, h = self.truth[0]
        self.touch("touchStart", on_glass(x, y))
        for share in (0.3, 0.7, 1):
            self.touch("touchMove", on_glass(x + w * share, y + h * share))
        self.touch("touchEnd")
        self.wait(lambda: self.find("#draft-bar").is_displayed(), "drawn")
        self.picture("12-touch")
        for button in self.page.find_elements(By.CSS_SELECTOR, "#draft-bar button"):
            if button.is_displayed():
                self.assertLessEqual(button.rect["x"] + button.rect["width"], 412)
        self.find("#draft-new").click()
        self.wait(lambda: self.numbers() == [1], "added")
        self.wait(lambda: self.state()["index"] > 5, "followed")
        self.picture("13-phone-playing")
        one, two = [middle[0] - 30, middle[1]], [middle[0] + 30, middle[1]]
        self.touch("touchStart", one, two)
        for push in (20, 40, 60):
            self.touch("touchMove", [one[0] - push, one[1]], [two[0] + push, two[1]])
        self.touch("touchEnd")
        self.wait(lambda: self.find("#zoom-out").is_displayed(), "close up")
        self.assertEqual(self.numbers(), [1])
        self.assertFalse(self.find("#draft-bar").is_displayed(), "two fingers draw nothing")
        self.assert_no_faults()


@unittest.skipUnless(CAMERA, "needs the camera of tests/cli")
class Camera(PageCase):
    MODEL = ARCHIVES / "blob.pt"

    def test_a_camera_is_watched_recorded_and_unplugged(self):
        plug = self.folder / "plugged_in"
        plug.touch()
        self.serve(where="0", LD_PRELOAD=CAMERA, SIAMRT_FAKE_CAMERA=str(plug))
        self.browse()
        self.wait(lambda: self.find("#record").is_displayed(), "live")
        self.assertFalse(self.find("#timeline").is_displayed())
        self.drag([55, 75, 2 * SIDE, SIDE + 30])
        self.press(Keys.ENTER)
        self.wait(lambda: self.numbers() == [1], "added")
        self.press("v")
        self.wait(lambda: self.state()["recording"]["seconds"] > 1, "recording")
        self.picture("14-recording")
        self.find("#record").click()
        file = self.folder / "camera0_live.mp4"
        self.wait(file.exists, "fetched")
        self.wait(lambda: int(cv2.VideoCapture(str(file)).get(cv2.CAP_PROP_FRAME_COUNT)) > 20, "whole")
        plug.unlink()
        self.wait(lambda: "camera 0" in self.find("#trouble").text, "in trouble")
        self.picture("15-unplugged")
        plug.touch()
        self.wait(lambda: not self.find("#trouble").is_displayed(), "back")
        self.assert_no_faults()


if __name__ == "__main__":
    unittest.main()
