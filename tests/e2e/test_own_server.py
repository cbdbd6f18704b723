"""A server of one's own, set up, backed up and restored by the statements of docs/operate.md."""

import contextlib
import os
import pathlib
import re
import shutil
import subprocess
import unittest

import client
import harness
from client import event, ingestion_pb2
from documents import blocks

FLOW = "mediation.disputes_received"
ROLES = ["jurimeter_owner", "jurimeter_ingestion", "jurimeter_query"]


def statements(sql):
    """SQL without its comments, which are in the document's language."""
    return re.sub(r" *--.*", "", sql).strip()


class OwnServer(unittest.TestCase):
    def setUp(self):
        self.roles_sql, self.grants_sql = blocks("docs/operate.md", "On your own PostgreSQL", "sql")
        self.up = self.enterContext(harness.Up())
        self.superuser = self.up.addresses["database_url"]
        self.home = harness.temporary_directory()
        self.addCleanup(shutil.rmtree, self.home)
        self.let_roles_in_by_password()
        for statement in statements(self.roles_sql).split(";\n"):
            harness.psql(self.superuser, statement)

    def let_roles_in_by_password(self):
        hba = pathlib.Path(harness.psql(self.superuser, "SHOW hba_file")[0])
        hba.write_text(f"local all {','.join(ROLES)} scram-sha-256\n" + hba.read_text())
        harness.psql(self.superuser, "SELECT pg_reload_conf()")
        passwords = dict(re.findall(r"ROLE (\w+) LOGIN PASSWORD '(.*?)'", self.roles_sql))
        self.assertEqual(sorted(passwords), sorted(ROLES))
        file = self.home / "pgpass"
        file.write_text("".join(f"*:*:legal:{role}:{word}\n" for role, word in passwords.items()))
        file.chmod(0o600)
        os.environ["PGPASSFILE"] = str(file)
        self.addCleanup(os.environ.pop, "PGPASSFILE")

    def url(self, role):
        return f"{self.superuser} dbname=legal user={role}"  # the last of two words holds

    def migrate_and_grant(self):
        harness.run("jurimeter", "migrate", "--database-url", self.url("jurimeter_owner"))
        harness.psql(self.url("jurimeter_owner"), self.grants_sql)

    def verify(self):
        return harness.run("jurimeter", "verify", "--database-url", self.url("jurimeter_query"))

    @contextlib.contextmanager
    def services(self):
        with (harness.service("jurimeter-ingestion", self.url("jurimeter_ingestion")) as (_, takes),
              harness.service("jurimeter-query", self.url("jurimeter_query")) as (_, tells)):
            client.await_serving(takes["listen"])
            client.await_serving(tells["listen"])
            with contextlib.closing(client.Client(takes["listen"], tells["listen"])) as connected:
                yield connected

    def shell(self, command):
        """Runs a command of the document on this server."""
        host = re.search(r"host='?([^' ]+)", self.superuser)[1]
        command = command.replace("host=db", f"host={host}")
        done = subprocess.run(command, shell=True, cwd=self.home, capture_output=True,
                              encoding="utf-8", timeout=harness.RUN_TIMEOUT_S, check=False,
                              env=harness.environment({
                                  "PATH": f"{harness.BIN}:{os.environ['PATH']}"}))
        self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout}\n{done.stderr}")

    def refuses(self, role, sql):
        with self.assertRaisesRegex(AssertionError, "permission denied|must be owner"):
            harness.psql(self.url(role), sql)

    def test_backup_and_restore_into_a_fresh_site(self):
        self.migrate_and_grant()
        harness.run("jurimeter", "catalog", "apply", harness.CATALOG, "--database-url",
                    self.url("jurimeter_owner"))
        first = event(quantity=12)
        with self.services() as connected:
            revision = connected.submit(first).revision
            self.assertEqual(connected.figure(FLOW, revision).value, 12)
        self.verify()

        # The third says how to verify what is new.
        dump, restore, _ = [block.splitlines()
                            for block in blocks("docs/operate.md", "Backup and verification",
                                                "sh")]
        self.shell(dump[0])
        harness.psql(self.superuser, "DROP DATABASE legal")
        harness.psql(self.superuser, re.search("CREATE DATABASE .*", self.roles_sql)[0])
        (self.home / "grants.sql").write_text(self.grants_sql, encoding="utf-8")
        for command in restore:
            self.shell(command)
        with self.services() as connected:
            self.assertEqual(connected.figure(FLOW, revision).value, 12)
            self.assertEqual(connected.submit(first).outcome, ingestion_pb2.OUTCOME_DUPLICATE)
            revision = connected.submit(event(quantity=3)).revision
            self.assertEqual(connected.figure(FLOW, revision).value, 15)
        self.verify()

    def test_roles_have_the_privileges_that_they_need_and_no_others(self):
        self.migrate_and_grant()
        for role in ["jurimeter_ingestion", "jurimeter_query"]:
            for sql in ["DELETE FROM event", "UPDATE event SET quantity = 1", "TRUNCATE event",
                        "UPDATE ledger_entry SET items = 1", "DELETE FROM ledger_entry",
                        "INSERT INTO bureau (code) VALUES ('x')", "CREATE TABLE more (id integer)",
                        "INSERT INTO catalog VALUES (1, 1, 'UTC', '')",
                        "INSERT INTO access_list VALUES (1, 1, '')",
                        "INSERT INTO principal (name) VALUES ('x')",
                        "INSERT INTO schema_migration VALUES (9, 'x', 'y')",
                        "SELECT setval('entry_id', 1)", "DROP TABLE event"]:
                with self.subTest(role=role, sql=sql):
                    self.refuses(role, sql)
        self.refuses("jurimeter_query", "SELECT nextval('entry_id')")
        self.refuses("jurimeter_query", "UPDATE ledger_head SET revision = 1")
        self.refuses("jurimeter_query", "INSERT INTO event SELECT * FROM event")

    def test_a_site_from_before_the_newest_privileges_is_told_of_them(self):
        harness.run("jurimeter", "migrate", "--database-url", self.url("jurimeter_owner"))
        older = [grant for grant in statements(self.grants_sql).split(";\n")
                 if "ALL SEQUENCES" not in grant]
        harness.psql(self.url("jurimeter_owner"), ";".join(older))
        done = harness.run("jurimeter", "verify", "--database-url", self.url("jurimeter_query"),
                           check=False)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("GRANT SELECT ON SEQUENCE entry_id TO", done.stdout)
        self.migrate_and_grant()
        self.verify()

    def test_a_wrong_password_is_said(self):
        harness.psql(self.superuser, "ALTER ROLE jurimeter_query PASSWORD 'changed'")
        done = harness.run("jurimeter", "verify", "--database-url", self.url("jurimeter_query"),
                           check=False)
        self.assertEqual(done.returncode, 3)
        self.assertIn("password authentication failed", done.stderr)


class Documents(unittest.TestCase):
    def test_both_languages_have_the_same_statements(self):
        for english, chinese in [("On your own PostgreSQL", "使用您自己的 PostgreSQL"),
                                 ("Backup and verification", "备份与核对")]:
            for language, comment in [("sql", " *--.*"), ("sh", " *#.*")]:
                ours, theirs = ([re.sub(comment, "", block) for block in
                                 blocks(document, heading, language)]
                                for document, heading in [("docs/operate.md", english),
                                                          ("docs/operate.zh.md", chinese)])
                self.assertEqual(ours, theirs)


if __name__ == "__main__":
    unittest.main(verbosity=2)
