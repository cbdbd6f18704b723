"""Random access lists against an evaluation in Python: 10,000 questions, and no other answer."""

import collections
import datetime as dt
import os
import random
import shutil
import subprocess
import unittest

import harness
from access_evaluation import Evaluation, ONE_DAY, days_from

WORLDS = 20
QUESTIONS_OF_A_WORLD = 500
KINDS = ["report", "correct", "read", "close", "publish", "administer", "forward"]
FOR_ALL_ONLY = KINDS[4:]
FIRST, LAST = dt.date(2022, 1, 1), dt.date(2023, 12, 31)


class World:
    """A random catalog and a random access list, as texts and as what they mean."""

    def __init__(self, source):
        self.source = source
        self.bureaus = [self.bureau(f"b{place}") for place in range(source.randint(1, 9))]
        self.identity = source.choice(["URI", "DNS", "COMMON_NAME"])
        self.grants, self.certificates = {}, {}
        for place in range(source.randint(1, 6)):
            code = f"p-{place}"
            self.grants[code] = [self.grant() for _ in range(source.randint(0, 5))]
            self.certificates[code] = self.name(place) if source.random() < 0.7 else ""
        self.grants["office"] = [(["administer", source.choice(KINDS)], ("all", None))]
        self.certificates["office"] = ""
        self.evaluation = Evaluation(self.bureaus, self.grants, self.certificates)

    def day(self):
        return FIRST + ONE_DAY * self.source.randint(0, (LAST - FIRST).days)

    def region(self, shortest):
        return "".join(self.source.choice("12") for _ in range(self.source.randint(shortest, 4)))

    def bureau(self, code):
        begins = self.day() if self.source.random() < 0.3 else None
        ends = self.day() if self.source.random() < 0.3 else None
        if begins and ends and ends < begins:
            begins, ends = ends, begins
        region = was = self.region(2)
        assignments = []
        for day in sorted({self.day() for _ in range(self.source.randint(0, 3))}):
            moved = self.region(2)
            if moved != was and (not begins or day > begins) and (not ends or day <= ends):
                assignments.append({"from": day, "region": moved})
                was = moved
        return {"code": code, "region": region, "begins": begins, "ends": ends,
                "assignments": assignments}

    def scope(self):
        kind = self.source.choice(["all", "region", "region", "bureaus", "bureaus"])
        if kind == "region":
            return kind, self.region(1)
        codes = [bureau["code"] for bureau in self.bureaus]
        return kind, self.source.sample(codes, self.source.randint(1, min(3, len(codes))))

    def grant(self):
        scope = self.scope()
        kinds = KINDS if scope[0] == "all" else [kind for kind in KINDS if kind not in FOR_ALL_ONLY]
        return self.source.sample(kinds, self.source.randint(1, 3)), scope

    def name(self, place):
        return {"URI": f"spiffe://Office/{place}", "DNS": f"p{place}.example",
                "COMMON_NAME": f"Person {place}"}[self.identity]

    def catalog_text(self):
        lines = ['time_zone: "Asia/Shanghai" first_year: 2020']
        for bureau in self.bureaus:
            life = "".join(f' {end}: "{bureau[end]}"' for end in ["begins", "ends"] if bureau[end])
            moves = "".join(f' assignments {{ from: "{move["from"]}" region: "{move["region"]}" }}'
                            for move in bureau["assignments"])
            lines.append(f'bureaus {{ code: "{bureau["code"]}" name_zh: "局" '
                         f'region: "{bureau["region"]}"{life}{moves} }}')
        return "\n".join(lines)

    def list_text(self):
        lines = [f"certificate_identity: CERTIFICATE_IDENTITY_{self.identity}"]
        for code, grants in self.grants.items():
            lines.append(f'principals {{ code: "{code}" name_zh: "人"')
            if self.certificates[code]:
                lines.append(f'  certificate: "{self.certificates[code]}"')
            for kinds, scope in grants:
                words = ", ".join(f"GRANT_KIND_{kind.upper()}" for kind in kinds)
                lines.append(f"  grants {{ kinds: [{words}] scope {{ {scope_field(scope)} }} }}")
            lines.append("}")
        return "\n".join(lines)

    def question(self):
        """(the line, the answer)"""
        about = self.source.choice(["day", "day", "scope", "scope", "narrow", "known"])
        if about == "known":
            return self.question_of_a_certificate()
        principal, kind = self.source.choice(list(self.grants)), self.source.choice(KINDS)
        if about == "day":
            code, day = self.source.choice(self.bureaus)["code"], self.day()
            answer = self.evaluation.may(principal, kind, code, day)
            return "\t".join([about, principal, kind, code, str(day)]), yes_or_no(answer)
        scope = self.scope()
        first = self.day()
        last = min(LAST, first + ONE_DAY * self.source.choice([0, 1, 30, 90]))
        line = "\t".join([about, principal, kind, scope_word(scope), str(first), str(last)])
        asked = (principal, kind, scope, first, last)
        if about == "scope":
            return line, yes_or_no(self.evaluation.may_all(*asked))
        return line, runs_of(self.evaluation.narrowed(*asked), self.evaluation.order)

    def question_of_a_certificate(self):
        names = [self.name(self.source.randint(0, 7)) for _ in range(self.source.randint(1, 2))]
        names = [self.source.choice([str, str.upper, str.lower])(name) for name in names]
        answer = self.evaluation.known(names, folded=self.identity == "DNS")
        return "\t".join(["known", *names]), answer


