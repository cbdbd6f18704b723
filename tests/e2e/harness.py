"""Runs the built programs as a user does.

Example:
    with harness.Up() as up:                  # `jurimeter up` in a new directory
        up.run("import", EVENTS, "--ingestion", up.addresses["ingestion"])
        figures = up.query(2023)

The programs are those of JURIMETER_BIN (set by CMake; default build/release/bin).
"""

import atexit
import contextlib
import csv
import datetime as dt
import importlib
import io
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("JURIMETER_BIN", ROOT / "build/release/bin"))
SAMPLE = ROOT / "deploy/samples/pingfang-2023"
CATALOG = SAMPLE / "catalog.textproto"
EVENTS = SAMPLE / "events.csv"
FIGURES = SAMPLE / "figures.tsv"

START_TIMEOUT_S = 60
STOP_TIMEOUT_S = 30
RUN_TIMEOUT_S = 120


def temporary_directory():
    """A directory that the user `postgres` can enter, as the embedded server needs."""
    path = pathlib.Path(tempfile.mkdtemp(prefix="jurimeter-e2e-", dir="/tmp"))
    path.chmod(0o755)
    return path


def published_figures():
    """The rows of the report's table, in its order."""
    with open(FIGURES, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def events_of(path):
    """The events of a CSV file as it is imported."""
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def shanghai_year(text):
    moment = dt.datetime.fromisoformat(text)
    return moment.astimezone(dt.timezone(dt.timedelta(hours=8))).year


def wait_for(what, condition, timeout_s=START_TIMEOUT_S):
    """Returns the first true value of `condition`."""
    deadline = time.monotonic() + timeout_s
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"no {what} within {timeout_s} s")
        time.sleep(0.05)


def new_id():
    return str(uuid.uuid4())


def run(program, *arguments, env=None, check=True, timeout_s=RUN_TIMEOUT_S):
    """Runs a program to its end. `check`: fail unless it exits with 0."""
    done = subprocess.run([BIN / program, *map(str, arguments)], capture_output=True,
                          encoding="utf-8", timeout=timeout_s, env=environment(env),
                          stdin=subprocess.DEVNULL)
    if check and done.returncode != 0:
        raise AssertionError(f"{program} {' '.join(map(str, arguments))} exits with "
                             f"{done.returncode}\n{done.stdout}\n{done.stderr}")
    return done


def environment(extra=None):
    """This process's environment without settings of ours, and `extra`."""
    inherited = {name: value for name, value in os.environ.items()
                 if not name.startswith("JURIMETER_")}
    return inherited | (extra or {})


def psql(url, sql):
    """Runs a statement behind the programs' back and returns its rows as text."""
    return run_psql(url, sql).splitlines()


def psql_snapshot(url, *queries):
    """The rows of each query, all of one moment."""
    mark = "--- the next query"
    steps = ["BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY", *queries, "COMMIT"]
    steps[2:-1] = [step for query in queries[1:] for step in (rf"\echo {mark}", query)]
    answers = [[]]
    for line in run_psql(url, *steps).splitlines():
        if line == mark:
            answers.append([])
        else:
            answers[-1].append(line)
    return answers


def run_psql(url, *steps):
    """What psql prints if it takes these steps in one session."""
    command = ["psql", url, "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
    for step in steps:
        command += ["-c", step]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=RUN_TIMEOUT_S)
    if done.returncode != 0:
        raise AssertionError(f"psql: {steps}: {done.stderr}")
    return done.stdout


def stubs():
    """Generates Python stubs from proto/ and makes them importable, once for each process."""
    if "jurimeter" in sys.modules:
        return
    out = temporary_directory()
    atexit.register(shutil.rmtree, out)
    ours = ROOT / "proto"
    # By their bare names: as grpc.health.v1 stubs would hide in the package of gRPC itself.
    health = ours / "grpc" / "health" / "v1"
    reflection = ours / "grpc" / "reflection" / "v1alpha"
    files = [path.relative_to(ours) for folder in ("google", "jurimeter")
             for path in (ours / folder).rglob("*.proto")]
    files += [path.relative_to(folder) for folder in (health, reflection)
              for path in folder.glob("*.proto")]
    plugin = shutil.which("grpc_python_plugin")
    subprocess.run(["protoc", "-I", ours, "-I", health, "-I", reflection, f"--python_out={out}",
                    f"--grpc_out={out}", f"--plugin=protoc-gen-grpc={plugin}", *files], check=True)
    sys.path.insert(0, str(out))
    importlib.import_module("jurimeter")


