"""A database that comes back as another one, as after a restore, beneath services that go on.

What a service remembers is of a ledger that is no more: revisions, catalogs, keys of codes.
"""

import subprocess
import unittest

import grpc

import client
import harness
from client import event

FLOW = "mediation.disputes_received"
DATABASE = "of_a_user"
ROLES = {"jurimeter-ingestion": "test_ingestion", "jurimeter-query": "test_query"}
RIGHTS = """
GRANT SELECT ON ALL TABLES IN SCHEMA public TO test_ingestion, test_query;
GRANT INSERT ON event, retraction, day_total, day_level, ledger_entry TO test_ingestion;
GRANT INSERT ON closing, closing_part TO test_ingestion;
GRANT UPDATE ON day_total, day_level, ledger_head TO test_ingestion;
GRANT DELETE ON day_total, day_level TO test_ingestion;
GRANT USAGE ON SEQUENCE entry_id TO test_ingestion
"""


def catalog_with(bureau, path):
    """The sample's catalog with one bureau more."""
    text = harness.CATALOG.read_text(encoding="utf-8")
    more = f'bureaus {{ code: "{bureau}" name_zh: "{bureau}" region: "230108102" }}\n'
    path.write_text(text + more, encoding="utf-8")
    return path


class Histories(unittest.TestCase):
    def setUp(self):
        up = self.enterContext(harness.Up())
        self.server = up.addresses["database_url"]
        self.url = self.server + f" dbname={DATABASE}"
        self.home = up.home
        self.backup = self.home / "backup.sql"
        for role in ROLES.values():
            harness.psql(self.server, f"CREATE ROLE {role} LOGIN")
        harness.psql(self.server, f"CREATE DATABASE {DATABASE}")
        harness.run("jurimeter", "migrate", "--database-url", self.url)
        self.apply(harness.CATALOG)
        harness.psql(self.url, RIGHTS)
        self.addresses = {program: self.start(program) for program in ROLES}
        self.client = client.Client(*self.addresses.values())
        self.addCleanup(self.client.close)

    def start(self, program):
        url = f"{self.url} user={ROLES[program]}"
        _, addresses = self.enterContext(harness.service(program, url))
        client.await_serving(addresses["listen"])
        return addresses["listen"]

    def apply(self, catalog):
        harness.run("jurimeter", "catalog", "apply", catalog, "--database-url", self.url)

    def back_up(self):
        with open(self.backup, "wb") as file:
            subprocess.run(["pg_dump", self.url], stdout=file, check=True)

    def restore(self):
        """Puts the backup in the database's place. No service can connect until it is let in."""
        for role in ROLES.values():
            harness.psql(self.server, f"ALTER ROLE {role} NOLOGIN")
        harness.psql(self.server, f"DROP DATABASE {DATABASE} WITH (FORCE)")
        harness.psql(self.server, f"CREATE DATABASE {DATABASE}")
        with open(self.backup, "rb") as file:
            subprocess.run(["psql", self.url, "-q", "-X", "-v", "ON_ERROR_STOP=1"], stdin=file,
                           stdout=subprocess.DEVNULL, check=True)

    def let_in(self, program):
        harness.psql(self.server, f"ALTER ROLE {ROLES[program]} LOGIN")
        client.await_serving(self.addresses[program])

    def submit(self, count, **fields):
        """The revision of the last of `count` events, each of a commit of its own."""
        return [self.client.submit(event(**fields)).revision for _ in range(count)][-1]

    def counted(self):
        return int(harness.psql(self.url, "SELECT coalesce(sum(total), 0) FROM day_total")[0])

    def assert_serves_what_is_counted(self, revision):
        self.assertEqual(self.client.figure(FLOW, revision).value, self.counted())
        harness.run("jurimeter", "verify", "--database-url", self.url)

    def test_figures_are_those_of_the_restored_database_whatever_its_revision(self):
        for more in [0, 4, 9]:
            with self.subTest(f"{more} events after the restore, 5 of a thousand before"):
                kept = self.submit(3)
                self.back_up()
                self.submit(5, quantity=1000)
                self.client.figure(FLOW, kept + 5)
                self.restore()
                self.let_in("jurimeter-ingestion")
                revision = self.submit(more) if more else kept
                self.let_in("jurimeter-query")
                harness.wait_for("the restored figures", lambda: self.client.figure(
                    FLOW).value == self.counted(), timeout_s=20)
                self.assert_serves_what_is_counted(revision)
                self.assert_serves_what_is_counted(self.submit(2))

    def test_a_lost_catalogs_bureau_is_not_booked_under_another(self):
        self.submit(1)
        self.back_up()
        self.apply(catalog_with("lost", self.home / "lost.textproto"))
        harness.wait_for("the lost bureau's event", lambda: self.submits("lost", 1))
        self.restore()
        # Revision 3 again, and the lost bureau's key.
        self.apply(catalog_with("found", self.home / "found.textproto"))
        for program in ROLES:
            self.let_in(program)
        harness.wait_for("an event of the bureau that is there",
                         lambda: self.submits("found", 7))
        self.assertFalse(self.submits("lost", 500), "no catalog in force has it")
        booked = harness.psql(self.url, "SELECT code, sum(quantity) FROM event "
                              "JOIN bureau USING (bureau_id) GROUP BY code ORDER BY code")
        self.assertEqual(booked, ["found|7", "justice|1"])
        revision = self.submit(1)
        self.assertEqual(self.client.figure(FLOW, revision, bureaus=["found"]).value, 7)
        self.assert_serves_what_is_counted(revision)

    def submits(self, bureau, quantity):
        """Whether an event is taken; one that is not must be refused as of no known bureau, or to
        be sent again."""
        try:
            self.client.submit(event(bureau=bureau, quantity=quantity))
        except grpc.RpcError as error:
            if error.code() == grpc.StatusCode.INVALID_ARGUMENT:
                self.assertEqual(set(client.violations(error)), {"bureau"})
            else:
                self.assertEqual(error.code(), grpc.StatusCode.UNAVAILABLE, error)
            return False
        return True


if __name__ == "__main__":
    unittest.main(verbosity=2)
