"""docs/catalog.md says what is so: its examples, its printed texts, its refusals, its links."""

import pathlib
import re
import tempfile
import unittest

import test_every_kind as every_kind
import harness

from jurimeter.v1 import catalog_pb2

DOCUMENT = harness.ROOT / "docs/catalog.md"
FIGURES = ["indicator", "question", "exact", "prints"]
BREACHES = ["period", "rule", "bureau", "numbers"]
REFUSALS = ["instead of", "written", "is told"]


def spaced(text):
    """Texts that differ in nothing but space and comments are the same."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    return " ".join(" ".join(lines).split())


def cells_of(line):
    return [cell.strip().removeprefix("`").removesuffix("`")
            for cell in line.strip().strip("|").split("|")]


def rows_of(text, heads):
    """The rows of all tables of a document that have such a head."""
    rows = []
    inside = False
    for line in text.splitlines():
        if not line.startswith("|"):
            inside = False
        elif cells_of(line) == heads:
            inside = True
        elif inside and not line.startswith("|---"):
            rows.append(dict(zip(heads, cells_of(line), strict=True)))
    return rows


def question_of(text):
    """`2024, region 9901` or `2024, by region:4, part 9901`, as the columns of expected.tsv."""
    period, *more = text.split(", ")
    said = dict(words.split(" ", 1) for words in more)
    return {"period": period, "region": said.get("region", ""), "by": said.get("by"),
            "part": said.get("part", every_kind.WHOLE), "bureaus": ""}


def headings_of(text):
    """The names by which a document's headings are linked to."""
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


class Document(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.text = DOCUMENT.read_text(encoding="utf-8")
        cls.catalog = every_kind.CATALOG.read_text(encoding="utf-8")

    def examples(self):
        return re.findall(r"^```textproto\n(.*?)^```$", self.text, re.MULTILINE | re.DOTALL)

    def test_every_example_is_of_the_catalog(self):
        catalog = spaced(self.catalog)
        # Each top-level message or field of an example by itself: some are left out between them.
        parts = [part for example in self.examples()
                 for part in re.findall(r"^\w.*(?:\n .*)*(?:\n\})?", example, re.MULTILINE)]
        self.assertGreater(len(parts), 40)
        for part in parts:
            with self.subTest(part):
                self.assertIn(spaced(part), catalog)

    def test_every_kind_of_definition_and_rule_has_an_example(self):
        text = "\n".join(self.examples())
        for message, oneof in [("Indicator", "definition"), ("Rule", "rule")]:
            descriptor = catalog_pb2.DESCRIPTOR.message_types_by_name[message]
            for field in descriptor.oneofs_by_name[oneof].fields:
                self.assertRegex(text, rf"(?m)^  {field.name} \{{")

    def test_every_way_to_print_is_explained(self):
        for name in every_kind.ENUMS:
            for value in catalog_pb2.DESCRIPTOR.enum_types_by_name[name].values:
                if value.number != 0:
                    self.assertIn(value.name, self.text)

    def test_every_printed_text_is_the_expected_one(self):
        expected = every_kind.rows_of("expected.tsv")
        rows = rows_of(self.text, FIGURES)
        self.assertGreater(len(rows), 60)
        for row in rows:
            with self.subTest(row):
                wanted = question_of(row["question"]) | {"indicator": row["indicator"]}
                found = {(each["exact"], each["display"] or each["status"]) for each in expected
                         if all(text is None or each[name] == text
                                for name, text in wanted.items())}
                self.assertEqual(found, {(row["exact"], row["prints"])})

    def test_every_breach_is_an_expected_one(self):
        expected = [[each["period"], each["rule"], each["bureau"] or "the whole", each["numbers"]]
                    for each in every_kind.rows_of("expected_warnings.tsv") if not each["region"]]
        rows = rows_of(self.text, BREACHES)
        self.assertEqual({row["rule"] for row in rows}, {each[1] for each in expected})
        for row in rows:
            self.assertIn(list(row.values()), expected)

    def test_every_refusal_is_told(self):
        rows = rows_of(self.text, REFUSALS)
        self.assertGreater(len(rows), 20)
        with tempfile.TemporaryDirectory() as directory:
            changed = pathlib.Path(directory) / "changed.textproto"
            for row in rows:
                with self.subTest(row["written"]):
                    self.assertIn(row["instead of"], self.catalog)
                    changed.write_text(
                        self.catalog.replace(row["instead of"], row["written"], 1),
                        encoding="utf-8")
                    done = harness.run("jurimeter", "catalog", "check", changed, check=False)
                    self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
                    self.assertIn(f": {row['is told']}\n", done.stdout + done.stderr)

    def test_every_link_leads_somewhere(self):
        headings = headings_of(self.text)
        for target in re.findall(r"\]\(([^)]+)\)", self.text):
            with self.subTest(target):
                if target.startswith("#"):
                    self.assertIn(target[1:], headings)
                else:
                    self.assertTrue((DOCUMENT.parent / target).exists())


if __name__ == "__main__":
    unittest.main(verbosity=2)
