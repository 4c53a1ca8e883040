// What a user of the library writes first: open, start, follow. Prints the last box.
#include <siamrt/siamrt.hpp>

#include <cstdio>

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  try {
    const siamrt::Tracker tracker(siamrt::Model::open(argv[1]));
    cv::Mat frame(240, 320, CV_8UC3, cv::Scalar(90, 120, 150));
    frame(cv::Rect(100, 80, 60, 50)).setTo(cv::Scalar(30, 200, 60));
    siamrt::Track track = tracker.start(frame, {100, 80, 60, 50});
    siamrt::Estimate estimate;
    for (int i = 0; i < 3; ++i) estimate = track.next(frame);
    std::printf("%.1f %.1f %.1f %.1f\n", estimate.box.x, estimate.box.y, estimate.box.w,
                estimate.box.h);
    return siamrt::is_valid(estimate.box) ? 0 : 1;
  } catch (const siamrt::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
