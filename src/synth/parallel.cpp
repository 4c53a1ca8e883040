#include "synth/parallel.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace siamrt::synth {
namespace {

/// What the threads share, all under one lock.
struct Shared {
  std::mutex mutex;
  std::condition_variable news;
  int next = 0;
  int finished = 0;
  int running = 0;
  bool stop = false;
  std::exception_ptr failure;
};

void run(Shared& shared, int count, const std::function<void(int)>& work) {
  std::unique_lock<std::mutex> lock(shared.mutex);
  while (!shared.stop && shared.next < count) {
    const int index = shared.next++;
    lock.unlock();
    std::exception_ptr failure;
    try {
      work(index);
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    if (failure) {
      shared.stop = true;
      if (!shared.failure) shared.failure = failure;
    } else {
      ++shared.finished;
    }
    shared.news.notify_one();
  }
  --shared.running;
  shared.news.notify_one();
}

}  // namespace

bool for_each_index(int count, int threads, const std::function<void(int)>& work,
                    const std::function<bool(int)>& done) {
  const int cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  const int wanted = std::clamp(threads > 0 ? threads : cores, 1, std::max(1, count));
  Shared shared;
  shared.running = wanted;
  std::vector<std::thread> pool;
  pool.reserve(static_cast<size_t>(wanted));
  for (int i = 0; i < wanted; ++i) pool.emplace_back([&] { run(shared, count, work); });
  int told = 0;
  std::unique_lock<std::mutex> lock(shared.mutex);
  while (shared.running > 0) {
    // The time limit lets done() see a ctrl-C while a long piece of work runs.
    shared.news.wait_for(lock, std::chrono::milliseconds(100));
    const int finished = shared.finished;
    if (shared.stop) continue;
    lock.unlock();
    const bool go_on = done(finished);
    lock.lock();
    told = finished;
    if (!go_on) shared.stop = true;
  }
  const int finished = shared.finished;
  lock.unlock();
  for (std::thread& thread : pool) thread.join();
  if (shared.failure) std::rethrow_exception(shared.failure);
  if (finished > told) done(finished);
  return finished == count;
}

}  // namespace siamrt::synth
