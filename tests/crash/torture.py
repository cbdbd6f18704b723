"""Breaks Jurimeter in every way that is in the table below, and counts what that cost.

tools/torture --seconds 600        each case in turn, again and again, for so long
tools/torture --runs 5             each case so often
tools/torture --form long          as often as the table says
tools/torture --case kill          only cases whose names contain that
tools/torture --seed 7             the same random choices again; also JURIMETER_TEST_SEED=7

Prints a line for each case: runs, events acknowledged, events acknowledged within the fault's
window (from 0.25 s before it until the first answer after it), events of which a retraction or
correction was acknowledged, closings and reopenings acknowledged, lost, counted twice, and the
longest time from the fault's end to that answer. Without a seed, every other run of a case, the
first one too, has a seed that never changes, and those between have random ones. Exit 1 if
anything was lost, was counted twice, or does not add up.
"""

import argparse
import dataclasses
import functools
import itertools
import os
import random
import sys
import time
import traceback

import cases
import hostile
import operations
import overload
import scene
from cases import STATEMENTS, THROWING_ONLY


FIXED_SEED = 20231231


@dataclasses.dataclass
class Case:
    name: str
    run: object
    short: int  # runs
    long: int
    max_recovery_s: float = 5.0


CASES = [
    *(Case(f"kill.{place}", cases.kill_at(place), 5, 100) for place in cases.KILL_POINTS),
    Case("kill.random", cases.kill_at_random, 5, 100),
    Case("kill.amid_closings", cases.kill_amid_closings, 3, 100),
    Case("kill.one_of_two", cases.kill_one_of_two, 2, 50),
    Case("kill.terminate", cases.terminate_under_load, 2, 50),
    Case("database.backend", cases.database(cases.kill_backend), 3, 50),
    Case("database.postmaster", cases.database(lambda run, cluster: cluster.kill()), 3, 50),
    Case("database.immediate_stop", cases.database(lambda run, cluster: cluster.stop("immediate")),
         3, 50),
    Case("network.commit_reply", cases.lose_commit_replies(20), 1, 50),
    Case("network.blackhole", cases.network(lambda proxy: proxy.blackhole(), 3), 1, 20),
    Case("network.silence", cases.silence, 1, 20),
    Case("network.reset", cases.network(cases.reset_often, 0.2), 1, 20),
    Case("network.refuse", cases.network(lambda proxy: proxy.refuse(), 2), 1, 20),
    Case("network.delay", cases.network(lambda proxy: proxy.delay(0.1), 2), 1, 20),
    Case("statement.throw", cases.statement_errors("throw", STATEMENTS + THROWING_ONLY), 1, 20),
    Case("statement.poison", cases.statement_errors("poison", STATEMENTS), 1, 20),
    Case("failover.promoted", cases.fail_over, 1, 20),
    Case("failover.hot_standby", cases.hot_standby, 1, 5),
    Case("replay", cases.replay, 1, 10),
    Case("operations.end_with_500_streams", operations.end_with_streams, 1, 20),
    Case("operations.killed_migrations", operations.killed_migrations, 1, 5),
    Case("operations.migrations_at_once", operations.migrations_at_once, 2, 20),
    Case("operations.wrong_schema", operations.wrong_schema, 1, 5),
    Case("overload.multiples", overload.multiples, 1, 2),
    Case("overload.flood", overload.flood, 1, 2),
    Case("overload.frozen", overload.frozen, 1, 10),
    Case("hostile.streams", hostile.streams, 1, 20),
    Case("hostile.everything", hostile.everything, 1, 20, max_recovery_s=60),
    Case("hostile.connections", hostile.connections, 1, 20),
    Case("hostile.few_files", hostile.few_files, 1, 20),
    Case("disk.data", cases.fill("data"), 1, 10),
    Case("disk.wal", cases.fill("wal"), 1, 10),
]


@dataclasses.dataclass
class Tally:
    runs: int = 0
    failures: int = 0
    acknowledged: int = 0
    in_window: int = 0
    corrected: int = 0
    closings: int = 0
    lost: int = 0
    doubled: int = 0
    recovery_s: float = 0
    figures: dict = dataclasses.field(default_factory=dict)


