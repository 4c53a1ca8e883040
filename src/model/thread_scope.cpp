#include "model/thread_scope.hpp"

#include <ATen/Parallel.h>

#ifdef _OPENMP
#include <omp.h>
#endif

namespace siamrt::model {

// OpenMP's number of threads belongs to the calling thread. LibTorch writes it once per thread, at
// the thread's first question for it; asking first keeps it from writing over ours later. Without
// OpenMP LibTorch's number is one for all threads, and the last model to ask wins.
ThreadScope::ThreadScope(int threads) : before_(at::get_num_threads()) {
#ifdef _OPENMP
  omp_set_num_threads(threads);
#else
  at::set_num_threads(threads);
#endif
}

ThreadScope::~ThreadScope() {
#ifdef _OPENMP
  omp_set_num_threads(before_);
#else
  at::set_num_threads(before_);
#endif
}

}  // namespace siamrt::model
