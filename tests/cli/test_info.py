"""siamrt info and siamrt doctor."""

import hashlib
import json
import unittest
from pathlib import Path

from tests.cli.support import ARCHIVES, GOLDEN_ARCHIVES, Case, run


class Info(Case):
    def test_json_holds_description_digest_and_settings_of_every_benchmark(self):
        archive = GOLDEN_ARCHIVES / "siamfcpp_tinyconv.pt"
        about = json.loads(run("info", archive, "--json").out)
        self.assertEqual(about["digest"], hashlib.sha256(archive.read_bytes()).hexdigest())
        self.assertEqual((about["family"], about["schema"]), ("siamfcpp", 1))
        self.assertGreater(about["parameters"]["values"], 1000)
        self.assertEqual(set(about["settings"]), {"penalty_k", "window_influence", "lr", "context", "search", "search_big",
                                                  "big_below", "window", "min_size", "ratio", "lost_below", "calibration", "templates",
                                                  "template_share", "template_every", "template_min_score",
                                                  "online_ratio", "online_seed"})

    def test_the_table_marks_what_a_benchmark_changes(self):
        result = run("info", ARCHIVES / "blob.pt")
        self.assertEqual((result.code, result.err), (0, ""))
        lines = {line.split()[0]: line.split()[1:] for line in result.out.splitlines() if line.strip()}
        self.assertEqual(lines["lr"], ["0.3", "0.5*"])
        self.assertEqual(lines["penalty_k"], ["0.1", "0.1"])
        self.assertEqual(lines["digest"][0], "sha256")

    def test_the_built_in_model_is_shown_with_the_file_that_it_is(self):
        about = json.loads(run("info", "default", "--json").out)
        self.assertEqual(hashlib.sha256(Path(about["file"]).read_bytes()).hexdigest(), about["digest"])

    def test_json_goes_into_a_file_that_is_not_there_yet(self):
        name = self.folder / "about.json"
        self.assertEqual(run("info", ARCHIVES / "blob.pt", "--json", name).code, 0)
        self.assertEqual(json.loads(name.read_text())["name"], "blob")
        self.assert_fails(run("info", ARCHIVES / "blob.pt", "--json", name), 2, "--overwrite")


class Doctor(Case):
    def test_everything_is_there_in_words_and_as_json(self):
        result = run("doctor")
        self.assertEqual((result.code, result.err), (0, ""))
        for word in ("siamrt", "LibTorch", "BLAS", "OpenCV", "CPU", "features", "cores", "display", ".mp4", "Warnings",
                     "Precision that `auto` picks"):
            self.assertIn(word, result.out)
        found = json.loads(run("doctor", "--json").out)
        self.assertGreaterEqual(found["cpu"]["cores"], 1)
        self.assertEqual(found["display"]["usable"], False)
        self.assertTrue(all(choice["reason"] for choice in found["precision"]))
        self.assertEqual(found["slow_blas"], any("BLAS" in warning for warning in found["warnings"]))

    def test_an_archive_can_be_asked_about(self):
        found = json.loads(run("doctor", "--json", "--model", ARCHIVES / "blob.pt").out)
        self.assertEqual([choice["auto"] for choice in found["precision"]], ["fp32"])
        self.assert_fails(run("doctor", "--model", ARCHIVES / "truncated.pt"), 4, "truncated")


if __name__ == "__main__":
    unittest.main()
