"""The audit of published figures: the command line on both samples, and the RPC."""

import json
import os
import subprocess
import unittest

import grpc

import client  # generates what is imported next
import harness
from jurimeter.v1 import audit_pb2, audit_pb2_grpc

EXAMPLES = harness.ROOT / "deploy/samples/audit/figures.tsv"
REPORT = harness.SAMPLE / "audit.tsv"

HEADER = "name\tkind\tprinted\tnumerator\tdenominator\tcurrent\tprior\tgroup"

# Verdicts of the real report's figures, and the one solution where there is one.
REPORT_VERDICTS = {
    "gov_services.item_quality_rate": ("UNLIMITED", None),
    "reconsideration.growth_of_concluded": ("IMPOSSIBLE", None),
    "reconsideration.accepted_growth": ("ONLY_ONE", (80, 33)),
    "reconsideration.accepted_growth_prior": ("ONLY_ONE", (80, 33)),
    "litigation.officer_appearance_rate": ("UNLIMITED", None),
    "mediation.resolution_rate": ("ONLY_ONE", (1756, 1767)),
    "oversight.proposal_reply_rate": ("ONLY_ONE", (214, 214)),
    "oversight.proposal_satisfaction_rate": ("ONLY_ONE", (214, 214)),
    "litigation.win_rate": ("SEVERAL", None),
}

# Faulty rows below HEADER, and what the message of line 2 says.
ROW_FAULTS = [
    ("x\tratios\t5%", 'kind: is "ratios"; expected ratio, share, growth or multiple'),
    ("x\tratio\t", 'printed: is ""; expected a number'),
    ("x\tratio\t-5%", 'printed: is "-5%"; expected a sign only of a growth'),
    ("x\tgrowth\t5", 'printed: is "5"; expected %, ‰ or 倍'),
    ("x\tshare\t5倍", 'printed: is "5倍"; expected % or ‰'),
    ("x\tratio\t5%\t9..3", 'numerator: is "9..3"; expected the smaller number before ..'),
    ("x\tratio\t5%\t\t0", "denominator: is 0; expected at least 1"),
    ("x\tratio\t5%\t\t\t7", 'current: is "7"; expected nothing of this kind of figure'),
    ("x\tgrowth\t5%\t7", 'numerator: is "7"; expected nothing of this kind of figure'),
    ("x\tratio\t5%\t\t\t\t\tg", 'group: is "g"; expected only of a share'),
    ("x\tshare\t近5%\t\t\t\t\tg", 'printed: is "近5%"; expected a percentage without a bound'),
    ("x\tratio\t5%" + "\t" * 6 + "more", "has 9 fields; expected at most 8"),
]


