#pragma once

#include <functional>

namespace siamrt::synth {

/// Calls work(0) .. work(count - 1), each once, on up to `threads` threads (0: all cores), and
/// `done(n)` on the calling thread whenever more are finished, n of them so far. No further work is
/// begun once done() returned false or a call of work threw; the first exception goes on after all
/// threads have ended. Returns true if everything was done.
bool for_each_index(int count, int threads, const std::function<void(int)>& work,
                    const std::function<bool(int)>& done);

}  // namespace siamrt::synth