class Process:
    """A running program whose output goes to files, so that it never blocks on a pipe."""

    def __init__(self, program, *arguments, env=None, output_dir):
        self.stdout_path = output_dir / f"{program}.{new_id()[:8]}.out"
        self.stderr_path = self.stdout_path.with_suffix(".err")
        with open(self.stdout_path, "wb") as out, open(self.stderr_path, "wb") as err:
            self.popen = subprocess.Popen([BIN / program, *map(str, arguments)], stdout=out,
                                          stderr=err, stdin=subprocess.DEVNULL,
                                          env=environment(env), start_new_session=True)

    def stdout(self):
        return self.stdout_path.read_text(encoding="utf-8")

    def stderr(self):
        return self.stderr_path.read_text(encoding="utf-8")

    def wait_for_file(self, path):
        """Waits until the program has written `path`, and returns its JSON."""

        def written():
            if self.popen.poll() is not None:
                raise AssertionError(f"ended with {self.popen.returncode} before it wrote {path}\n"
                                     f"{self.stdout()}\n{self.stderr()}")
            return path.exists()

        wait_for(str(path), written)
        return json.loads(path.read_text(encoding="utf-8"))

    def stop(self, sig=signal.SIGTERM, timeout_s=STOP_TIMEOUT_S):
        """Signals it and returns its exit code."""
        if self.popen.poll() is None:
            self.popen.send_signal(sig)
        return self.popen.wait(timeout_s)

    def end(self):
        """Leaves nothing running, whatever happened before."""
        if self.popen.poll() is None:
            try:
                self.stop()
            except subprocess.TimeoutExpired:
                self.popen.kill()
                self.popen.wait()


class Up:
    """`jurimeter up`, serving a catalog from a directory of its own or a given one."""

    def __init__(self, data_dir=None, catalog=CATALOG, env=None):
        self.home = temporary_directory() if data_dir is None else None
        self.data_dir = pathlib.Path(data_dir or self.home / "data")
        self.catalog = catalog
        self.env = env
        self.process = None
        self.addresses = None

    def launch(self):
        """Starts it without waiting for anything."""
        free = "127.0.0.1:0"
        self.process = Process("jurimeter", "up", "--data-dir", self.data_dir, "--catalog",
                               self.catalog, "--ingestion-listen", free, "--query-listen", free,
                               "--ingestion-metrics-listen", free, "--query-metrics-listen", free,
                               env=self.env, output_dir=self.data_dir.parent)
        return self.process

    def start(self):
        """Starts it and waits until it serves."""
        self.addresses_path.unlink(missing_ok=True)  # one that a killed program left behind
        self.launch()
        self.addresses = self.process.wait_for_file(self.addresses_path)
        return self

    @property
    def addresses_path(self):
        return self.data_dir / "addresses.json"

    def __enter__(self):
        try:
            return self.start()
        except BaseException:
            self.close()
            raise

    def __exit__(self, *error):
        self.close()

    def close(self):
        if self.process is not None:
            self.process.end()
        if self.home is not None:
            shutil.rmtree(self.home, ignore_errors=True)

    def import_file(self, path, check=True):
        return run("jurimeter", "import", path, "--ingestion", self.addresses["ingestion"],
                   check=check)

    def submit(self, bureau, indicator, quantity, occurred_at, *more, check=True):
        return run("jurimeter", "submit", "--ingestion", self.addresses["ingestion"], "--bureau",
                   bureau, "--indicator", indicator, "--quantity", quantity, "--occurred-at",
                   occurred_at, *more, check=check)

    def revision(self):
        """Of the ledger's last entry, from the database itself."""
        return int(psql(self.addresses["database_url"], "SELECT revision FROM ledger_head")[0])

    def query_text(self, year, form, *more):
        """The answer at the ledger's last entry or later."""
        return run("jurimeter", "query", "year", year, "--query", self.addresses["query"],
                   "--format", form, "--min-revision", self.revision(), *more).stdout

    def query(self, year, *more):
        """The answer as a jurimeter.v1.QueryYearResponse."""
        stubs()
        # pylint: disable=import-outside-toplevel
        from google.protobuf import json_format
        from jurimeter.v1 import query_pb2
        return json_format.Parse(self.query_text(year, "json", *more),
                                 query_pb2.QueryYearResponse())

    def figures(self, year, *more):
        """The figures by indicator."""
        return {figure.indicator: figure for figure in self.query(year, *more).figures}


@contextlib.contextmanager
def service(program, database_url, *arguments, env=None):
    """A single service on an existing database: yields (process, addresses) once it listens.

    It may not be ready for work yet; client.await_serving waits for that.
    """
    home = temporary_directory()
    address_file = home / "addresses.json"
    process = Process(program, "--database-url", database_url, "--listen", "127.0.0.1:0",
                      "--metrics-listen", "127.0.0.1:0", "--address-file", address_file,
                      *arguments, env=env, output_dir=home)
    try:
        yield process, process.wait_for_file(address_file)
    finally:
        process.end()
        shutil.rmtree(home, ignore_errors=True)


def metrics(address):
    """A scrape of /metrics: {name{labels}: value}, in Prometheus's text form."""
    with urllib.request.urlopen(f"http://{address}/metrics", timeout=10) as answer:
        lines = answer.read().decode("utf-8").splitlines()
    samples = (line.rsplit(" ", 1) for line in lines if line and not line.startswith("#"))
    return {name: float(value) for name, value in samples}


def csv_rows(text):
    """The rows of a spreadsheet's CSV, whether or not it begins with a byte order mark."""
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def processes_in(directory):
    """Processes that work in a directory or name it on their command lines: {pid: command}."""
    found = {}
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
            cwd = os.readlink(entry / "cwd")
        except OSError:
            continue
        if state != "Z" and (str(directory) in command or cwd.startswith(str(directory))):
            found[int(entry.name)] = command
    return found


def now():
    return dt.datetime.now(dt.timezone.utc)
