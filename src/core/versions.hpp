#pragma once

/// Put before a function, has it compiled once for each kind of x86-64 CPU (AVX-512, AVX2, plain),
/// of which the program takes the machine's own when it starts. The build contracts no products
/// with sums, so the bits are the same on all. Sanitizers cannot choose between versions before
/// they have started, and clang has other words for it: there it is compiled once.
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define SIAMRT_VERSIONS \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define SIAMRT_VERSIONS
#endif
