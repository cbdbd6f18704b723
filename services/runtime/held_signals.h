// Signals that are held back, for a thread that waits for them.
//
// Example:
//   const sigset_t signals = SignalSet({SIGTERM, SIGINT});
//   HoldBack(signals);
//   sigwait(&signals, &signal);
//
// Threads: pure, except HoldBack.
#ifndef JURIMETER_SERVICES_RUNTIME_HELD_SIGNALS_H_
#define JURIMETER_SERVICES_RUNTIME_HELD_SIGNALS_H_

#include <csignal>
#include <initializer_list>

namespace jurimeter::runtime {

sigset_t SignalSet(std::initializer_list<int> numbers);

// Holds back `signals` in this thread and in those that it starts later, and ignores SIGPIPE: a
// peer that closes its connection must not end the program.
void HoldBack(const sigset_t& signals);

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_HELD_SIGNALS_H_
