"""What tools find out about a server that they know nothing of, and what it refuses unread."""

import itertools
import threading
import unittest

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool

import client
import harness
import reflection_pb2
from client import event, ingestion_pb2, query_pb2

VERSIONS = ["grpc.reflection.v1", "grpc.reflection.v1alpha"]
SERVICES = {"ingestion": {"jurimeter.v1.IndicatorIngestion", "jurimeter.v1.IndicatorLedger"},
            "query": {"jurimeter.v1.IndicatorQuery", "jurimeter.v1.IndicatorAudit"}}
ALWAYS = {"grpc.health.v1.Health", *(f"{version}.ServerReflection" for version in VERSIONS)}
Request = reflection_pb2.ServerReflectionRequest


class ServerTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.up = cls.enterClassContext(harness.Up())

    def setUp(self):
        # Not one for all: a server closes a connection that answers no pings, as this does between
        # two calls.
        self.channels = {name: self.enterContext(grpc.insecure_channel(self.up.addresses[name]))
                         for name in SERVICES}


class Reflection(ServerTest):
    def ask(self, server, version, *requests):
        """The answers to `requests`; both versions are the same on the wire."""
        call = self.channels[server].stream_stream(
            f"/{version}.ServerReflection/ServerReflectionInfo",
            request_serializer=Request.SerializeToString,
            response_deserializer=reflection_pb2.ServerReflectionResponse.FromString)
        return list(call(iter(requests), timeout=client.TIMEOUT_S))

    def test_every_service_that_is_listed_is_described_to_the_last_message(self):
        for server, version in itertools.product(SERVICES, VERSIONS):
            with self.subTest(server=server, version=version):
                [listed] = self.ask(server, version, Request(list_services="*"))
                names = [service.name for service in listed.list_services_response.service]
                self.assertEqual(len(names), len(set(names)))
                self.assertEqual(set(names), SERVICES[server] | ALWAYS)
                for name in names:
                    [answer] = self.ask(server, version, Request(file_containing_symbol=name))
                    files = [descriptor_pb2.FileDescriptorProto.FromString(file) for file in
                             answer.file_descriptor_response.file_descriptor_proto]
                    pool = descriptor_pool.DescriptorPool()
                    # What was asked for comes first, but a pool takes what it imports before it.
                    for file in files[1:] + files[:1]:
                        pool.Add(file)
                    service = pool.FindServiceByName(name)
                    self.assertEqual(service.file.name, files[0].name)
                    self.assertTrue(service.methods)
                    [by_name] = self.ask(server, version, Request(file_by_filename=files[0].name))
                    self.assertEqual(by_name.file_descriptor_response,
                                     answer.file_descriptor_response)

    def test_methods_and_fields_are_symbols_too(self):
        for server, version in itertools.product(SERVICES, VERSIONS):
            with self.subTest(server=server, version=version):
                for symbol in ["grpc.health.v1.Health.Check",
                               "grpc.health.v1.HealthCheckRequest.service",
                               "google.rpc.ErrorInfo"]:
                    [answer] = self.ask(server, version, Request(file_containing_symbol=symbol))
                    self.assertTrue(answer.HasField("file_descriptor_response"), symbol)

    def test_what_is_not_there_is_not_found_and_ends_nothing(self):
        for server, version in itertools.product(SERVICES, VERSIONS):
            with self.subTest(server=server, version=version):
                requests = [Request(file_containing_symbol="no.such.Symbol"),
                            Request(file_by_filename="no/such.proto"),
                            Request(file_by_filename=""),
                            Request(all_extension_numbers_of_type="no.such.Message"),
                            Request(file_containing_extension={"containing_type": "no.such.Message",
                                                               "extension_number": 1}),
                            Request()]
                answers = self.ask(server, version, *requests, Request(list_services=""))
                codes = [answer.error_response.error_code for answer in answers[:-1]]
                self.assertEqual(codes, [5, 5, 5, 5, 5, 3])
                self.assertTrue(answers[-1].list_services_response.service)

    def test_hostile_requests_are_bounded(self):
        for server, version in itertools.product(SERVICES, VERSIONS):
            with self.subTest(server=server, version=version):
                for request in [b"\n" * 1000, b"\xff" * 100, Request(
                        file_containing_symbol="x" * 5000).SerializeToString(),
                                Request(host="x" * 3_000_000).SerializeToString()]:
                    call = self.channels[server].stream_stream(
                        f"/{version}.ServerReflection/ServerReflectionInfo")
                    with self.assertRaises(grpc.RpcError) as refused:
                        list(call(iter([request]), timeout=client.TIMEOUT_S))
                    self.assertIn(refused.exception.code(), [grpc.StatusCode.INVALID_ARGUMENT,
                                                             grpc.StatusCode.RESOURCE_EXHAUSTED])

    def test_many_open_calls_take_no_threads(self):
        done = threading.Event()

        def silence():
            done.wait()
            yield from ()

        calls = []
        for version in VERSIONS:
            call = self.channels["ingestion"].stream_stream(
                f"/{version}.ServerReflection/ServerReflectionInfo")
            calls += [call(silence(), timeout=client.TIMEOUT_S) for _ in range(100)]
        try:
            self.ask("ingestion", VERSIONS[0], Request(list_services="*"))
            self.assertLess(max(self.threads()), 100)
        finally:
            done.set()
            for call in calls:
                call.cancel()

    def threads(self):
        for pid in harness.processes_in(self.up.data_dir):
            with open(f"/proc/{pid}/status", encoding="utf-8") as status:
                yield next(int(line.split()[1]) for line in status if line.startswith("Threads:"))


