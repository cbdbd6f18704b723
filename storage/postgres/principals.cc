#include "storage/postgres/principals.h"

namespace jurimeter::storage {
namespace {

constexpr char kFind[] = "SELECT principal_id FROM principal WHERE name = $1";

// ON CONFLICT would use up a key each time, so this comes after a look. It is for two that give one
// at once.
constexpr char kGive[] = "INSERT INTO principal (name) VALUES ($1) ON CONFLICT (name) DO NOTHING";

constexpr char kSessionName[] = "SELECT 'database/' || session_user";

}  // namespace

PrincipalKey KeyOfPrincipal(pqxx::transaction_base& transaction, const std::string& name) {
  const pqxx::result found = transaction.exec_params(kFind, name);
  if (!found.empty()) return found[0][0].as<PrincipalKey>();
  transaction.exec_params0(kGive, name);
  return transaction.exec_params1(kFind, name)[0].as<PrincipalKey>();
}

KeyedPrincipal DatabasePrincipal(pqxx::transaction_base& transaction) {
  const auto name = transaction.exec1(kSessionName)[0].as<std::string>();
  return {.key = KeyOfPrincipal(transaction, name), .name = name};
}

}  // namespace jurimeter::storage
