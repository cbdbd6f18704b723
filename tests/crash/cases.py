"""The faults. Each case is a function of a Run: it serves, loads, strikes and recovers, and
leaves the judgement to the oracle."""

import contextlib
import os
import subprocess
import threading
import time

import load  # first: it sets up gRPC

# pylint: disable=wrong-import-position
import correction_oracle
import harness
import oracle
import stored_log
from cluster import Cluster
from journal import Closing
from proxy import Proxy

WARM_UP_BATCHES = 20
AFTER_BATCHES = 20

# Only corrections, and only closings, pass them.
CORRECTION_POINTS = ["before_retractions", "after_retractions"]
CLOSING_POINTS = ["before_closing", "after_closing"]
RARE_POINTS = CORRECTION_POINTS + CLOSING_POINTS
KILL_POINTS = ["before_insert", "after_insert", "before_copy", "within_copy", "after_copy",
               *RARE_POINTS, "before_commit", "after_commit"]
# Everything that a store asks of the database for a batch or a closing, in order.
STATEMENTS = ["before_look_up", "before_entry_id", "before_insert", "after_insert", "before_copy",
              "after_copy", "before_totals", "before_levels", *RARE_POINTS, "before_ledger",
              "before_commit"]
# Where there is no statement to poison: amidst a COPY, and after COMMIT.
THROWING_ONLY = ["within_copy", "after_commit"]


def armed(places, action, source):
    """Each place once, at a pass of its own; places that are passed rarely at an early one."""
    passes = source.sample(range(3, 40), len(places))
    return ",".join(f"{place}={action}@{1 + at // 5 if place in RARE_POINTS else at}"
                    for place, at in zip(places, passes))


def kill_at(place):
    def case(run):
        service = run.serve(failpoints=armed([place], "kill", run.random))
        with run.load() as clients:
            harness.wait_for(f"death at {place}", service.has_died, 30)
            run.strike()
            run.clear(service.start)
            clients.await_answers(AFTER_BATCHES)
    return case


def kill_at_random(run):
    service = run.serve()
    with run.load() as clients:
        clients.await_answers(WARM_UP_BATCHES)
        time.sleep(run.random.uniform(0, 0.5))
        run.strike(service.kill)
        run.clear(service.start)
        clients.await_answers(AFTER_BATCHES)


def kill_amid_closings(run):
    """Two services; the client that closes never waits, and one of them dies several times."""
    first, _ = run.serve(), run.serve()
    with run.load(closes_always=True) as clients:
        for _ in range(3):
            clients.await_answers(WARM_UP_BATCHES)
            time.sleep(run.random.uniform(0, 0.2))
            run.strike(first.kill)
            run.clear(first.start)
        clients.await_answers(AFTER_BATCHES)


def kill_one_of_two(run):
    """Two services on one database, of which one dies; its clients wait until it is back."""
    first, second = run.serve(), run.serve()
    with run.load(clients=12) as clients:
        clients.await_answers(2 * WARM_UP_BATCHES)
        time.sleep(run.random.uniform(0, 0.3))
        run.strike(first.kill)
        clients.await_answers(WARM_UP_BATCHES)  # the other goes on
        run.clear(first.start)
        clients.await_answers(2 * AFTER_BATCHES)
    if second.has_died():
        raise AssertionError("the other service died too")
    deadlocks = harness.psql(run.url, "SELECT deadlocks FROM pg_stat_database "
                             "WHERE datname = current_database()")[0]
    if deadlocks != "0":
        raise AssertionError(f"{deadlocks} deadlocks")


def terminate_under_load(run):
    """SIGTERM rather than SIGKILL: an orderly end within the grace period."""
    service = run.serve()
    with run.load() as clients:
        clients.await_answers(WARM_UP_BATCHES)
        time.sleep(run.random.uniform(0, 0.3))
        run.strike()
        if service.end() != 0:
            raise AssertionError(f"no orderly end: {service.text()[-1000:]}")
        run.clear(service.start)
        clients.await_answers(AFTER_BATCHES)


def database(blow):
    """`blow` hits the cluster; a supervisor starts it again where it is down."""
    def case(run):
        cluster = run.scene.cluster
        run.serve()
        with run.load() as clients:
            clients.await_answers(WARM_UP_BATCHES)
            time.sleep(run.random.uniform(0, 0.3))
            run.strike(lambda: blow(run, cluster))
            if cluster.process.poll() is not None:
                cluster.start()
            harness.wait_for("PostgreSQL", cluster.is_ready)
            run.clear()
            clients.await_answers(AFTER_BATCHES)
    return case


def kill_backend(run, cluster):
    harness.wait_for("backend", lambda: cluster.kill_backend(run.random))


