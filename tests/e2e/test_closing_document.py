"""docs/corrections-and-closing.md: each command in turn prints what the document prints."""

import os
import re
import subprocess
import unittest

import client
import harness

DOCUMENTS = {"docs/corrections-and-closing.md": "exit code ",
             "docs/corrections-and-closing.zh.md": "退出码 "}
BATCH = 1_500
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


def steps_of(file):
    """(what is said before it, commands, what they print) of each."""
    text = (harness.ROOT / file).read_text(encoding="utf-8")
    prose = re.split(r"^```\w*\n.*?^```\n", text, flags=re.M | re.S)
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.M | re.S)
    languages = [language for language, _ in blocks]
    if languages != ["sh", ""] * (len(blocks) // 2):
        raise AssertionError(f"{file}: not each block of commands has its output: {languages}")
    codes = [code for _, code in blocks]
    return list(zip(prose[::2], codes[::2], codes[1::2]))


class Document(unittest.TestCase):
    def run_steps(self, file):
        """Runs its commands as written and yields (step, what was done)."""
        with harness.Up() as up:
            self.send_sample(up)
            home = up.home / "sources"
            home.mkdir()
            (home / "deploy").symlink_to(harness.ROOT / "deploy")
            self.texts = {up.addresses["ingestion"]: "127.0.0.1:50051",
                          up.addresses["query"]: "127.0.0.1:50052"}
            settings = {"PATH": f"{harness.BIN}:{os.environ['PATH']}",
                        "JURIMETER_DATABASE_URL": up.addresses["database_url"],
                        "JURIMETER_INGESTION": up.addresses["ingestion"],
                        "JURIMETER_QUERY": up.addresses["query"]}
            for step in steps_of(file):
                self.await_query(up)
                yield step, subprocess.run(
                    ["bash", "-euc", step[1]], cwd=home, stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT, encoding="utf-8", timeout=harness.RUN_TIMEOUT_S,
                    check=False, env=harness.environment(settings))

    def send_sample(self, up):
        """In so many batches, one after the other, that revisions are those of the documents."""
        events = [client.event(**(row | {"quantity": int(row["quantity"])}))
                  for row in harness.events_of(harness.EVENTS)]
        caller = client.Client(up.addresses["ingestion"], up.addresses["query"])
        for begin in range(0, len(events), BATCH):
            caller.submit_batch(events[begin:begin + BATCH])
        caller.close()
        self.assertEqual(up.revision(), 7)

    def await_query(self, up):
        """The documents' reader is slower than the follower; this test is not."""
        up.query_text(2023, "csv", "--indicator", "mediation.disputes_received")

    def lasting(self, text, commands):
        """A text without the ids, times and ports that every run has its own of."""
        for address, documented in self.texts.items():
            text = text.replace(address, documented)
        text = UUID.sub(lambda found: found[0] if found[0] in commands else "UUID", text)
        return TIME.sub("TIME", text)

    def test_commands_print_what_is_printed(self):
        for file, words in DOCUMENTS.items():
            for (before, commands, printed), done in self.run_steps(file):
                with self.subTest(f"{file}: {commands}"):
                    self.assertEqual(self.lasting(done.stdout, commands),
                                     self.lasting(printed, commands))
                    said = re.findall(words + r"(\d)", before)
                    self.assertEqual([str(done.returncode)], said or ["0"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
