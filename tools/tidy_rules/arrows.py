"""Which folder may include which: the arrows of ARCHITECTURE.md."""

from .tree import Violation

DOMAIN = ("domain/values", "domain/event", "domain/closing", "domain/catalog", "domain/totals",
          "domain/figures", "domain/audit", "domain/ledger", "domain/access")
MESSAGES = DOMAIN + ("proto", "services/messages")
PRESENT = MESSAGES + ("services/present",)
SERVICE = MESSAGES + ("storage", "services/runtime")
# What each folder may include besides its own files. A file belongs to the longest name that its
# path begins with.
MAY_INCLUDE = {
    "domain/values": (),
    "domain/event": ("domain/values",),
    "domain/closing": ("domain/values", "domain/event"),
    "domain/catalog": ("domain/values", "domain/event", "domain/closing"),
    "domain/totals": ("domain/values", "domain/event", "domain/catalog"),
    "domain/figures": ("domain/values", "domain/event", "domain/closing", "domain/catalog",
                       "domain/totals"),
    "domain/audit": ("domain/values", "domain/catalog"),
    "domain/access": ("domain/values", "domain/event", "domain/catalog"),
    "domain/ledger": ("domain/values", "domain/event"),
    "storage": DOMAIN,
    "storage/postgres": DOMAIN + ("storage",),
    "services/messages": MESSAGES,
    "services/present": PRESENT,
    "services/runtime": SERVICE,
    "services/ingestion": SERVICE,
    "services/query": SERVICE,
    "tools": PRESENT + ("storage", "storage/postgres", "services/runtime"),
    "deploy": ("proto",),
}
# The programs put the ports and their implementation together.
MAIN_MAY_INCLUDE = ("storage/postgres",)
PROTO_PREFIXES = ("jurimeter/v1/", "google/rpc/", "grpc/health/", "grpc/reflection/")


def owner_of(path, folders):
    """The longest of `folders` that holds `path`; None if none does."""
    holding = [folder for folder in folders if path.startswith(folder + "/")]
    return max(holding, key=len, default=None)


def check(tree):
    for path in tree.of_language("C++"):
        if path.startswith("tests/"):
            continue
        source = owner_of(path, MAY_INCLUDE)
        if source is None:
            yield Violation(path, 1, "arrow", "the folder has no place in the arrows; give it one "
                                              "in tools/tidy_rules/arrows.py, or move the file")
            continue
        allowed = {source, *MAY_INCLUDE[source]}
        if path.endswith("/main.cc"):
            allowed.update(MAIN_MAY_INCLUDE)
        for include in tree.includes(path):
            target = target_of(include.name)
            if target is not None and target not in allowed:
                yield Violation(path, include.line, "arrow",
                                f"{source} must not include {target}; move what both need down")


def target_of(name):
    """The folder of ours that an include names; None for a library's header."""
    if name.startswith(PROTO_PREFIXES):
        return "proto"
    if name.startswith("tests/"):
        return "tests"
    return owner_of(name, MAY_INCLUDE)
