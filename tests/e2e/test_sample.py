"""The sample's files are what they say: synthetic, and made by the committed generator."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

import harness


class Sample(unittest.TestCase):
    def test_generating_again_gives_the_committed_events_byte_for_byte(self):
        with tempfile.TemporaryDirectory() as directory:
            output = pathlib.Path(directory) / "events.csv"
            subprocess.run([sys.executable, harness.SAMPLE / "generate_events.py", "-o", output],
                           check=True)
            self.assertEqual(output.read_bytes(), harness.EVENTS.read_bytes())

    def test_file_says_at_its_top_that_the_events_are_synthetic(self):
        with open(harness.EVENTS, encoding="utf-8") as file:
            self.assertIn("SYNTHETIC", file.readline())

    def test_event_ids_are_unique(self):
        events = harness.events_of(harness.EVENTS)
        self.assertEqual(len({event["event_id"] for event in events}), len(events))

    def test_several_bureaus_report(self):
        bureaus = {event["bureau"] for event in harness.events_of(harness.EVENTS)}
        self.assertGreaterEqual(len(bureaus), 20)

    def test_catalog_is_right(self):
        harness.run("jurimeter", "catalog", "check", harness.CATALOG)


if __name__ == "__main__":
    unittest.main(verbosity=2)
