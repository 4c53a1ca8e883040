#pragma once

namespace siamrt::model {

/// While it lives, parallel regions that the calling thread opens (LibTorch's, oneDNN's, ours) have
/// `threads` threads; the thread's own number comes back at the end. Other threads are not touched,
/// so what a call computes does not depend on them.
class ThreadScope {
 public:
  explicit ThreadScope(int threads);
  ~ThreadScope();
  ThreadScope(const ThreadScope&) = delete;
  ThreadScope& operator=(const ThreadScope&) = delete;

 private:
  int before_;
};

}  // namespace siamrt::model
