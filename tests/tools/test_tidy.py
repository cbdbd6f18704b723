"""tools/tidy finds what is planted in a small tree that is otherwise clean."""

import pathlib
import re
import subprocess
import tempfile
import unittest

TIDY = pathlib.Path(__file__).resolve().parents[2] / "tools" / "tidy"

# In parts, or they would be violations of this file.
HOME = "/" + "root"
RESOLVED = "reso" + "lved"

CLEAN = {
    "CMakeLists.txt": "add_subdirectory(domain)\n",
    "domain/CMakeLists.txt": "add_library(domain values/text.cc catalog/catalog.cc)\n",
    "domain/values/text.h": "bool IsUtf8(const char* text);\n",
    "domain/values/text.cc": '#include "domain/values/text.h"\nbool IsUtf8(const char*) {}\n',
    "domain/catalog/catalog.h": '#include "domain/values/text.h"  // exported\nclass Catalog;\n',
    "domain/catalog/catalog.cc": '#include "domain/catalog/catalog.h"\n',
    "services/query/main.cc": '#include "storage/postgres/store.h"\nint main() { Store store; }\n',
    "services/query/CMakeLists.txt": "add_executable(query main.cc)\n",
    "storage/postgres/store.h": "struct Store {};\n",
    "tests/domain/CMakeLists.txt": "add_executable(t values/text_test.cc catalog/catalog_test.cc)",
    "tests/domain/values/text_test.cc":
        '#include "domain/catalog/catalog.h"\nint x = IsUtf8("");\n',
    "tests/domain/catalog/catalog_test.cc": "",
    "tests/e2e/CMakeLists.txt": "foreach(name sample)\n  add_test(test_${name}.py)\nendforeach()\n",
    "tests/e2e/test_sample.py": "print('/home is where the heart is')\n",
    "README.md": "# One\n## Two words\n[there](#two-words) [file](domain/values/text.h)\n"
                 "```sh\nrun  # it\n```\n",
    "README.zh.md": "# 一\n## 二\n```sh\nrun   # 运行\n```\n",
    # A summary: it leaves out what it likes.
    "docs/catalog.md": "# One\n## Two\n```\nrun\n```\n```\nwalk\n```\n",
    "docs/catalog.zh.md": "# 一\n```\nwalk\n```\n",
    "data.bin": "\xff\n",
}

