"""Which folder may know which library, so that a library can be replaced in one place."""

from .tree import Violation

MAY_KNOW = {
    "grpc": ("services/runtime", "services/ingestion", "services/query", "services/gateway",
             "tools", "tests", "deploy"),
    "grpcpp": ("services/runtime", "services/ingestion", "services/query", "services/gateway",
               "tools", "tests", "deploy"),
    "google/protobuf": ("services", "tools", "tests", "deploy"),
    "prometheus": ("services/runtime", "services/ingestion", "services/query", "services/gateway",
                   "tests"),
    "spdlog": ("services/runtime", "tests"),
    "pqxx": ("storage/postgres", "tests"),
    "libpq-fe.h": ("storage/postgres", "tools/bench", "tools/embedded_postgres", "tests"),
}


def check(tree):
    for path in tree.of_language("C++"):
        for include in tree.includes(path):
            for library, folders in MAY_KNOW.items():
                is_of_library = include.name == library or include.name.startswith(library + "/")
                # Reflection and health are messages of the contract, in a folder of gRPC's name.
                if not is_of_library or include.name.endswith(".pb.h"):
                    continue
                if not any(path.startswith(folder + "/") for folder in folders):
                    yield Violation(path, include.line, "library",
                                    f"<{include.name}> belongs in {', '.join(folders)}")