def lose_commit_replies(count):
    def case(run):
        proxy = Proxy(run.scene.cluster.port)
        run.serve(url=run.scene.cluster.url(port=proxy.port))
        with run.load() as clients:
            clients.await_answers(WARM_UP_BATCHES)
            run.strike(lambda: proxy.drop_commit_replies(count))
            harness.wait_for("loss of replies", lambda: proxy.dropped == count, 120)
            run.clear()
            clients.await_answers(AFTER_BATCHES)
        proxy.close()
    return case


def network(misbehave, seconds):
    """`misbehave` does it to the way to the database, for so long."""
    def case(run):
        proxy = Proxy(run.scene.cluster.port)
        run.serve(url=run.scene.cluster.url(port=proxy.port))
        with run.load() as clients:
            clients.await_answers(WARM_UP_BATCHES)
            run.strike(lambda: misbehave(proxy))
            time.sleep(seconds * run.random.uniform(0.7, 1.3))
            run.clear(proxy.restore)
            clients.await_answers(AFTER_BATCHES)
        proxy.close()
    return case


def silence(run):
    """The network swallows everything: the service must notice, and refuse rather than queue."""
    proxy = Proxy(run.scene.cluster.port)
    service = run.serve(url=run.scene.cluster.url(port=proxy.port))
    with run.load() as clients:
        clients.await_answers(WARM_UP_BATCHES)
        run.strike(proxy.blackhole)
        harness.wait_for("NOT_SERVING", lambda: not load.is_serving(service.address), 8)
        run.figures["noticed_s"] = round(time.monotonic() - run.struck_at, 1)
        began = time.monotonic()
        code = load.refusal(service.address, run.random)
        if code != "UNAVAILABLE" or time.monotonic() - began > 1:
            raise AssertionError(f"{code} after {time.monotonic() - began:.1f} s")
        run.clear(proxy.restore)
        clients.await_answers(AFTER_BATCHES)
    proxy.close()


def reset_often(proxy):
    for _ in range(10):
        proxy.reset()
        time.sleep(0.05)


def statement_errors(action, places):
    """Every call to the database fails once: by an exception, or unseen."""
    def case(run):
        service = run.serve(failpoints=armed(places, action, run.random))
        with run.load() as clients:
            run.strike()
            for place in places:
                harness.wait_for(f"{action} at {place}",
                                 lambda place=place: f"failpoint {place}={action}"
                                 in service.text(), 60)
            run.clear()
            clients.await_answers(AFTER_BATCHES)
    return case


def fail_over(run):
    """The primary dies under load and its synchronous standby takes over."""
    directory = run.scene.new_directory()
    with Cluster(directory / "a") as primary, Cluster(directory / "b") as standby:
        primary.create().start()
        standby.create_from(primary, "standby").start()
        prepare_synchronous(primary)
        url = (f"host=127.0.0.1,127.0.0.1 port={primary.port},{standby.port} user=postgres "
               "dbname=jurimeter target_session_attrs=read-write connect_timeout=3")
        run.url = url
        run.serve(url=url)
        with run.load() as clients:
            clients.await_answers(WARM_UP_BATCHES)
            time.sleep(run.random.uniform(0, 0.3))
            run.strike(primary.kill)
            standby.promote()
            run.clear()
            clients.await_answers(AFTER_BATCHES)
        run.checked = run.verdict()


def hot_standby(run):
    """Events and corrections come in. A query service on a hot standby, with the rights to read
    alone, answers as one on the primary does, and `verify` finds nothing there."""
    directory = run.scene.new_directory()
    with Cluster(directory / "a") as primary, Cluster(directory / "b") as standby:
        primary.create().start()
        standby.create_from(primary, "standby").start()
        prepare_synchronous(primary)
        run.url = primary.url()
        harness.psql(run.url, "CREATE ROLE reader LOGIN;"
                     "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader;"
                     "GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO reader")
        copy = standby.url().replace("user=postgres", "user=reader")
        run.serve()
        with contextlib.ExitStack() as services:
            readers = [services.enter_context(harness.service("jurimeter-query", url))[1]
                       for url in (run.url, copy)]
            with run.load() as clients:
                clients.await_answers(AFTER_BATCHES)
            [revision] = harness.psql(run.url, "SELECT revision FROM ledger_head")
            answers = [harness.run("jurimeter", "query", "year", "2023", "--all", "--format",
                                   "json", "--min-revision", revision, "--query",
                                   reader["listen"]).stdout for reader in readers]
            if answers[0] != answers[1]:
                raise AssertionError(f"the primary says {answers[0]}, the standby {answers[1]}")
        harness.run("jurimeter", "verify", "--database-url", copy)
        run.checked = run.verdict()


def prepare_synchronous(primary):
    """The database, and from then on no commit without the standby."""
    prepare_database(primary)
    url = primary.url()
    harness.psql(url, "ALTER SYSTEM SET synchronous_standby_names = 'standby'")
    harness.psql(url, "SELECT pg_reload_conf()")
    harness.wait_for("synchronous standby", lambda: harness.psql(
        url, "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'"))


