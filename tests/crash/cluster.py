"""A private PostgreSQL cluster that can be broken in every way and started again.

Unlike the one of `jurimeter up` it listens on TCP, so that a proxy can stand before it, and
nothing restarts it but the test. fsync is on. Run as root, it drops to the user `postgres`.
"""

import contextlib
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

import harness

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "32MB",
    "max_connections": "60",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "max_wal_senders": "8",
    "log_checkpoints": "off",
}


def binaries():
    """The directory of the newest installed server."""
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if not found:
        raise AssertionError("PostgreSQL is not installed: run tools/install-packages test")
    return found[-1].parent


def as_server_user(command):
    """`command`, run as a user whom PostgreSQL accepts."""
    if os.geteuid() != 0:
        return command
    return ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups", *command]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Cluster:
    """Example:
        with Cluster(directory) as cluster:
            cluster.start()
            harness.psql(cluster.url("postgres"), "SELECT 1")
    """

    def __init__(self, directory, **settings):
        self.directory = pathlib.Path(directory)
        self.port = free_port()
        self.settings = SETTINGS | settings
        self.log = self.directory.with_name(self.directory.name + ".log")
        self.process = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop("immediate")

    def url(self, database="jurimeter", port=None):
        return (f"host=127.0.0.1 port={port or self.port} user=postgres dbname={database} "
                "connect_timeout=3")

    def run(self, program, *arguments):
        done = subprocess.run(as_server_user([str(binaries() / program), *map(str, arguments)]),
                              capture_output=True, encoding="utf-8", cwd="/",
                              timeout=harness.RUN_TIMEOUT_S)
        if done.returncode != 0:
            raise AssertionError(f"{program} {arguments}: {done.stdout}{done.stderr}")

    def create(self, *options):
        """`options` are of initdb."""
        self._own(self.directory)
        self.run("initdb", "-D", self.directory, "-U", "postgres", "-A", "trust", "-E", "UTF8",
                 "--locale=C.UTF-8", *options)
        return self

    def create_from(self, primary, slot):
        """As a standby of `primary`, which streams from it under the name of `slot`."""
        self._own(self.directory)
        self.run("pg_basebackup", "-D", self.directory, "-R", "-X", "stream", "-c", "fast", "-d",
                 primary.url("postgres") + f" application_name={slot}")
        return self

    @staticmethod
    def _own(directory):
        directory.mkdir(parents=True, exist_ok=True)
        directory.chmod(0o700)
        if os.geteuid() == 0:
            shutil.chown(directory, "postgres", "postgres")

    def launch(self):
        """Starts the server without waiting for it."""
        command = [str(binaries() / "postgres"), "-D", str(self.directory), "-p", str(self.port)]
        for name, value in self.settings.items():
            command += ["-c", f"{name}={value}"]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(as_server_user(command), stdout=log, stderr=log,
                                            stdin=subprocess.DEVNULL, cwd="/",
                                            start_new_session=True)

    def start(self, timeout_s=harness.START_TIMEOUT_S):
        """Starts the server, again as long as a killed one's processes are in its way."""
        deadline = time.monotonic() + timeout_s
        self.launch()
        while not self.is_ready():
            if self.process.poll() is not None:
                if time.monotonic() > deadline:
                    raise AssertionError(f"PostgreSQL does not start:\n{self.last_log()}")
                time.sleep(0.1)
                self.launch()
            if time.monotonic() > deadline:
                raise AssertionError(f"PostgreSQL is not ready:\n{self.last_log()}")
            time.sleep(0.05)
        return self

    def is_ready(self):
        return subprocess.run(["pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)],
                              check=False).returncode == 0

    def last_log(self):
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-15:])

    def stop(self, mode="fast"):
        """smart, fast or immediate; nothing where it does not run."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal({"smart": signal.SIGTERM, "fast": signal.SIGINT,
                                  "immediate": signal.SIGQUIT}[mode])
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self):
        """kill -9 of the postmaster."""
        self.process.kill()
        self.process.wait()

    def kill_backend(self, random):
        """kill -9 of a backend that serves Jurimeter, whereupon PostgreSQL restarts all. False
        where there is none."""
        pids = harness.psql(self.url("postgres"), "SELECT pid FROM pg_stat_activity "
                            "WHERE application_name = 'jurimeter' AND datname = 'jurimeter'")
        if not pids:
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(random.choice(pids)), signal.SIGKILL)
        return True

    def promote(self):
        harness.psql(self.url("postgres"), "SELECT pg_promote(true, 30)")
