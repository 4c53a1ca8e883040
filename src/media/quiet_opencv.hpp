#pragma once

namespace siamrt::media {

/// While one lives, OpenCV's own log lines stay off stderr: what they tell is in our errors
/// already. The level is one of the whole process; the last one to go puts it back. Safe from many
/// threads.
class QuietOpenCv {
 public:
  QuietOpenCv();
  ~QuietOpenCv();
  QuietOpenCv(const QuietOpenCv&) = delete;
  QuietOpenCv& operator=(const QuietOpenCv&) = delete;
};

}  // namespace siamrt::media
