// A server's socket that loses COMMITs: stands between a store and PostgreSQL and cuts the
// connection when a COMMIT comes by.
//
// Example:
//   CommitProxy proxy(url);
//   proxy.LoseNext(CommitProxy::Loss::kAnswer);
//   MakePostgresEventStore({.postgres = {.url = proxy.url()}})->Commit(events);
//
// Threads: any; it has its own.
#ifndef JURIMETER_TESTS_STORAGE_POSTGRES_COMMIT_PROXY_H_
#define JURIMETER_TESTS_STORAGE_POSTGRES_COMMIT_PROXY_H_

#include <atomic>
#include <string>
#include <thread>

namespace jurimeter::test {

class CommitProxy {
 public:
  enum class Loss {
    kRequest,  // PostgreSQL never gets the COMMIT, nor what is sent with it
    kAnswer,   // PostgreSQL commits, and the store is not told
  };

  // Before the PostgreSQL that `url`, of a Unix socket, leads to.
  explicit CommitProxy(const std::string& url);
  ~CommitProxy();

  std::string url() const;

  void LoseNext(Loss loss, int count = 1);
  // How many are still to be lost.
  int left() const { return left_; }

 private:
  // Takes one connection after another.
  void Serve();
  // Carries bytes between a store and PostgreSQL until one of them ends or a COMMIT is lost.
  void Carry(int client, int server);
  bool TakeLoss();

  std::string directory_;
  std::string server_path_;
  std::string database_;
  int listener_ = -1;
  std::atomic<int> left_ = 0;
  std::atomic<Loss> loss_ = Loss::kRequest;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_STORAGE_POSTGRES_COMMIT_PROXY_H_