def replay(run):
    """All that was ever sent comes again, three times and in another order, and then once more
    with other content. Meanwhile every day has been closed, which makes no difference to it."""
    run.serve()
    with run.load() as clients:
        clients.await_answers(10 * WARM_UP_BATCHES)
    closing = Closing(harness.new_id(), 0, "2023-01-01", "2024-12-31", "all", "annual reports")
    load.close_journaled(run.services[0].address, run.journal, closing)
    log = stored_log.read(run.url)
    run.strike()
    for change in (0, 0, 0, 1):
        replay_events(run, log, change)
        replay_corrections(run, log, change)
    run.figures["replayed"] = 4 * (len(log.events) + len(log.retractions))
    after = stored_log.read(run.url)
    if (after.events, after.retractions, after.totals) != (log.events, log.retractions, log.totals):
        raise AssertionError("the log has changed")


def replay_events(run, log, change):
    """Sends all events again, with quantities that differ by `change`."""
    def expected(event):
        if change:
            return oracle.CONFLICT
        is_retracted = (event.bureau, event.id) in log.retractions
        return oracle.RETRACTED if is_retracted else oracle.DUPLICATE

    events = [stored.event for stored in log.events.values()]
    for batch in shuffled_batches(run, events):
        outcomes = load.send_journaled(run.services[0].address, run.journal, [
            event._replace(quantity=event.quantity + change) for event in batch])
        expect_outcomes(outcomes, list(map(expected, batch)))


def replay_corrections(run, log, change):
    """Asks again for all that was asked, for other reasons if there is a `change`."""
    expected = correction_oracle.REFUSED if change else correction_oracle.DUPLICATE
    for replacing in (False, True):
        corrections = [each for each in log.corrections()
                       if (each.replacement is not None) == replacing]
        for batch in shuffled_batches(run, corrections):
            outcomes = load.correct_journaled(run.services[0].address, run.journal, [
                each._replace(reason=each.reason + change * ", after all") for each in batch])
            expect_outcomes(outcomes, [expected] * len(batch))


def shuffled_batches(run, items):
    run.random.shuffle(items)
    return [items[i:i + 500] for i in range(0, len(items), 500)]


def expect_outcomes(outcomes, expected):
    if outcomes != expected:
        differing = {pair for pair in zip(expected, outcomes) if pair[0] != pair[1]}
        raise AssertionError(f"expected and got: {differing}")


@contextlib.contextmanager
def small_disk(directory, mebibytes):
    """A file system of that size, which belongs to the server's user."""
    if os.geteuid() != 0:
        raise AssertionError("to fill a disk, this test mounts a small one: run it as root")
    directory.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={mebibytes}m,mode=0777", "tmpfs",
                    directory], check=True)
    try:
        yield directory
    finally:
        subprocess.run(["umount", "--lazy", directory], check=True)


class Ballast:
    """Fills a file system to its last byte, and whatever becomes free, until it is thrown out."""

    def __init__(self, disk):
        self.path = disk / "ballast"
        self.ending = threading.Event()
        self.thread = threading.Thread(target=self._fill, daemon=True)

    def _fill(self):
        with open(self.path, "wb", buffering=0) as file:
            while not self.ending.is_set():
                try:
                    file.write(bytes(1 << 16))
                except OSError:
                    time.sleep(0.01)

    def load(self):
        self.thread.start()

    def throw_out(self):
        self.ending.set()
        self.thread.join()
        self.path.unlink()


def fill(which):
    """The disk of the `data` or of the `wal` fills up under load, stays full, and is freed. A
    server that ended over it is started again, as a supervisor would."""
    def case(run):
        home = run.scene.new_directory()
        with small_disk(home / "data", 160) as data, small_disk(home / "wal", 160) as wal, \
                Cluster(data / "cluster", min_wal_size="8MB", max_wal_size="16MB") as cluster:
            cluster.create("--wal-segsize=1", "--waldir", wal / "pg_wal").start()
            prepare_database(cluster)
            run.url = cluster.url()
            run.serve(url=run.url)
            ballast = Ballast({"data": data, "wal": wal}[which])
            with run.load() as clients:
                clients.await_answers(WARM_UP_BATCHES)
                run.strike(ballast.load)
                harness.wait_for("an end of answers", lambda: clients.silent_s() > 1.5, 60)
                if which == "wal":
                    harness.wait_for("end of the server", lambda: cluster.process.poll(), 60)
                ballast.throw_out()
                if cluster.process.poll() is not None:
                    cluster.start()
                run.clear()
                clients.await_answers(AFTER_BATCHES)
            run.checked = run.verdict()
    return case


def prepare_database(cluster):
    harness.psql(cluster.url("postgres"), "CREATE DATABASE jurimeter")
    harness.run("jurimeter", "migrate", "--database-url", cluster.url())
    harness.run("jurimeter", "catalog", "apply", harness.CATALOG, "--database-url", cluster.url())
