"""One header, one source, one test, of one name."""

import re

from .tree import Violation, folder_of, stem_of

FOLDERS = ("domain/", "storage/", "services/", "tools/")
# Folders in which one header declares the functions of many sources, with the reason.
TABLES = {
    # A subcommand is one function, and whoever lists the subcommands needs nothing else of it.
    "tools/jurimeter/commands": re.compile(r"\bvoid Register\w+\("),
    # The same with benchmarks.
    "tools/bench": re.compile(r"\bStatus Bench[A-Z]\w*\("),
}

# Folders whose sources have tests of their names.
TESTED = ("domain/", "storage/", "services/", "tools/jurimeter/")
# What says little by itself, such as glue between processes, and the test that runs it. The name
# is that of a source without its suffix, or of a folder with a slash behind it.
TESTED_THROUGH = {
    "storage/postgres/attempts": "tests/storage/postgres/postgres_event_store_test.cc",
    "storage/postgres/bounded_query": "tests/storage/postgres/pooler_test.cc",
    "storage/postgres/catalog_identity": "tests/storage/postgres/postgres_catalog_store_test.cc",
    "storage/postgres/code_table": "tests/storage/postgres/postgres_event_store_test.cc",
    "storage/postgres/commit_probe": "tests/storage/postgres/postgres_event_store_test.cc",
    "storage/postgres/correction_attempt": "tests/storage/postgres/correction_commit_test.cc",
    "storage/postgres/correction_look_up": "tests/storage/postgres/correction_commit_test.cc",
    "storage/postgres/event_codec": "tests/storage/postgres/event_log_test.cc",
    "storage/postgres/failpoint": "tests/crash/cases.py",
    "storage/postgres/retraction_log": "tests/storage/postgres/correction_commit_test.cc",
    "storage/postgres/session_set_up": "tests/storage/postgres/session_settings_test.cc",
    "storage/postgres/standing_levels": "tests/storage/postgres/correction_commit_test.cc",
    "storage/postgres/verify_chain": "tests/storage/postgres/verify_test.cc",
    "storage/postgres/verify_checks": "tests/storage/postgres/verify_test.cc",
    "storage/postgres/verify_event": "tests/storage/postgres/verify_test.cc",
    "storage/postgres/verify_items": "tests/storage/postgres/verify_test.cc",
    "storage/postgres/verify_ledger": "tests/storage/postgres/verify_test.cc",
    "storage/postgres/verify_log": "tests/storage/postgres/verify_test.cc",
    "storage/postgres/verify_standing": "tests/storage/postgres/verify_test.cc",
    "storage/postgres/verify_totals": "tests/storage/postgres/verify_test.cc",
    "services/ingestion/batch_admission": "tests/services/ingestion/batch_test.cc",
    "services/ingestion/ingestion_service": "tests/services/ingestion/raw_bytes_test.cc",
    "services/ingestion/read_batch": "tests/services/ingestion/batch_test.cc",
    "services/query/audit_service": "tests/e2e/test_audit.py",
    "services/runtime/address_file": "tests/e2e/test_up.py",
    "services/runtime/left_out_categories": "tests/services/query/query_period_test.cc",
    "services/runtime/rpc/listening_sockets": "tests/e2e/test_startup.py",
    "services/runtime/metrics_server": "tests/services/runtime/metrics_test.cc",
    "services/runtime/rpc/rpc_server": "tests/services/runtime/serve_test.cc",
    "services/runtime/rpc/unary_call": "tests/services/runtime/rpc/rpc_service_test.cc",
    "services/runtime/server_options": "tests/e2e/test_startup.py",
    "services/runtime/termination_signals": "tests/e2e/test_operations.py",
    "tools/jurimeter/commands/": "tests/e2e/test_command_line.py",
    "tools/jurimeter/events/spool": "tests/e2e/test_import.py",
    "tools/jurimeter/local/": "tests/e2e/test_up.py",
}


def is_main(tree, path):
    return re.search(r"^int main\(", tree.text(path), re.M) is not None


def test_of(path):
    """The test of a source; tests/tools has those of tools/jurimeter."""
    return f"tests/{stem_of(path)}_test.cc".replace("tests/tools/jurimeter/", "tests/tools/")


def test_advice(path, paths):
    """What to do about the test of a source; None if it is as it should be."""
    test = test_of(path)
    name = stem_of(path)
    other = TESTED_THROUGH.get(name) or TESTED_THROUGH.get(folder_of(path) + "/")
    if test in paths:
        if name in TESTED_THROUGH:
            return f"it has a test; take {name} out of TESTED_THROUGH in tools/tidy_rules/pairs.py"
        return None
    if other is None:
        return f"it has no test; write {test}"
    return None if other in paths else f"{other} tests it, but is not there"


def lost_sources(paths):
    """The names in TESTED_THROUGH of which there is no source."""
    for name in TESTED_THROUGH:
        prefix = name if name.endswith("/") else name + "."
        if not any(path.startswith(prefix) for path in paths):
            yield name


def check(tree):
    paths = set(tree.paths)
    here = "tools/tidy_rules/pairs.py"
    if here in paths:
        for name in lost_sources(paths):
            yield Violation(here, 1, "test", f"{name} is gone; take it out of TESTED_THROUGH")
    for path in tree.paths:
        if not path.endswith(".cc") or not path.startswith(FOLDERS) or is_main(tree, path):
            continue
        table = TABLES.get(folder_of(path))
        is_in_table = table is not None and table.search(tree.text(path))
        if stem_of(path) + ".h" not in paths and not is_in_table:
            yield Violation(path, 1, "pair", "it has no header of its name; give it one, or move "
                                             "what it defines to the source of its header")
        advice = test_advice(path, paths) if path.startswith(TESTED) else None
        if advice is not None:
            yield Violation(path, 1, "test", advice)
