"""What documents show is what happens: commands run as written, and print what is printed."""

import os
import shutil
import subprocess
import unittest

import documents
import harness

DEFINE = [("docs/catalog.md", "Define an indicator"), ("docs/catalog.zh.md", "定义指标")]


class DefineAnIndicator(unittest.TestCase):
    def setUp(self):
        self.up = self.enterContext(harness.Up())
        self.home = harness.temporary_directory()
        self.addCleanup(shutil.rmtree, self.home)
        (self.home / "deploy").symlink_to(harness.ROOT / "deploy")

    def shell(self, commands):
        """Runs commands of a document, in a folder like that of the sources."""
        settings = {"PATH": f"{harness.BIN}:{os.environ['PATH']}",
                    "JURIMETER_DATABASE_URL": self.up.addresses["database_url"]}
        return subprocess.run(["bash", "-euc", commands], cwd=self.home, capture_output=True,
                              encoding="utf-8", timeout=harness.RUN_TIMEOUT_S, check=False,
                              env=harness.environment(settings))

    def test_the_new_indicator_is_checked_applied_and_computed(self):
        for file, heading in DEFINE:
            with self.subTest(file):
                [commands] = documents.blocks(file, heading, "sh")
                self.assertIn("catalog check", commands)
                self.assertIn("catalog apply", commands)
                done = self.shell(commands)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                harness.wait_for("legal_aid.cases_growth", lambda: harness.run(
                    "jurimeter", "query", "year", 2023, "--query", self.up.addresses["query"],
                    "--indicator", "legal_aid.cases_growth", check=False).returncode == 0)

    def test_a_misspelt_code_is_told_as_shown(self):
        for file, heading in DEFINE:
            with self.subTest(file):
                [commands] = documents.blocks(file, heading, "sh")
                [told] = documents.blocks(file, heading)
                self.assertIn("cases_handled", commands)
                done = self.shell(commands.replace("cases_handled", "case_handled"))
                self.assertEqual((done.returncode, done.stdout + done.stderr), (1, told))


if __name__ == "__main__":
    unittest.main(verbosity=2)