# What is planted, where and under which rule it is reported.
PLANTED = [
    ({"domain/values/twice.h": "// Once.\n// Once.\nint x;\n"}, "domain/values/twice.h:2: twice:"),
    ({"docs/x.md": "See `domain/values/gone.h`.\n"}, "docs/x.md:1: path:"),
    ({"domain/values/up.h": '\n#include "domain/catalog/catalog.h"\nCatalog* c;\n'},
     "domain/values/up.h:2: arrow:"),
    ({"storage/port.h": '#include "storage/postgres/store.h"\nStore* s;\n'},
     "storage/port.h:1: arrow:"),
    ({"services/query/far.h": '#include "storage/postgres/store.h"\nStore* s;\n'},
     "services/query/far.h:1: arrow:"),
    ({"domain/values/message.h": '#include "jurimeter/v1/query.pb.h"\n'},
     "domain/values/message.h:1: arrow:"),
    ({"services/runtime/test.h": '#include "tests/support/cluster.h"\n'},
     "services/runtime/test.h:1: arrow:"),
    ({"extra/what.h": "int x;\n"}, "extra/what.h:1: arrow:"),
    ({"domain/values/rpc.h": "#include <grpcpp/grpcpp.h>\n"}, "domain/values/rpc.h:1: library:"),
    ({"services/query/sql.h": "#include <pqxx/pqxx>\n"}, "services/query/sql.h:1: library:"),
    ({"domain/catalog/other.h": '#include "domain/values/text.h"\n// IsUtf8\nint x;\n'},
     "domain/catalog/other.h:1: unused-include:"),
    ({"domain/catalog/list.h": "#include <vector>\nint x;\n"},
     "domain/catalog/list.h:1: unused-include:"),
    ({"domain/values/alone.cc": "", "tests/domain/values/alone_test.cc": ""},
     "domain/values/alone.cc:1: pair:"),
    ({"domain/values/tested.cc": "", "domain/values/tested.h": ""},
     "domain/values/tested.cc:1: test:"),
    ({"storage/postgres/tested.cc": "", "storage/postgres/tested.h": ""},
     "storage/postgres/tested.cc:1: test:"),
    ({"tools/jurimeter/events/tested.cc": "", "tests/tools/jurimeter/events/tested_test.cc": ""},
     "tools/jurimeter/events/tested.cc:1: test:"),
    # A test through which others are tested is gone, or no longer needed for that.
    ({"services/runtime/address_file.cc": "", "services/runtime/address_file.h": ""},
     "services/runtime/address_file.cc:1: test:"),
    ({"services/runtime/address_file.cc": "", "tests/services/runtime/address_file_test.cc": "",
      "tests/e2e/test_up.py": ""},
     "services/runtime/address_file.cc:1: test:"),
    # A source that is tested through others is gone.
    ({"tools/tidy_rules/pairs.py": ""}, "tools/tidy_rules/pairs.py:1: test:"),
    ({"storage/postgres/lost.cc": "", "storage/postgres/lost.h": ""},
     "storage/postgres/lost.cc:1: listed:"),
    ({"tests/e2e/test_lost.py": ""}, "tests/e2e/test_lost.py:1: listed:"),
    ({"domain/values/wide.h": "//" + "x" * 99 + "\n"}, "domain/values/wide.h:1: width:"),
    ({"tools/wide": "#!/usr/bin/env bash\n# " + "字" * 50 + "\n"}, "tools/wide:2: width:"),
    ({"domain/values/tab.h": "\n\tint x;\n"}, "domain/values/tab.h:2: tab:"),
    ({"tools/place": f"#!/bin/sh\ncd {HOME}/main\n"}, "tools/place:2: machine:"),
    ({"tools/lock.json": f'{{"{RESOLVED}": "https://example.org/x"}}\n'},
     "tools/lock.json:1: machine:"),
    ({"docs/a.md": "\n[gone](../nowhere.md)\n"}, "docs/a.md:2: link:"),
    ({"docs/a.md": "[part](../README.md#three)\n"}, "docs/a.md:1: link:"),
    ({"README.zh.md": "# 一\n### 二\n```sh\nrun\n```\n"}, "README.zh.md:2: translation:"),
    ({"README.zh.md": "# 一\n```sh\nrun\n```\n"}, "README.zh.md:1: translation:"),
    ({"README.zh.md": "# 一\n## 二\n```sh\nwalk\n```\n"}, "README.zh.md:3: translation:"),
    ({"README.zh.md": "# 一\n## 二\n"}, "README.zh.md:1: translation:"),
    ({"docs/a.md": "# One\n", "docs/a.zh.md": "## 一\n"}, "docs/a.zh.md:1: translation:"),
    ({"docs/a.zh.md": "# 一\n"}, "docs/a.zh.md:1: translation:"),
    ({"docs/catalog.md": "# One\n", "docs/catalog.zh.md": "# 一\n```\nrun\n```\n"},
     "docs/catalog.zh.md:2: translation:"),
]


def tidy(files):
    """(exit code, lines of output but the last, which sums up)"""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = pathlib.Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("latin-1" if name.endswith(".bin") else "utf-8"))
        result = subprocess.run([TIDY, folder], stdout=subprocess.PIPE, text=True)
        return result.returncode, result.stdout.splitlines()[:-1]


class Tidy(unittest.TestCase):
    def test_a_clean_tree_is_clean(self):
        self.assertEqual(tidy(CLEAN), (0, []))

    def test_what_is_planted_is_found(self):
        for files, expected in PLANTED:
            with self.subTest(expected):
                code, lines = tidy({**CLEAN, **files})
                self.assertEqual(code, 1)
                self.assertTrue(any(line.startswith(expected) for line in lines), lines)
                for line in lines:
                    self.assertRegex(line, r"^[\w./-]+:\d+: [a-z-]+: .{20,}")

    def test_every_rule_is_planted(self):
        rules = set()
        for path in (TIDY.parent / "tidy_rules").glob("*.py"):
            rules.update(re.findall(r'Violation\([^"]*"([a-z-]+)"', path.read_text()))
        planted = {expected.split(": ")[1].rstrip(":") for _, expected in PLANTED}
        self.assertEqual(rules, planted)


if __name__ == "__main__":
    unittest.main()
