"""Just enough HTTP/2 to misbehave in ways that a gRPC library does not allow.

Example:
    connection = Connection(address)
    stream = connection.call(SUBMIT_BATCH)
    connection.message(stream, b"the first bytes of a message", announced=1000)
"""

import socket
import struct

SUBMIT_BATCH = "/jurimeter.v1.IndicatorIngestion/SubmitIndicatorBatch"
SUBMIT_STREAM = "/jurimeter.v1.IndicatorIngestion/SubmitIndicatorStream"
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
# RFC 9113, section 6.
DATA, HEADERS, SETTINGS = 0, 1, 4
END_HEADERS = 4
MAX_FRAME_BYTES = 16_384


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def literal(name, value):
    """A header field without indexing; RFC 7541, section 6.2.2."""
    return b"\0" + bytes([len(name)]) + name.encode() + bytes([len(value)]) + value.encode()


class Connection:
    def __init__(self, address, speaks=True):
        host, port = address.split(":")
        self.socket = socket.create_connection((host, int(port)), 5)
        self.streams = 0
        if speaks:
            self._send(PREFACE + frame(SETTINGS, 0, 0))

    def close(self):
        self.socket.close()

    def call(self, path, encoding="identity"):
        """Opens a stream for a call and returns its number."""
        fields = {":method": "POST", ":scheme": "http", ":path": path, ":authority": "test",
                  "content-type": "application/grpc", "te": "trailers", "grpc-encoding": encoding}
        stream = 2 * self.streams + 1
        self.streams += 1
        self._send(frame(HEADERS, END_HEADERS, stream,
                         b"".join(literal(*field) for field in fields.items())))
        return stream

    def message(self, stream, payload, announced=None, compressed=False):
        """A message, or as much as there is of one that is announced to be longer."""
        prefix = struct.pack(">BI", compressed, announced or len(payload))
        data = prefix + payload
        for begin in range(0, len(data), MAX_FRAME_BYTES):
            self._send(frame(DATA, 0, stream, data[begin:begin + MAX_FRAME_BYTES]))

    def await_reply(self, text):
        """Reads until the server has said `text`."""
        heard = b""
        while text not in heard:
            more = self.socket.recv(1 << 16)
            if not more:
                raise AssertionError(f"no {text} in {heard}")
            heard += more

    def await_end(self, timeout_s):
        """Reads until the server closes the connection."""
        self.socket.settimeout(timeout_s)
        try:
            while self.socket.recv(1 << 16):
                pass
        except ConnectionResetError:
            pass

    def _send(self, data):
        try:
            self.socket.sendall(data)
        except OSError:
            pass  # the server has had enough
