"""Includes of which a file uses nothing.

A header of ours is unused if the file names none of the types, functions, constants, members and
macros that the header declares. A header of a library is judged only if it is in the table below.
Both see too many uses rather than too few: what is reported can go, and not all that can go is
reported.
"""

import re

from .tree import Violation, stem_of

WORD = re.compile(r"[A-Za-z_]\w*")
DECLARED = (
    re.compile(r"\b(?:class|struct|enum|union|concept)\s+(?:class\s+|\[\[\w+\]\]\s*)?(\w+)"),
    re.compile(r"\busing\s+(\w+)\s*="),
    re.compile(r"\busing\s+[\w:]*::(\w+)\s*;"),
    re.compile(r"#\s*define\s+(\w+)"),
    re.compile(r"\b(k[A-Z]\w*)"),
    re.compile(r"\b[A-Z][A-Z0-9_]+\(\s*(\w+)"),  # a macro that defines what it is given
    re.compile(r"(?<![.>:\w])(\w+)\s*\("),
    re.compile(r"(?<![.>\w])(\w+)\s*(?:=[^=]|;|\{|\[)"),
)
# Words of a header that it does not declare, or that its users name anyway.
UNDECLARED = re.compile(
    r"^\s*#\s*(include|ifndef)[^\n]*|^\s*#\s*define\s+\w+_H_$|\bnamespace\s[\w:]+", re.M)
KEYWORDS = set("""
    alignas auto bool break case catch char class const constexpr consteval continue decltype
    default delete do double else enum explicit extern false float for friend if inline int long
    mutable namespace new noexcept nullptr operator override private protected public requires
    return sizeof static static_assert struct switch template this throw true try typename union
    unsigned using virtual void volatile while std absl final
    """.split())
# What works without being named: operators and the functions that libraries look up.
UNNAMED_USE = re.compile(
    r"^\S[^;{}]*\boperator\b|^template\s*<>|\b(PrintTo|to_json|from_json)\s*\(", re.M)

# All that each offers and that code can need of it.
LIBRARY_NAMES = {
    "array": "array to_array",
    "atomic": "atomic memory_order_relaxed memory_order_acquire memory_order_release atomic_flag",
    "chrono": "chrono",
    "deque": "deque",
    "filesystem": "filesystem",
    "fstream": "fstream ifstream ofstream",
    "functional": "function hash less greater plus minus ref cref bind bind_front invoke not_fn "
                  "reference_wrapper equal_to identity multiplies logical_not logical_and",
    "iostream": "cin cout cerr clog ostream istream",
    "limits": "numeric_limits",
    "list": "list",
    "map": "map multimap",
    "memory": "unique_ptr make_unique shared_ptr make_shared weak_ptr enable_shared_from_this "
              "addressof static_pointer_cast dynamic_pointer_cast destroy_at construct_at "
              "default_delete allocator pointer_traits to_address",
    "mutex": "mutex lock_guard unique_lock scoped_lock once_flag call_once",
    "optional": "optional nullopt make_optional nullopt_t",
    "queue": "queue priority_queue",
    "set": "set multiset",
    "span": "span as_bytes",
    "sstream": "stringstream ostringstream istringstream",
    "thread": "thread jthread this_thread",
    "tuple": "tuple make_tuple tie forward_as_tuple apply tuple_size tuple_element get ignore",
    "variant": "variant visit get get_if holds_alternative monostate variant_size "
               "variant_alternative variant_size_v variant_alternative_t variant_npos",
    "vector": "vector erase erase_if",
    "absl/container/flat_hash_map.h": "flat_hash_map",
    "absl/container/flat_hash_set.h": "flat_hash_set",
    "absl/strings/match.h": "StrContains StartsWith EndsWith EqualsIgnoreCase StartsWithIgnoreCase "
                            "EndsWithIgnoreCase",
    "absl/strings/str_cat.h": "StrCat StrAppend AlphaNum Hex Dec kZeroPad2 kZeroPad4",
    "absl/strings/str_format.h": "StrFormat StrAppendFormat FormatUntyped PrintF FPrintF SNPrintF "
                                 "FormatSpec StreamFormat ParsedFormat StringF FormatConvertResult",
    "absl/strings/str_join.h": "StrJoin PairFormatter AlphaNumFormatter StreamFormatter "
                               "DereferenceFormatter",
    "absl/strings/str_replace.h": "StrReplaceAll",
    "absl/strings/str_split.h": "StrSplit MaxSplits ByChar ByString ByAnyChar SkipEmpty "
                                "SkipWhitespace AllowEmpty ByLength",
    "absl/types/span.h": "Span MakeSpan MakeConstSpan",
}


def words_of(tree, path):
    code = re.sub(r"^\s*#\s*include[^\n]*", "", tree.code(path), flags=re.M)
    return set(WORD.findall(code))


def declared_in(tree, header):
    code = UNDECLARED.sub("", tree.code(header))
    names = {name for pattern in DECLARED for name in pattern.findall(code)}
    return names - KEYWORDS


def offered_by(tree, header, seen):
    """The names that a header declares or exports; None if it can be used without being named."""
    seen.add(header)
    if UNNAMED_USE.search(tree.code(header)):
        return None
    names = declared_in(tree, header)
    for include in tree.includes(header):
        if include.is_exported and include.name not in seen:
            more = offered_by(tree, include.name, seen) if include.name in tree.paths else None
            if more is None:
                return None
            names |= more
    return names


def check(tree):
    files = tree.of_language("C++")
    headers = {path for path in files if path.endswith(".h")}
    offered = {header: offered_by(tree, header, set()) for header in headers}
    for path in files:
        words = words_of(tree, path)
        for include in tree.includes(path):
            if include.name in headers:
                names = offered[include.name]
            else:
                listed = LIBRARY_NAMES.get(include.name)
                names = set(listed.split()) if listed else None
            # A test begins with the header that it tests, to show that it needs no other before it.
            is_own = stem_of(path) in (stem_of(include.name), f"tests/{stem_of(include.name)}_test")
            if names is None or include.is_exported or is_own or names & words:
                continue
            yield Violation(path, include.line, "unused-include",
                            f"nothing of {include.name} is used here; remove it")