UNARY = [("ingestion", "jurimeter.v1.IndicatorIngestion", "SubmitIndicator"),
         ("ingestion", "jurimeter.v1.IndicatorIngestion", "SubmitIndicatorBatch"),
         ("ingestion", "jurimeter.v1.IndicatorLedger", "Close"),
         ("ingestion", "jurimeter.v1.IndicatorLedger", "Reopen"),
         ("ingestion", "jurimeter.v1.IndicatorLedger", "ListClosings"),
         ("query", "jurimeter.v1.IndicatorQuery", "QueryYear"),
         ("query", "jurimeter.v1.IndicatorQuery", "QueryPeriod"),
         ("query", "jurimeter.v1.IndicatorQuery", "QueryCompleteness"),
         ("query", "jurimeter.v1.IndicatorQuery", "ListIndicators"),
         ("query", "jurimeter.v1.IndicatorQuery", "ListBureaus"),
         ("query", "jurimeter.v1.IndicatorAudit", "AuditFigures")]
STREAM = ("ingestion", "jurimeter.v1.IndicatorIngestion", "SubmitIndicatorStream")


class Unread(ServerTest):
    """Calls that are refused before anything of them is read."""

    def call(self, server, service, method, message, **options):
        """Makes a call that must fail, and returns its error."""
        path = f"/{service}/{method}"
        with self.assertRaises(grpc.RpcError) as refused:
            if method == STREAM[2]:
                call = self.channels[server].stream_stream(path)
                list(call(iter([message]), timeout=client.TIMEOUT_S, **options))
            else:
                call = self.channels[server].unary_unary(path)
                call(message, timeout=client.TIMEOUT_S, **options)
        return refused.exception

    def handled(self, server, method, code):
        samples = harness.metrics(self.up.addresses[f"{server}_metrics"])
        [count] = [value for key, value in samples.items()
                   if key.startswith("grpc_server_handled_total{")
                   and f'grpc_method="{method}"' in key and f'grpc_code="{code}"' in key]
        return count

    def assert_refused(self, target, code, counted, reason, message, **options):
        server, _, method = target
        before = self.handled(server, method, counted)
        error = self.call(*target, message, **options)
        self.assertEqual(error.code(), code, error)
        self.assertEqual(client.details(error)["ErrorInfo"].reason, reason)
        self.assertTrue(error.details())
        self.assertEqual(self.handled(server, method, counted), before + 1)

    def test_compressed_messages(self):
        for target in [*UNARY, STREAM]:
            for compression in [grpc.Compression.Gzip, grpc.Compression.Deflate]:
                # One that would be 64 MiB.
                for message in [b"\n" * 100, bytes(64 << 20)]:
                    with self.subTest(target=target, compression=compression, size=len(message)):
                        self.assert_refused(target, grpc.StatusCode.UNIMPLEMENTED, "Unimplemented",
                                            "COMPRESSED_REQUEST", message, compression=compression)

    def test_compressed_questions_about_the_server_are_refused_unread(self):
        reflect = [f"/{version}.ServerReflection/ServerReflectionInfo" for version in VERSIONS]
        for path in ["/grpc.health.v1.Health/Check", "/grpc.health.v1.Health/Watch", *reflect]:
            with self.subTest(path), self.assertRaises(grpc.RpcError) as refused:
                call = self.channels["ingestion"].stream_stream(path)
                list(call(iter([bytes(64 << 20)]), timeout=client.TIMEOUT_S,
                          compression=grpc.Compression.Gzip))
            self.assertEqual(refused.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)

    def test_too_much_metadata(self):
        for target in [*UNARY, STREAM]:
            for metadata in [[("long", "x" * 8200)], [(f"many-{i}", "x") for i in range(250)],
                             [("long", "x" * 60_000)]]:
                with self.subTest(target=target, entries=len(metadata)):
                    self.assert_refused(target, grpc.StatusCode.RESOURCE_EXHAUSTED,
                                        "ResourceExhausted", "METADATA_TOO_LARGE", b"",
                                        metadata=metadata)

    def test_metadata_beyond_what_grpc_takes(self):
        for target in [*UNARY, STREAM]:
            with self.subTest(target=target):
                error = self.call(*target, b"", metadata=[("long", "x" * 70_000)])
                # gRPC 1.51 loses its place if they come in several reads, and ends the connection.
                self.assertIn(error.code(), [grpc.StatusCode.RESOURCE_EXHAUSTED,
                                             grpc.StatusCode.UNAVAILABLE])

    def test_ordinary_metadata_is_let_in(self):
        stub = client.Client(self.up.addresses["ingestion"], self.up.addresses["query"])
        self.addCleanup(stub.close)
        metadata = [("authorization", "Bearer " + "x" * 7000)]
        stub.ingestion.SubmitIndicator(ingestion_pb2.SubmitIndicatorRequest(event=event()),
                                       metadata=metadata, timeout=client.TIMEOUT_S)
        stub.query.QueryYear(query_pb2.QueryYearRequest(year=2023), metadata=metadata,
                             timeout=client.TIMEOUT_S)


if __name__ == "__main__":
    unittest.main(verbosity=2)
