// The kinds of ledger entries, and what each can change.
//
// An entry states the latter itself. A program that meets a kind which it does not know stops there
// if the entry can change what the program works out, and follows past it otherwise.
#ifndef JURIMETER_DOMAIN_LEDGER_ENTRY_KIND_H_
#define JURIMETER_DOMAIN_LEDGER_ENTRY_KIND_H_

#include <string_view>

namespace jurimeter {

struct EntryKind {
  std::string_view name;  // as the ledger has it, for ever
  bool changes_figures;
  bool changes_rules;  // what decides whether an event is admitted
};

// A batch of events, or of retractions and corrections.
inline constexpr EntryKind kEventsEntry{"events", true, false};
// A catalog that comes into force.
inline constexpr EntryKind kCatalogEntry{"catalog", true, true};

// The subject of an event that was erased: no figure and no rule depends on it.
inline constexpr EntryKind kErasureEntry{"erasure", false, false};

// Days that are closed or open again: they decide what is admitted, and change no figure.
inline constexpr EntryKind kClosingEntry{"closing", false, true};
inline constexpr EntryKind kReopeningEntry{"reopening", false, true};

// An access list that comes into force: it decides who may have an event admitted, and changes no
// figure.
inline constexpr EntryKind kAccessEntry{"access", false, true};

// All that this program knows.
inline constexpr EntryKind kEntryKinds[] = {kEventsEntry,  kCatalogEntry,   kErasureEntry,
                                            kClosingEntry, kReopeningEntry, kAccessEntry};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_LEDGER_ENTRY_KIND_H_
