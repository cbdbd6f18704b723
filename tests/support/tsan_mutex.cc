// Tells ThreadSanitizer of absl::Mutex, absl::CondVar and absl::Notification.
//
// Debian's Abseil is not instrumented, so that ThreadSanitizer sees none of their order and takes
// everything that they guard for a race. The functions here stand in front of Abseil's, for our
// code and for gRPC's, which uses the same mutexes: they say what happens before what, and call
// the library's. Linked into tests that are built with ThreadSanitizer, and nowhere else.
//
// Conditions of waiting threads are evaluated by Abseil in a thread that unlocks, after we could
// say so: reads within the library's calls are ignored.
#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>

#include <cstdio>
#include <cstdlib>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"

extern "C" {
// ThreadSanitizer's library defines them; no header declares them.
void AnnotateIgnoreReadsBegin(const char* file, int line);
void AnnotateIgnoreReadsEnd(const char* file, int line);
}

namespace {

class IgnoredReads {
 public:
  IgnoredReads() { AnnotateIgnoreReadsBegin(__FILE__, __LINE__); }
  ~IgnoredReads() { AnnotateIgnoreReadsEnd(__FILE__, __LINE__); }
  IgnoredReads(const IgnoredReads&) = delete;
  IgnoredReads& operator=(const IgnoredReads&) = delete;
};

template <typename Function>
Function* Library(const char* symbol) {
  void* found = dlsym(RTLD_NEXT, symbol);
  if (found == nullptr) {
    std::fprintf(stderr, "tsan_mutex.cc: Abseil has no %s\n", symbol);
    std::abort();
  }
  return reinterpret_cast<Function*>(found);
}

// Makes a call that lets go of `mutex` and has it again at its end.
template <typename Call>
auto Releasing(absl::Mutex* mutex, const Call& call) {
  struct Acquire {
    absl::Mutex* mutex;
    ~Acquire() { __tsan_acquire(mutex); }
  };
  const Acquire at_end = {mutex};
  __tsan_release(mutex);
  const IgnoredReads ignored;
  return call();
}

}  // namespace

namespace absl {
ABSL_NAMESPACE_BEGIN

ABSL_NO_THREAD_SAFETY_ANALYSIS void Mutex::Lock() {
  static auto* const library = Library<void(Mutex*)>("_ZN4absl7debian35Mutex4LockEv");
  library(this);
  __tsan_acquire(this);
}

ABSL_NO_THREAD_SAFETY_ANALYSIS void Mutex::Unlock() {
  static auto* const library = Library<void(Mutex*)>("_ZN4absl7debian35Mutex6UnlockEv");
  __tsan_release(this);
  const IgnoredReads ignored;
  library(this);
}

ABSL_NO_THREAD_SAFETY_ANALYSIS bool Mutex::TryLock() {
  static auto* const library = Library<bool(Mutex*)>("_ZN4absl7debian35Mutex7TryLockEv");
  const bool locked = library(this);
  if (locked) __tsan_acquire(this);
  return locked;
}

ABSL_NO_THREAD_SAFETY_ANALYSIS void Mutex::ReaderLock() {
  static auto* const library = Library<void(Mutex*)>("_ZN4absl7debian35Mutex10ReaderLockEv");
  library(this);
  __tsan_acquire(this);
}

ABSL_NO_THREAD_SAFETY_ANALYSIS void Mutex::ReaderUnlock() {
  static auto* const library = Library<void(Mutex*)>("_ZN4absl7debian35Mutex12ReaderUnlockEv");
  __tsan_release(this);
  const IgnoredReads ignored;
  library(this);
}

ABSL_NO_THREAD_SAFETY_ANALYSIS void Mutex::LockWhen(const Condition& condition) {
  static auto* const library =
      Library<void(Mutex*, const Condition&)>("_ZN4absl7debian35Mutex8LockWhenERKNS0_9ConditionE");
  {
    const IgnoredReads ignored;
    library(this, condition);
  }
  __tsan_acquire(this);
}

void Mutex::Await(const Condition& condition) {
  static auto* const library =
      Library<void(Mutex*, const Condition&)>("_ZN4absl7debian35Mutex5AwaitERKNS0_9ConditionE");
  Releasing(this, [&] { return library(this, condition); });
}

bool Mutex::AwaitWithTimeout(const Condition& condition, Duration timeout) {
  static auto* const library = Library<bool(Mutex*, const Condition&, Duration)>(
      "_ZN4absl7debian35Mutex16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE");
  return Releasing(this, [&] { return library(this, condition, timeout); });
}

bool Mutex::AwaitWithDeadline(const Condition& condition, Time deadline) {
  static auto* const library = Library<bool(Mutex*, const Condition&, Time)>(
      "_ZN4absl7debian35Mutex17AwaitWithDeadlineERKNS0_9ConditionENS0_4TimeE");
  return Releasing(this, [&] { return library(this, condition, deadline); });
}

void CondVar::Wait(Mutex* mutex) {
  static auto* const library =
      Library<void(CondVar*, Mutex*)>("_ZN4absl7debian37CondVar4WaitEPNS0_5MutexE");
  Releasing(mutex, [&] { return library(this, mutex); });
}

bool CondVar::WaitWithTimeout(Mutex* mutex, Duration timeout) {
  static auto* const library = Library<bool(CondVar*, Mutex*, Duration)>(
      "_ZN4absl7debian37CondVar15WaitWithTimeoutEPNS0_5MutexENS0_8DurationE");
  return Releasing(mutex, [&] { return library(this, mutex, timeout); });
}

bool CondVar::WaitWithDeadline(Mutex* mutex, Time deadline) {
  static auto* const library = Library<bool(CondVar*, Mutex*, Time)>(
      "_ZN4absl7debian37CondVar16WaitWithDeadlineEPNS0_5MutexENS0_4TimeE");
  return Releasing(mutex, [&] { return library(this, mutex, deadline); });
}

void Notification::Notify() {
  static auto* const library =
      Library<void(Notification*)>("_ZN4absl7debian312Notification6NotifyEv");
  __tsan_release(this);
  library(this);
}

void Notification::WaitForNotification() const {
  static auto* const library =
      Library<void(const Notification*)>("_ZNK4absl7debian312Notification19WaitForNotificationEv");
  library(this);
  __tsan_acquire(const_cast<Notification*>(this));
}

bool Notification::WaitForNotificationWithTimeout(Duration timeout) const {
  static auto* const library = Library<bool(const Notification*, Duration)>(
      "_ZNK4absl7debian312Notification30WaitForNotificationWithTimeoutENS0_8DurationE");
  const bool notified = library(this, timeout);
  if (notified) __tsan_acquire(const_cast<Notification*>(this));
  return notified;
}

bool Notification::WaitForNotificationWithDeadline(Time deadline) const {
  static auto* const library = Library<bool(const Notification*, Time)>(
      "_ZNK4absl7debian312Notification31WaitForNotificationWithDeadlineENS0_4TimeE");
  const bool notified = library(this, deadline);
  if (notified) __tsan_acquire(const_cast<Notification*>(this));
  return notified;
}

ABSL_NAMESPACE_END
}  // namespace absl