def play(case, stage, seed, tally, long):
    """One run. False where it failed; the reason is printed."""
    tally.runs += 1
    with stage.run(seed) as run:
        run.long = long
        try:
            case.run(run)
            verdict = getattr(run, "checked", None) or run.verdict()
            complaints = verdict.complaints()
            if run.cleared_at is not None:
                recovery_s = run.recovery()
                tally.in_window += run.acknowledged_in_window()
                tally.recovery_s = max(tally.recovery_s, recovery_s)
                if recovery_s > case.max_recovery_s:
                    complaints.append(f"back after {recovery_s:.1f} s only")
            tally.acknowledged += verdict.acknowledged
            tally.corrected += verdict.corrected
            tally.closings += verdict.closings
            tally.lost += len(verdict.lost)
            tally.doubled += len(verdict.doubled)
            tally.figures.update(run.figures)
            if verdict.acknowledged == 0:
                complaints.append("nothing was acknowledged")
            if run.loads and verdict.corrected == 0:
                complaints.append("no correction was acknowledged")
            if run.loads and verdict.closings == 0:
                complaints.append("no closing was acknowledged")
        except Exception:  # pylint: disable=broad-except
            complaints = [traceback.format_exc(), *(service.text()[-2000:]
                                                    for service in run.services)]
    if complaints:
        tally.failures += 1
        print(f"FAILED {case.name} --seed {seed} --runs 1", *complaints, sep="\n  ", flush=True)
    return not complaints


def print_table(tallies):
    print(f"{'case':26} {'runs':>5} {'failed':>6} {'acked':>9} {'in window':>9} {'corrected':>9} "
          f"{'closings':>8} {'lost':>5} {'doubled':>7} {'recovery':>8}")
    for name, tally in tallies.items():
        recovery = f"{tally.recovery_s:7.2f}s" if tally.recovery_s else f"{'-':>8}"
        figures = "  ".join(f"{key} {value}" for key, value in tally.figures.items())
        line = (f"{name:26} {tally.runs:5} {tally.failures:6} {tally.acknowledged:9} "
                f"{tally.in_window:9} {tally.corrected:9} {tally.closings:8} {tally.lost:5} "
                f"{tally.doubled:7} "
                f"{recovery}  {figures}")
        print(line.rstrip(), flush=True)


def seeds_of_runs(given):
    """The seeds of a case's runs: the one that is given, and more that follow from it; or in turn
    fixed and random ones."""
    if given is not None:
        yield given
        yield from iter(functools.partial(random.Random(given).randrange, 1 << 30), None)
    fixed, free = random.Random(FIXED_SEED), random.SystemRandom()
    for source in itertools.cycle([fixed, free]):
        yield source.randrange(1 << 30)


def choices(chosen, options):
    """(case, seed) of each run, as the options say."""
    seeds = {case.name: seeds_of_runs(options.seed) for case in chosen}
    if options.seconds is not None:
        deadline = time.monotonic() + options.seconds
        while True:
            for case in chosen:
                if time.monotonic() > deadline:
                    return
                yield case, next(seeds[case.name])
    for case in chosen:
        runs = options.runs or (case.long if options.form == "long" else case.short)
        for _ in range(runs):
            yield case, next(seeds[case.name])


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--case", default="", help="only cases whose names contain this")
    parser.add_argument("--seconds", type=float, help="go on for so long")
    parser.add_argument("--runs", type=int, help="runs of each case")
    parser.add_argument("--form", choices=["short", "long"], default="short")
    parser.add_argument("--seed", type=int, default=os.environ.get("JURIMETER_TEST_SEED"))
    options = parser.parse_args()
    chosen = [case for case in CASES if options.case in case.name]
    if not chosen:
        sys.exit(f"no case has \"{options.case}\" in its name; there are: "
                 + ", ".join(case.name for case in CASES))
    tallies = {case.name: Tally() for case in chosen}
    with scene.Scene() as stage:
        for case, seed in choices(chosen, options):
            play(case, stage, seed, tallies[case.name], options.form == "long")
    print_table(tallies)
    sys.exit(1 if any(tally.failures for tally in tallies.values()) else 0)


if __name__ == "__main__":
    main()
