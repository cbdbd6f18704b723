"""The faults. Each case is a function of a Run: it serves, loads, strikes and recovers, and
leaves the judgement to the oracle."""

import time

import harness
import load
from cluster import Cluster
from proxy import Proxy
from scene import Service

WARM_UP_BATCHES = 20
AFTER_BATCHES = 20

KILL_POINTS = ["before_copy", "within_copy", "after_copy", "before_commit", "after_commit"]
# Everything that the store asks of the database for a batch, in order.
STATEMENTS = ["before_look_up", "before_commit_id", "before_copy", "after_copy", "before_totals",
              "before_levels", "before_ledger"]
# Where there is no statement to poison: amidst a COPY, and around COMMIT.
THROWING_ONLY = ["within_copy", "before_commit", "after_commit"]


def armed(places, action, source):
    """Each place once, at a pass of its own."""
    passes = source.sample(range(3, 40), len(places))
    return ",".join(f"{place}={action}@{at}" for place, at in zip(places, passes))


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


def kill_one_of_two(run):
    """Two services on one database, of which one dies; its clients wait until it is back."""
    first, second = run.serve(), run.serve()
    with run.load() as clients:
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
    directory = run.scene.directory / f"failover-{run.seed}"
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


def prepare_synchronous(primary):
    """The database, and from then on no commit without the standby."""
    harness.psql(primary.url("postgres"), "CREATE DATABASE jurimeter")
    url = primary.url()
    harness.run("jurimeter", "migrate", "--database-url", url)
    harness.run("jurimeter", "catalog", "apply", harness.CATALOG, "--database-url", url)
    harness.psql(url, "ALTER SYSTEM SET synchronous_standby_names = 'standby'")
    harness.psql(url, "SELECT pg_reload_conf()")
    harness.wait_for("synchronous standby", lambda: harness.psql(
        url, "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'"))
