#include "services/messages/access_text.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/messages/access_messages.h"

namespace jurimeter::messages {

Checked<std::shared_ptr<const AccessList>, TextFaults> ParseAccessList(const std::string& text,
                                                                       const Catalog* catalog) {
  if (text.size() > kMaxAccessTextBytes) {
    return TextFaults{{0, "",
                       absl::StrCat("the access list has ", text.size(),
                                    " bytes; expected at most ", kMaxAccessTextBytes)}};
  }
  v1::AccessList message;
  MessageText read(text, &message);
  if (!read.is_read()) return std::move(read).faults();

  const auto [spec, unread] = FromProto(message);
  read.Add(unread);
  auto created = AccessList::Create(spec, catalog);
  if (!created.ok()) read.Add(created.faults());
  if (read.has_faults()) return std::move(read).faults();
  return *std::move(created);
}

}  // namespace jurimeter::messages
