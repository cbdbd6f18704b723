"""What `cmake --install` leaves in a prefix is whole: the sample year runs from there."""

import pathlib
import shutil
import subprocess
import unittest

import harness

PROGRAMS = {"jurimeter", "jurimeter-ingestion", "jurimeter-query", "jurimeter-bench",
            "jurimeter-bare-server"}


class Install(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        built = harness.BIN
        cls.prefix = harness.temporary_directory()
        cls.addClassCleanup(shutil.rmtree, cls.prefix)
        subprocess.run(["cmake", "--install", built.parent, "--prefix", cls.prefix], check=True,
                       stdout=subprocess.DEVNULL)
        # From here on the installed programs are run.
        harness.BIN = cls.prefix / "bin"
        cls.addClassCleanup(setattr, harness, "BIN", built)

    def test_programs_are_all_there_and_nothing_else(self):
        self.assertEqual({path.name for path in harness.BIN.iterdir()}, PROGRAMS)

    def test_programs_need_nothing_of_the_build(self):
        for program in PROGRAMS:
            header = subprocess.run(["readelf", "--dynamic", harness.BIN / program], check=True,
                                    stdout=subprocess.PIPE, text=True).stdout
            self.assertNotRegex(header, r"\((RPATH|RUNPATH)\)")

    def test_contract_compiles_from_there(self):
        protos = self.prefix / "share/jurimeter/proto"
        names = [path.relative_to(protos) for path in protos.rglob("*.proto")]
        self.assertIn(pathlib.Path("jurimeter/v1/ingestion.proto"), names)
        subprocess.run(["protoc", "-I", protos, "--descriptor_set_out=/dev/stdout", *names],
                       check=True, stdout=subprocess.PIPE)

    def test_licences_are_there(self):
        documents = self.prefix / "share/doc/jurimeter"
        self.assertIn("Apache License", (documents / "LICENSE").read_text(encoding="utf-8"))
        self.assertIn("libpqxx", (documents / "licences.md").read_text(encoding="utf-8"))

    def test_sample_year_runs_from_there(self):
        sample = self.prefix / "share/jurimeter/samples/pingfang-2023"
        with harness.Up(catalog=sample / "catalog.textproto") as up:
            up.import_file(sample / "events.csv")
            displays = [row["display"] for row in harness.csv_rows(up.query_text(2023, "csv"))]
            self.assertEqual(up.process.stop(), 0)
        self.assertEqual(displays, [row["published"] for row in harness.published_figures()])


if __name__ == "__main__":
    unittest.main(verbosity=2)
