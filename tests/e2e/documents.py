"""The words and code of the documents, for tests that they are true.

Example:
    statements, grants = documents.blocks("docs/operate.md", "On your own PostgreSQL", "sql")
"""

import re

import harness


def section(file, heading):
    """The text below a heading, up to the next one."""
    text = (harness.ROOT / file).read_text(encoding="utf-8")
    below = re.split(rf"^##+ {re.escape(heading)}\n", text, flags=re.M)[1]
    return re.split(r"^##+ ", below, flags=re.M)[0]


def blocks(file, heading, language=""):
    """The blocks of code there that are marked as of a language; by default those not marked."""
    found = re.findall(r"^```(\w*)\n(.*?)^```", section(file, heading), re.M | re.S)
    return [code for marked, code in found if marked == language]
