"""The page in headless Chromium, with a hand on mouse and keys. SIAMRT_SCREENSHOTS names a folder for pictures to look at."""

import csv
import io
import json
import os
import shutil
import time
import unittest
import zipfile
from pathlib import Path

from tests.cli.support import overlap
from tests.ui.support import ServerCase

try:
    from selenium import webdriver
    from selenium.webdriver import ActionChains
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
except ImportError:
    webdriver = None

DRIVER = shutil.which("chromedriver")
FRAMES = 26


@unittest.skipUnless(webdriver and DRIVER and shutil.which("chromium"), "needs chromium, chromium-driver and python3-selenium")
class Browser(ServerCase):
    MODEL = "default"

    def setUp(self):
        super().setUp()
        self.truth = self.render("hills.mp4", FRAMES, "--world", "hills", "--preset", "plain")
        self.serve()
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
        self.wait(lambda: self.find("#clock").text.startswith(f"0 / {FRAMES - 1}"), "at the first frame")
        self.wait(lambda: not self.find("#open-dialog").is_displayed(), "closed")
        time.sleep(0.5)

    def drag(self, box):
        """Draws a box of frame pixels on the canvas with the mouse."""
        canvas = self.find("#view")
        width, height = canvas.size["width"], canvas.size["height"]
        state = self.state()
        scale = min(width / state["width"], height / state["height"])
        def at(x, y):  # from the middle of the canvas, as ActionChains counts
            return round((x - state["width"] / 2) * scale), round((y - state["height"] / 2) * scale)
        x, y, w, h = box
        first, last = at(x, y), at(x + w, y + h)
        hand = ActionChains(self.page, duration=60)
        hand.move_to_element_with_offset(canvas, *first).click_and_hold()
        hand.move_to_element_with_offset(canvas, *[(a + b) // 2 for a, b in zip(first, last)])
        hand.move_to_element_with_offset(canvas, *last).release().perform()

    def press(self, *keys):
        ActionChains(self.page).send_keys(*keys).perform()

    def boxes(self, number):
        rows = csv.DictReader(io.StringIO(self.get("save", format="csv").decode()))
        return {int(row["frame"]): [float(row[key]) for key in "xywh"] for row in rows if int(row["target"]) == number}

    def test_draw_watch_it_follow_reselect_add_and_save(self):
        self.open_clip()
        self.drag(self.truth[0])
        self.wait(lambda: self.find("#draft-bar").is_displayed(), "drawn")
        self.picture("3-draft")
        self.press(Keys.ENTER)
        self.wait(lambda: len(self.state()["targets"]) == 1, "added")
        self.assertGreater(overlap(self.state()["targets"][0]["box"], self.truth[0]), 0.9)
        self.press("o")
        self.press(" ")
        self.wait(lambda: self.state()["index"] > 8, "playing")
        self.picture("4-playing")
        self.press("o")
        self.wait(lambda: self.state()["ended"], "at the end", 120)
        followed = self.boxes(1)
        overlaps = [overlap(followed[n], self.truth[n]) for n in range(FRAMES)]
        self.assertGreater(sum(overlaps) / FRAMES, 0.6)

        # Another target in the middle, while the first stays.
        self.do("seek", frame=20)
        self.wait(lambda: self.find("#clock").text.startswith("20 /"), "at frame 20")
        self.press(Keys.ESCAPE)
        self.drag([60, 40, 80, 60])
        self.press(Keys.ENTER)
        self.wait(lambda: len(self.state()["targets"]) == 2, "added")
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
        keys = json.loads(self.get("timeline"))["targets"][0]["keys"]
        self.assertEqual(keys, [0, 20])
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
        self.wait(lambda: [t["number"] for t in self.state()["targets"]] == [2], "removed")
        faults = [entry for entry in self.page.get_log("browser") if entry["level"] == "SEVERE"]
        self.assertEqual(faults, [])

    def test_it_stands_on_a_small_screen_and_in_the_dark(self):
        self.open_clip()
        self.press("t")
        self.picture("8-other-theme")
        self.press("t", "h")
        self.wait(lambda: self.find("#help-dialog").is_displayed(), "explained")
        self.picture("9-keys")
        self.press(Keys.ESCAPE)
        self.page.set_window_size(420, 860)
        self.picture("10-narrow")
        wide = self.page.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")
        self.assertTrue(wide, "the page is wider than the screen")


if __name__ == "__main__":
    unittest.main()
