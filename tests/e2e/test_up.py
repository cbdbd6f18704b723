"""`jurimeter up`: finds its data again, survives being killed, stops cleanly."""

import os
import shutil
import signal
import stat
import unittest

import harness

INDICATOR = "reconsideration.concluded"


def submit(up, quantity):
    up.submit("justice", INDICATOR, quantity, "2023-07-03T09:00:00+08:00")


def value(up):
    return up.figures(2023, "--indicator", INDICATOR)[INDICATOR].value


class UpTest(unittest.TestCase):
    def setUp(self):
        self.home = harness.temporary_directory()
        self.addCleanup(shutil.rmtree, self.home, ignore_errors=True)
        self.data_dir = self.home / "data"

    def up(self, **options):
        up = harness.Up(self.data_dir, **options)
        self.addCleanup(up.close)
        return up

    def assert_nothing_runs(self):
        harness.wait_for("end of all processes",
                         lambda: not harness.processes_in(self.data_dir), timeout_s=15)

    def test_second_start_finds_the_data(self):
        up = self.up().start()
        submit(up, 3)
        self.assertEqual(up.process.stop(), 0)
        up.start()
        self.assertEqual(value(up), 3)
        submit(up, 4)
        self.assertEqual(value(up), 7)

    def test_signals_stop_everything(self):
        for sig in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(sig.name):
                up = self.up().start()
                self.assertTrue(harness.processes_in(self.data_dir))
                self.assertEqual(up.process.stop(sig), 0, up.process.stderr())
                self.assertFalse(up.addresses_path.exists())
                self.assertEqual(harness.processes_in(self.data_dir), {})

    def test_ctrl_c_reaches_every_process_of_the_terminal_and_still_stops_cleanly(self):
        up = self.up().start()
        os.killpg(up.process.popen.pid, signal.SIGINT)
        self.assertEqual(up.process.popen.wait(harness.STOP_TIMEOUT_S), 0, up.process.stderr())
        self.assertEqual(harness.processes_in(self.data_dir), {})
        up.start()

    def test_killed_one_leaves_nothing_that_stops_the_next(self):
        up = self.up().start()
        for quantity in range(1, 4):
            submit(up, 1)
            up.process.popen.kill()
            up.process.popen.wait()
            up.start()
            self.assertEqual(value(up), quantity)
        url = up.addresses["database_url"]
        self.assertEqual(harness.run("jurimeter", "verify", "--database-url", url).returncode, 0)

    def test_killed_one_leaves_no_process(self):
        up = self.up().start()
        up.process.popen.kill()
        up.process.popen.wait()
        self.assert_nothing_runs()

    def test_stopped_while_it_starts(self):
        up = self.up()
        process = up.launch()
        harness.wait_for("a data directory", self.data_dir.exists)
        process.stop()
        self.assert_nothing_runs()
        up.start()
        submit(up, 1)
        self.assertEqual(value(up), 1)

    def test_second_one_on_a_directory_refuses_and_the_first_goes_on(self):
        first = self.up().start()
        submit(first, 1)
        addresses = first.addresses_path.read_text(encoding="utf-8")
        second = self.up()
        process = second.launch()
        self.assertNotEqual(process.popen.wait(harness.START_TIMEOUT_S), 0)
        self.assertIn(str(self.data_dir), process.stderr())
        self.assertEqual(first.addresses_path.read_text(encoding="utf-8"), addresses)
        submit(first, 1)
        self.assertEqual(value(first), 2)

    def test_database_is_private(self):
        up = self.up().start()
        self.assertEqual(stat.S_IMODE(self.data_dir.stat().st_mode), 0o700)
        settings = harness.psql(up.addresses["database_url"],
                                "SELECT name, setting FROM pg_settings WHERE name IN "
                                "('fsync', 'full_page_writes', 'listen_addresses', "
                                "'synchronous_commit') ORDER BY name")
        self.assertEqual(settings, ["fsync|on", "full_page_writes|on", "listen_addresses|",
                                    "synchronous_commit|on"])

    def test_faulty_catalog_is_refused(self):
        catalog = self.home / "catalog.textproto"
        catalog.write_text(harness.CATALOG.read_text(encoding="utf-8").replace(
            'denominator: "litigation.cases_concluded"', 'denominator: "litigation.nothing"'),
                           encoding="utf-8")
        process = self.up(catalog=catalog).launch()
        self.assertNotEqual(process.popen.wait(harness.START_TIMEOUT_S), 0)
        self.assertIn("litigation.nothing", process.stderr() + process.stdout())

    def test_new_indicator_needs_only_another_catalog(self):
        code = "training.moot_courts"
        catalog = self.home / "catalog.textproto"
        catalog.write_text(harness.CATALOG.read_text(encoding="utf-8") + f"""
            indicators {{ code: "{code}" name_zh: "模拟法庭" name_en: "Moot courts"
                          section: "九" unit_zh: "场" unit_en: "sessions" flow {{}} }}""",
                           encoding="utf-8")
        up = self.up().start()
        submit(up, 5)
        refused = up.submit("justice", code, 2, "2023-05-05T09:00:00Z", check=False)
        self.assertEqual(refused.returncode, 1, refused.stdout + refused.stderr)
        up.process.stop()
        renewed = self.up(catalog=catalog).start()
        renewed.submit("justice", code, 2, "2023-05-05T09:00:00Z")
        self.assertEqual(renewed.figures(2023)[code].value, 2)
        self.assertEqual(value(renewed), 5)


if __name__ == "__main__":
    unittest.main(verbosity=2)
