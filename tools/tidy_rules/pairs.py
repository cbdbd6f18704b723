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


def is_main(tree, path):
    return re.search(r"^int main\(", tree.text(path), re.M) is not None


def check(tree):
    paths = set(tree.paths)
    for path in tree.paths:
        if not path.endswith(".cc") or not path.startswith(FOLDERS) or is_main(tree, path):
            continue
        table = TABLES.get(folder_of(path))
        is_in_table = table is not None and table.search(tree.text(path))
        if stem_of(path) + ".h" not in paths and not is_in_table:
            yield Violation(path, 1, "pair", "it has no header of its name; give it one, or move "
                                             "what it defines to the source of its header")
        if path.startswith("domain/") and f"tests/{stem_of(path)}_test.cc" not in paths:
            yield Violation(path, 1, "test", f"it has no test; write tests/{stem_of(path)}_test.cc")
