"""More than the service can take: what it still does, what it refuses, and how much it holds.

The capacity is that of a slow database: a proxy lets so many bytes a second through. So the load
that is a multiple of it costs little itself, and does not take the machine away from the service.
"""

import contextlib
import threading

from proxy import Proxy
from random_events import BUREAUS
from traffic import Bulk, Caller, offer, saturate

DATABASE_BYTES_PER_S = 400_000
QUEUE_EVENTS = 2_000  # half a second's work, so that commits are short against a phase
BATCH = 200
BURST_GAP_S = 0.05
MIN_GOODPUT = 0.8  # of the peak
# Everything that the service may hold at its defaults, as docs/durability.md promises.
MAX_RESIDENT_BYTES = 640 << 20


def phase_s(run):
    return 120 if run.long else 5


class Gauge:
    """The most memory that a service had while it was watched."""

    def __init__(self, service):
        self.service = service
        self.most = 0
        self.ending = threading.Event()
        self.thread = threading.Thread(target=self._watch)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ending.set()
        self.thread.join()

    def _watch(self):
        while not self.ending.wait(0.05):
            self.most = max(self.most, self.service.resident_bytes())


@contextlib.contextmanager
def slow_service(run, *arguments):
    """A service on a slow database, its proxy, and the memory it takes."""
    proxy = Proxy(run.scene.cluster.port)
    proxy.throttle(DATABASE_BYTES_PER_S)
    service = run.serve(*arguments, url=run.scene.cluster.url(port=proxy.port))
    run.journal.flushes = False
    run.await_serving(service)
    with Gauge(service) as memory:
        yield service, proxy
    proxy.throttle(None)
    proxy.close()
    run.figures["resident_mib"] = memory.most >> 20
    if memory.most > MAX_RESIDENT_BYTES:
        raise AssertionError(f"{memory.most} bytes resident")


def rate(callers, begin, end):
    """Events recorded a second, from one commit's answers to the last one's: answers come in
    bursts, of which a fixed window would have one more or less."""
    answers = sorted((at, events) for caller in callers for at, events, _ in caller.answers
                     if begin <= at < end)
    bursts = [at for (before, _), (at, _) in zip(answers, answers[1:]) if at - before > BURST_GAP_S]
    if len(bursts) < 2:
        raise AssertionError(f"{len(bursts)} bursts of answers within {end - begin:.0f} s")
    recorded = sum(events for at, events in answers if bursts[0] <= at < bursts[-1])
    return recorded / (bursts[-1] - bursts[0])


def peak_of(run, caller):
    begin, end = saturate(caller, Bulk("justice", BATCH), QUEUE_EVENTS * 3 // 4 // BATCH,
                          phase_s(run))
    if caller.refusals:
        raise AssertionError("refused below capacity")
    peak = rate([caller], begin + 1, end)
    run.figures["peak_per_s"] = round(peak)
    return peak


def expect_goodput(run, name, goodput, peak):
    run.figures[f"{name}_of_peak"] = f"{goodput / peak:.0%}"
    if goodput < MIN_GOODPUT * peak:
        raise AssertionError(f"{name}: goodput {goodput:.0f}/s of a peak of {peak:.0f}/s")


def multiples(run):
    """Twice and ten times what it can take."""
    with slow_service(run, "--queue-events", QUEUE_EVENTS) as (service, _):
        with Caller(service.address, run.journal) as caller:
            peak = peak_of(run, caller)
        run.strike()
        for factor in (2, 10):
            with Caller(service.address, run.journal) as caller:
                bulks = [(caller, Bulk(bureau, BATCH)) for bureau in BUREAUS]
                begin, end = offer(bulks, [factor * peak / len(bulks)] * len(bulks), phase_s(run))
                if not caller.refusals:
                    raise AssertionError(f"{factor} times its capacity, and nothing refused")
                expect_goodput(run, f"{factor}x", rate([caller], begin + 1, end), peak)
        back_to_normal(run, service, peak)


def back_to_normal(run, service, peak):
    """From now on a third of what it can take is taken at once, and nothing is refused."""
    run.clear()
    with Caller(service.address, run.journal) as caller:
        begin, end = offer([(caller, Bulk("justice", 20))], [peak / 3], 3)
    if caller.refusals:
        raise AssertionError("refused after the overload")
    latency = caller.latency(begin + 1, end + 1)
    run.figures["after_s"] = round(latency, 2)
    if latency > 1:
        raise AssertionError(f"answers take {latency:.1f} s after the overload")


def flood(run):
    """One bureau sends a hundred times as much as each of the others, and they do not notice."""
    with slow_service(run, "--queue-events", QUEUE_EVENTS) as (service, _):
        with Caller(service.address, run.journal) as caller:
            peak = peak_of(run, caller)
        run.strike()
        flooding, *others = BUREAUS
        each = 0.02 * peak
        with contextlib.ExitStack() as open_callers:
            callers = [open_callers.enter_context(Caller(service.address, run.journal))
                       for _ in BUREAUS]
            bulks = [Bulk(flooding, BATCH), *(Bulk(bureau, 5) for bureau in others)]
            rates = [100 * each, *[each] * len(others)]
            begin, end = offer(list(zip(callers, bulks)), rates, 2 * phase_s(run))
        judge_flood(run, callers, (begin, end), peak)
        back_to_normal(run, service, peak)


def judge_flood(run, callers, window, peak):
    begin, end = window
    if not callers[0].refusals:
        raise AssertionError("the flood was taken whole")
    expect_goodput(run, "goodput", rate(callers, begin + 1, end), peak)
    refused = sum(caller.refusals for caller in callers[1:])
    run.figures["others_refused"] = refused
    run.figures["others_s"] = round(max(caller.latency(begin, end + 60)
                                        for caller in callers[1:]), 2)
    if refused:
        raise AssertionError(f"{refused} calls of the other bureaus were refused")


def frozen(run):
    """The database takes nothing for three seconds while all callers send as much as they can, in
    the largest events: what is held is bounded, and afterwards all of it is answered."""
    subject = "s" * 128
    proxy = Proxy(run.scene.cluster.port)
    service = run.serve(url=run.scene.cluster.url(port=proxy.port))
    run.journal.flushes = False
    run.await_serving(service)
    bulks = [Bulk(bureau, 5_000, subject) for bureau in BUREAUS]
    with Gauge(service) as memory, contextlib.ExitStack() as open_callers:
        callers = [open_callers.enter_context(Caller(service.address, run.journal))
                   for _ in bulks]
        run.strike(proxy.blackhole)
        offer(list(zip(callers, bulks)), [50_000] * len(bulks), 3)
        run.clear(proxy.restore)
    run.figures["resident_mib"] = memory.most >> 20
    run.figures["refused"] = sum(caller.refusals for caller in callers)
    if not run.figures["refused"]:
        raise AssertionError("everything was taken while the database took nothing")
    if memory.most > MAX_RESIDENT_BYTES:
        raise AssertionError(f"{memory.most} bytes resident")
    run.await_serving(service)
    with Caller(service.address, run.journal) as caller:
        offer([(caller, Bulk("justice", 20))], [1_000], 1)
    if caller.refusals:
        raise AssertionError("refused after the overload")
    proxy.close()
