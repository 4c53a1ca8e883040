"""`siamrt eval --report` run as a program: the folder it leaves, read by other people's parsers."""

import base64
import csv
import html.parser
import json
import os
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

PROGRAM = os.environ["SIAMRT_PROGRAM"]
FRAMES = 8
TRUTH = [[10 + 3 * i, 20 + 2 * i, 30, 40] for i in range(FRAMES)]
# A grey picture of 64 x 48.
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAEAAAAAwCAAAAACEICPDAAAAJ0lEQVR42u3MQREAAAwCIHPaP4gh9ttBANKjCAQCgUAgEAgEgq/BAM3aOD0FqnmCAAAAAElFTkSuQmCC")


def run(*words):
    done = subprocess.run([PROGRAM, "eval", *map(str, words)], capture_output=True, text=True, timeout=120,
                          env=dict(os.environ, NO_COLOR="1"))
    return done.returncode, done.stdout, done.stderr


def write_rows(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(",".join(f"{v:g}" for v in row) + "\n" for row in rows))


class Nesting(html.parser.HTMLParser):
    """Open tags must close in order; counts what is of interest."""

    VOID = {"meta", "img", "input", "br", "link"}

    def __init__(self):
        super().__init__()
        self.open, self.problems, self.count, self.sources = [], [], {}, []

    def handle_starttag(self, tag, attrs):
        self.count[tag] = self.count.get(tag, 0) + 1
        self.sources += [value for name, value in attrs if name in ("src", "srcset", "xlink:href")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.count[tag] = self.count.get(tag, 0) + 1

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.problems.append(tag)


class ReportCommand(unittest.TestCase):
    """Two sequences in OTB's layout with images, two trackers."""

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name)
        for name in ("one", "two"):
            write_rows(self.folder / "data" / name / "groundtruth_rect.txt", TRUTH)
            images = self.folder / "data" / name / "img"
            images.mkdir()
            for i in range(FRAMES):
                (images / f"{i + 1:04}.png").write_bytes(PICTURE)
            write_rows(self.folder / "good" / f"{name}.txt", TRUTH)
            write_rows(self.folder / "bad_50%" / f"{name}.txt", [[x + 15, y, w, h] for x, y, w, h in TRUTH])
        self.out = self.folder / "report"
        self.words = ["--dataset", "folder", "--data", self.folder / "data", "--results", self.folder / "bad_50%",
                      "--results", self.folder / "good"]

    def files(self):
        return {str(path.relative_to(self.out)): path.read_bytes() for path in self.out.rglob("*") if path.is_file()}

    def test_folder_has_a_sound_page_plots_and_tables(self):
        code, out, err = run(*self.words, "--report", self.out)
        self.assertEqual((code, err), (0, ""))
        self.assertIn(f"{self.out}/index.html", out)
        files = self.files()
        page = Nesting()
        page.feed(files["index.html"].decode())
        self.assertEqual((page.problems, page.open), ([], []))
        self.assertEqual(page.count["img"], 2, "a strip for each sequence")
        self.assertTrue(all(source.startswith("data:image/jpeg;base64,") for source in page.sources))
        self.assertEqual(page.count.get("script"), 1)
        for name, content in files.items():
            self.assertNotIn(str(self.folder).encode(), content, f"{name} names a place of this machine")
            if name.endswith(".svg"):
                self.assertEqual(ElementTree.fromstring(content).tag, "{http://www.w3.org/2000/svg}svg", name)
            if name.endswith(".png"):
                self.assertEqual(content[:8], b"\x89PNG\r\n\x1a\n", name)
            if name.endswith(".jpg"):
                self.assertEqual(content[:2], b"\xff\xd8", name)

    def test_tables_parse_back_to_the_figures(self):
        run(*self.words, "--report", self.out)
        figures = json.loads((self.out / "figures.json").read_text())
        rows = list(csv.DictReader((self.out / "folder" / "overall.csv").read_text().splitlines()))
        self.assertEqual([row["tracker"] for row in rows], ["good", "bad_50%"])
        self.assertEqual([row["verdict"] for row in rows], ["best", "worse"])
        for row, same in zip(rows, json.loads((self.out / "folder" / "overall.json").read_text())):
            expected = figures[row["tracker"]]["folder"]["figures"]["auc"]
            self.assertEqual(float(row["auc"]), expected)
            self.assertEqual(same["auc"], expected)
        latex = (self.out / "folder" / "overall.tex").read_text()
        self.assertIn(r"bad\_50\% &", latex)
        self.assertEqual(latex.count(r"\\"), 3)
        markdown = (self.out / "folder" / "sequences.md").read_text().splitlines()
        self.assertEqual(len({line.count(" |") for line in markdown}), 1)

    def test_two_runs_write_the_same_bytes(self):
        run(*self.words, "--report", self.out)
        first = self.files()
        code, _, err = run(*self.words, "--report", self.out, "--overwrite")
        self.assertEqual((code, err), (0, ""))
        self.assertEqual(self.files(), first)

    def test_a_folder_with_files_is_refused_before_anything_is_scored(self):
        self.out.mkdir()
        (self.out / "mine").write_text("precious")
        code, out, err = run(*self.words, "--report", self.out)
        self.assertEqual((code, out), (2, ""))
        self.assertIn("--overwrite", err)
        self.assertEqual(self.files(), {"mine": b"precious"})

    def test_a_place_that_cannot_be_made_is_a_clear_error(self):
        (self.folder / "file").write_text("")
        code, _, err = run(*self.words, "--report", self.folder / "file" / "report")
        self.assertEqual(code, 5)
        self.assertEqual(len(err.strip().splitlines()), 1)
        self.assertIn("cannot be made", err)


if __name__ == "__main__":
    unittest.main()
