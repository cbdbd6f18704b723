"""A TCP proxy before PostgreSQL that misbehaves as it is told.

Example:
    proxy = Proxy(cluster.port)
    proxy.drop_commit_replies(1)     # the next COMMIT is carried out, and nobody learns of it
    proxy.blackhole(); ...; proxy.restore()
"""

import contextlib
import select
import socket
import struct
import threading
import time

# A COMMIT in a pipeline, as storage/postgres/transaction.cc sends it: an unnamed statement and its
# text, amidst what else is sent together.
COMMIT = b"\x00COMMIT\x00"
# struct linger {1, 0}
RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class Proxy:
    """Threads: any; one of its own for each connection."""

    def __init__(self, target_port):
        self.target_port = target_port
        self.lock = threading.Lock()
        self.pairs = set()
        self.drops_left = 0
        self.dropped = 0
        self.delay_s = 0.0
        self.bytes_per_s = None
        self.metered_until = 0.0
        self.on_request = None  # called with what passes a request on
        self.passing = threading.Event()
        self.passing.set()
        self.refusing = False
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self.listener.close()
        self.reset()

    def drop_commit_replies(self, count):
        with self.lock:
            self.drops_left = count

    def delay(self, seconds):
        """Holds every packet back for so long, each way."""
        self.delay_s = seconds

    def throttle(self, bytes_per_s):
        """Passes no more than so much to the database, over all connections; None: no limit."""
        self.bytes_per_s = bytes_per_s

    def blackhole(self):
        """Takes everything and passes nothing on, as a network that swallows packets."""
        self.passing.clear()

    def restore(self):
        """The network is back. What was swallowed is gone, and with it those connections."""
        self.reset()
        self.refusing = False
        self.delay_s = 0.0
        self.passing.set()

    def refuse(self):
        """Ends every new connection at once."""
        self.refusing = True
        self.reset()

    def reset(self):
        """Cuts all connections with RST."""
        with self.lock:
            pairs, self.pairs = self.pairs, set()
        for pair in pairs:
            for end in pair:
                with contextlib.suppress(OSError):
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
                    end.shutdown(socket.SHUT_RDWR)  # wakes its thread, which closes it

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            if self.refusing:
                client.close()
                continue
            threading.Thread(target=self._carry, args=[client], daemon=True).start()

    def _carry(self, client):
        try:
            server = socket.create_connection(("127.0.0.1", self.target_port))
        except OSError:
            client.close()
            return
        pair = (client, server)
        with self.lock:
            self.pairs.add(pair)
        with contextlib.suppress(OSError, ValueError):
            self._exchange(client, server)
        with self.lock:
            self.pairs.discard(pair)
        client.close()
        server.close()

    def _exchange(self, client, server):
        reply_is_lost = False
        for end in (client, server):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while True:
            readable, _, _ = select.select([client, server], [], [], 1)
            for end in readable:
                data = end.recv(1 << 16)
                if not data or (end is server and reply_is_lost):
                    return
                if end is client and COMMIT in data and self._take_drop():
                    reply_is_lost = True
                self._hold()
                if end is client:
                    self._meter(len(data))
                    self._pass_on(server, data)
                else:
                    client.sendall(data)

    def _pass_on(self, server, data):
        if self.on_request is None:
            server.sendall(data)
        else:
            self.on_request(lambda: server.sendall(data))

    def _take_drop(self):
        with self.lock:
            if self.drops_left == 0:
                return False
            self.drops_left -= 1
            self.dropped += 1
            return True

    def _meter(self, size):
        if self.bytes_per_s is None:
            return
        with self.lock:
            now = time.monotonic()
            self.metered_until = max(now, self.metered_until) + size / self.bytes_per_s
            wait_s = self.metered_until - now
        time.sleep(wait_s)

    def _hold(self):
        if self.delay_s:
            time.sleep(self.delay_s)
        self.passing.wait()