def yes_or_no(answer):
    return "yes" if answer else "no"


def scope_field(scope):
    kind, what = scope
    if kind == "all":
        return "all: true"
    if kind == "region":
        return f'region: "{what}"'
    return " ".join(f'bureaus: "{code}"' for code in what)


def scope_word(scope):
    kind, what = scope
    return kind if kind == "all" else f"{kind} {what if kind == 'region' else ','.join(what)}"


def runs_of(bureau_days, order):
    """Bureaus in their order, each with the runs of its days."""
    texts = []
    for code in order:
        days = {day for each, day in bureau_days if each == code}
        firsts = sorted(day for day in days if day - ONE_DAY not in days)
        lasts = sorted(day for day in days if day + ONE_DAY not in days)
        if days:
            texts.append(" ".join([code, *(f"{a}..{b}" for a, b in zip(firsts, lasts))]))
    return "; ".join(texts)


class AccessAnswers(unittest.TestCase):
    def setUp(self):
        self.home = harness.temporary_directory()
        self.addCleanup(shutil.rmtree, self.home)
        self.answers = collections.Counter()

    def ask(self, world, questions):
        """The program's answer to each."""
        catalog, access = self.home / "catalog.textproto", self.home / "access.textproto"
        catalog.write_text(world.catalog_text(), encoding="utf-8")
        access.write_text(world.list_text(), encoding="utf-8")
        done = subprocess.run([harness.BIN / "access_answers", catalog, access],
                              input="".join(f"{question}\n" for question in questions),
                              capture_output=True, encoding="utf-8", timeout=60)
        self.assertEqual(done.returncode, 0, f"{done.stderr}\n{world.list_text()}")
        return done.stdout.split("\n")[:-1]

    def test_agree_with_an_evaluation_day_by_day(self):
        given = os.environ.get("JURIMETER_TEST_SEED")
        for seed in [int(given)] if given else [20231231, random.randrange(2**32)]:
            print(f"JURIMETER_TEST_SEED={seed}", flush=True)
            with self.subTest(seed=seed):
                self.agree(random.Random(seed))

    def agree(self, source):
        answered = 0
        for _ in range(WORLDS):
            world = World(source)
            asked = [world.question() for _ in range(QUESTIONS_OF_A_WORLD)]
            answers = self.ask(world, [question for question, _ in asked])
            self.assertEqual(len(answers), len(asked))
            for (question, expected), answer in zip(asked, answers):
                if answer != expected:
                    self.fail(f"{question}\nanswered {answer!r}, expected {expected!r}\n"
                              f"{world.catalog_text()}\n{world.list_text()}")
                self.answers[question.split("\t")[0], bool(answer) and answer != "no"] += 1
            answered += len(answers)
        self.assertEqual(answered, 10_000)
        # Both answers are common, so that a program that always says one cannot pass.
        for about in ["day", "scope", "narrow", "known"]:
            for granted in [False, True]:
                self.assertGreater(self.answers[about, granted], 200, (about, granted))

    def test_the_evaluation_knows_right_from_wrong(self):
        bureaus = [{"code": "a", "region": "11", "begins": None, "ends": dt.date(2023, 6, 30),
                    "assignments": [{"from": dt.date(2023, 3, 1), "region": "12"}]}]
        evaluation = Evaluation(bureaus, {"p": [(["read"], ("region", "11"))]}, {"p": "x"})
        self.assertTrue(evaluation.may("p", "read", "a", dt.date(2023, 2, 28)))
        self.assertFalse(evaluation.may("p", "read", "a", dt.date(2023, 3, 1)))
        self.assertFalse(evaluation.may("p", "close", "a", dt.date(2023, 2, 28)))
        everything = ("all", None)
        self.assertTrue(evaluation.may_all("p", "read", everything, dt.date(2023, 1, 1),
                                           dt.date(2023, 2, 28)))
        self.assertFalse(evaluation.may_all("p", "read", everything, dt.date(2023, 1, 1),
                                            dt.date(2023, 3, 1)))
        days = evaluation.narrowed("p", "read", everything, dt.date(2023, 2, 27),
                                   dt.date(2023, 7, 31))
        self.assertEqual(days, [("a", day) for day in days_from(dt.date(2023, 2, 27),
                                                                dt.date(2023, 2, 28))])
        self.assertEqual(runs_of(days, ["a"]), "a 2023-02-27..2023-02-28")


if __name__ == "__main__":
    unittest.main()