class CommandLine(unittest.TestCase):
    def setUp(self):
        self.directory = harness.temporary_directory()

    def audit(self, path, *more):
        return harness.run("jurimeter", "audit", path, *more, check=False)

    def json_of(self, path):
        return json.loads(self.audit(path, "--format", "json").stdout)

    def audit_text(self, text):
        path = self.directory / "figures.tsv"
        path.write_text(text, encoding="utf-8")
        return self.audit(path)

    def test_the_real_report(self):
        answer = self.json_of(REPORT)
        found = {}
        for figure in answer["figures"]:
            only = figure.get("only")
            found[figure["name"]] = (
                figure["verdict"].removeprefix("AUDIT_VERDICT_"),
                only and (int(only["numerator"]), int(only["denominator"])))
        self.assertEqual(found, REPORT_VERDICTS)
        by_name = {figure["name"]: figure for figure in answer["figures"]}
        win_rate = by_name["litigation.win_rate"]["readings"]
        self.assertEqual(len(win_rate), 1)
        self.assertEqual(win_rate[0]["denominators"], "126")
        pairs = sum(100 * won >= 95 * concluded
                    for concluded in range(1, 127) for won in range(concluded + 1))
        self.assertEqual(win_rate[0]["pairs"], str(pairs))
        # All of 214; 213 only rounds to 100%.
        reply = by_name["oversight.proposal_reply_rate"]
        self.assertEqual(reply["all_or_none"]["pairs"], "1")
        self.assertIn({"numerator": "213", "denominator": "214"}, reply["readings"][0]["first"])

    def test_roundings_are_told_apart(self):
        by_name = {figure["name"]: figure for figure in self.json_of(REPORT)["figures"]}
        readings = by_name["mediation.resolution_rate"]["readings"]
        self.assertEqual([(r["roundings"], r["possible"]) for r in readings],
                         [(["ROUNDING_HALF_UP", "ROUNDING_HALF_EVEN", "ROUNDING_UP"], True),
                          (["ROUNDING_DOWN"], False)])

    def test_the_table_of_the_examples(self):
        result = self.audit(EXAMPLES)
        self.assertEqual(result.returncode, 1)  # some are impossible
        for line in [
                "half up, half even, up: 1756/1767; down: none",
                "half up, half even, down: 80 ← 33; up: none",
                "at its word: 214/214; half up, half even: 213/214, 214/214, 215/214",
                "at its word: none; half up, half even, up: 1351/1352; down: none",
                "half up, up: 1/16; half even, down: none",
                "half up, half even, down: possible as 1 + 1 + 1; up: impossible",
                "every rounding: impossible; made to add up: staff.unknown 33.4%",
                "21 figures, 3 groups, 3 impossible"]:
            self.assertIn(line, result.stdout)

    def test_exits_with_0_where_all_is_possible(self):
        result = self.audit_text(f"# a comment\n{HEADER}\r\n\nx\tratio\t50%\t\t2\r\n")
        self.assertEqual(result.returncode, 0, result.stdout)
        self.assertIn("1/2", result.stdout)

    def test_files_as_spreadsheets_and_old_systems_write_them(self):
        text = f"{HEADER}\t\t\n\t\t\n x\u3000\tratio\t 约50% \t\t2" + "\t" * 9 + "\n"
        wanted = self.audit_text(f"{HEADER}\nx\tratio\t约50%\t\t2\n").stdout
        for encoding in ["utf-8", "utf-8-sig", "gb18030", "utf-16"]:
            for end in ["\n", "\r\n", "\r"]:
                with self.subTest(encoding=encoding, end=end):
                    path = self.directory / "figures.tsv"
                    path.write_bytes(text.replace("\n", end).encode(encoding))
                    result = self.audit(path)
                    self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
                    self.assertEqual(result.stdout, wanted)

    def test_a_file_of_no_one_encoding_is_refused(self):
        path = self.directory / "figures.tsv"
        path.write_bytes(f"{HEADER}\nx\tratio\t近50%\t\t2\n".encode() + b"y\xff\n")
        result = self.audit(path)
        self.assertEqual(result.returncode, 1)
        self.assertIn("figures.tsv is neither UTF-8 (up to line 3) nor GB18030", result.stdout)

    def test_faulty_rows_are_named_by_line(self):
        for row, fault in ROW_FAULTS:
            with self.subTest(row):
                result = self.audit_text(f"{HEADER}\n{row}\n")
                self.assertEqual(result.returncode, 1)
                self.assertIn("figures.tsv:2: ", result.stdout)
                self.assertIn(fault, result.stdout)

    def test_all_faults_are_named_at_once(self):
        result = self.audit_text(HEADER + "\n" + "".join(row + "\n" for row, _ in ROW_FAULTS[2:7]))
        for line, (_, fault) in enumerate(ROW_FAULTS[2:7], start=2):
            self.assertIn(f"figures.tsv:{line}: {fault}", result.stdout)

    def test_faulty_headers(self):
        for header, faults in [
                ("", ["no header"]),
                ("name\tprinted\n", ['no column "kind"']),
                ("kind\tprinted\tkind\n", ['column "kind" stands twice']),
                ("kind\tvalue\n", ['column "value" is unknown', 'no column "printed"'])]:
            with self.subTest(header):
                result = self.audit_text(header)
                self.assertEqual(result.returncode, 1)
                for fault in faults:
                    self.assertIn(fault, result.stdout)

    def test_shares_of_a_group_have_one_whole(self):
        result = self.audit_text(
            f"{HEADER}\na\tshare\t50%\t\t10\t\t\tg\nb\tshare\t50%\t\t11\t\t\tg\n")
        self.assertIn('figures.tsv:3: denominator: is "11"; expected that of the group\'s first',
                      result.stdout)

    def test_faults_of_a_group_are_named_by_line(self):
        result = self.audit_text(
            f"{HEADER}\na\tshare\t50%\t\t10\t\t\tg\nb\tshare\t近5%\t\t11\t\t\tg\n"
            "c\tratio\t5%\t\t\t\t\tg\n")
        self.assertIn("figures.tsv:3: printed: ", result.stdout)
        self.assertIn("figures.tsv:3: denominator: ", result.stdout)
        self.assertIn("figures.tsv:4: group: ", result.stdout)
        self.assertNotIn("figures[", result.stdout)

    def test_no_figures_are_a_sound_answer(self):
        path = self.directory / "none.tsv"
        path.write_text(HEADER + "\n", encoding="utf-8")
        self.assertEqual(self.json_of(path), {"figures": [], "groups": []})
        self.assertIn("0 figures, 0 groups, 0 impossible", self.audit(path).stdout)

    def test_answers_are_not_held_in_memory(self):
        path = self.directory / "many.tsv"
        rows = (f"x\tratio\t{i % 10000 / 100:.2f}%\t\t1..{i % 4999 + 1}\n" for i in range(100_000))
        path.write_text(HEADER + "\n" + "".join(rows), encoding="utf-8")
        with (self.directory / "out").open("w+", encoding="utf-8") as out:
            process = subprocess.Popen([harness.BIN / "jurimeter", "audit", path], stdout=out)
            usage = os.wait4(process.pid, 0)[2]
            process.returncode = 1  # waited for above
            out.seek(0)
            self.assertIn("100000 figures, ", out.read())
        self.assertLess(usage.ru_maxrss, 64 << 10)  # in KiB; the answers are far more

    def test_says_where_answers_cannot_be_printed(self):
        with open("/dev/full", "wb") as full:
            result = subprocess.run([harness.BIN / "jurimeter", "audit", EXAMPLES], stdout=full,
                                    stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual(result.returncode, 3)
        self.assertIn("could not all be printed", result.stderr)

    def test_a_file_out_of_reach_is_not_a_finding(self):
        result = self.audit(self.directory / "none.tsv")
        self.assertEqual(result.returncode, 3)
        self.assertIn("none.tsv", result.stderr)


class Rpc(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        up = cls.enterClassContext(harness.Up())
        channel = cls.enterClassContext(grpc.insecure_channel(up.addresses["query"]))
        cls.audit = audit_pb2_grpc.IndicatorAuditStub(channel)

    def call(self, *figures):
        return self.audit.AuditFigures(audit_pb2.AuditFiguresRequest(figures=figures),
                                       timeout=client.TIMEOUT_S)

    def refused(self, *figures):
        with self.assertRaises(grpc.RpcError) as caught:
            self.call(*figures)
        self.assertEqual(caught.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)
        self.assertEqual(client.details(caught.exception)["ErrorInfo"].reason, "QUERY_REFUSED")
        return client.violations(caught.exception)

    def test_answers_figures_and_groups(self):
        third = {"kind": audit_pb2.PUBLISHED_KIND_SHARE, "printed": "33.3%", "denominator": "3",
                 "group": "g"}
        answer = self.call(
            audit_pb2.PublishedFigure(name="growth", kind=audit_pb2.PUBLISHED_KIND_GROWTH,
                                      printed="142.4%", current="80"),
            *(audit_pb2.PublishedFigure(**third) for _ in range(3)))
        self.assertEqual(answer.figures[0].name, "growth")
        self.assertEqual(answer.figures[0].verdict, audit_pb2.AUDIT_VERDICT_ONLY_ONE)
        self.assertEqual(answer.figures[0].only,
                         audit_pb2.WholePair(numerator=80, denominator=33))
        self.assertEqual(len(answer.groups), 1)
        group = answer.groups[0]
        self.assertEqual((group.group, list(group.figures), group.printed_sum, group.adds_up),
                         ("g", [1, 2, 3], "99.9", False))
        self.assertEqual(group.readings[0].outcome, audit_pb2.SHARE_GROUP_OUTCOME_POSSIBLE)
        self.assertEqual([(part.min, part.max) for part in group.readings[0].parts], [(1, 1)] * 3)

    def test_nothing_is_answered_with_nothing(self):
        self.assertEqual(self.call(), audit_pb2.AuditFiguresResponse())

    def test_names_every_faulty_field(self):
        found = self.refused(
            audit_pb2.PublishedFigure(kind=audit_pb2.PUBLISHED_KIND_RATIO, printed="50%"),
            audit_pb2.PublishedFigure(kind=99, printed="x", numerator="-1", denominator="0"))
        self.assertEqual(sorted(found), ["figures[1].denominator", "figures[1].kind",
                                         "figures[1].numerator", "figures[1].printed"])

    def test_takes_no_more_than_it_says(self):
        figure = audit_pb2.PublishedFigure(kind=audit_pb2.PUBLISHED_KIND_RATIO, printed="50%")
        self.assertEqual(len(self.call(*[figure] * 2000).figures), 2000)
        self.assertIn("figures", self.refused(*[figure] * 2001))


if __name__ == "__main__":
    unittest.main()
