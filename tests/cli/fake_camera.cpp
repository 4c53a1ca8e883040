// A camera that can be unplugged: loaded before a program (LD_PRELOAD), it stands in for the
// kernel's /dev/video0 and answers V4L2's requests as the kernel does. It is plugged in while the
// file named by SIAMRT_FAKE_CAMERA exists; once that is gone, every request fails with ENODEV, as
// those of a pulled USB camera do, and opening it with ENOENT. 320x240 BGR, 25 frames a second: the
// white square of tests/cli/support.py, going to and fro.

#include <dlfcn.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdlib>
#include <cstring>

namespace {

constexpr unsigned width = 320;
constexpr unsigned height = 240;
constexpr unsigned side = 40;
constexpr unsigned bytes = width * height * 3;
constexpr unsigned most_buffers = 4;
constexpr unsigned page = 4096;
constexpr unsigned stride = (bytes + page - 1) / page * page;  // mmap wants whole pages
constexpr useconds_t period_us = 40000;

std::atomic<int> device{-1};
unsigned char* memory = nullptr;
std::array<unsigned, most_buffers> waiting = {};
unsigned queued = 0;
unsigned drawn = 0;

bool plugged_in() {
  const char* file = std::getenv("SIAMRT_FAKE_CAMERA");
  return file != nullptr && ::access(file, F_OK) == 0;
}

int failed(int code) {
  errno = code;
  return -1;
}

int open_device() {
  if (!plugged_in()) return failed(ENOENT);
  const int fd = ::memfd_create("fake_camera", 0);
  if (fd < 0 || ::ftruncate(fd, most_buffers * stride) != 0) return failed(EIO);
  memory = static_cast<unsigned char*>(
      ::mmap(nullptr, most_buffers * stride, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
  queued = drawn = 0;
  device = fd;
  return fd;
}

void draw(unsigned char* picture) {
  constexpr unsigned turns = 10;
  const unsigned n = drawn++ % (2 * turns);
  const unsigned number = n < turns ? n : 2 * turns - n;
  const unsigned x = 60 + 4 * number;
  const unsigned y = 80 + 2 * number;
  std::memset(picture, 20, bytes);
  for (unsigned row = y; row < y + side; ++row)
    std::memset(picture + (row * width + x) * 3, 255, side * 3);
}

void fill_format(v4l2_format& format) {
  format.fmt.pix.width = width;
  format.fmt.pix.height = height;
  format.fmt.pix.pixelformat = V4L2_PIX_FMT_BGR24;
  format.fmt.pix.field = V4L2_FIELD_NONE;
  format.fmt.pix.bytesperline = width * 3;
  format.fmt.pix.sizeimage = bytes;
}

int dequeue(v4l2_buffer& buffer) {
  ::usleep(period_us);
  if (!plugged_in()) return failed(ENODEV);
  if (queued == 0) return failed(EAGAIN);
  buffer.index = waiting[0];
  std::copy(waiting.begin() + 1, waiting.end(), waiting.begin());
  --queued;
  buffer.bytesused = buffer.length = bytes;
  buffer.flags = V4L2_BUF_FLAG_DONE;
  draw(memory + buffer.index * stride);
  return 0;
}

int answer(unsigned long request, void* argument) {
  if (!plugged_in()) return failed(ENODEV);
  switch (request) {
    case VIDIOC_QUERYCAP: {
      auto& capability = *static_cast<v4l2_capability*>(argument);
      std::memset(&capability, 0, sizeof(capability));
      capability.capabilities = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
      capability.device_caps = capability.capabilities;
      return 0;
    }
    case VIDIOC_G_FMT:
    case VIDIOC_S_FMT:
    case VIDIOC_TRY_FMT:
      fill_format(*static_cast<v4l2_format*>(argument));
      return 0;
    case VIDIOC_G_PARM:
    case VIDIOC_S_PARM: {
      auto& parameters = *static_cast<v4l2_streamparm*>(argument);
      parameters.parm.capture.capability = V4L2_CAP_TIMEPERFRAME;
      parameters.parm.capture.timeperframe = {1, 25};
      return 0;
    }
    case VIDIOC_REQBUFS: {
      auto& wanted = *static_cast<v4l2_requestbuffers*>(argument);
      wanted.count = std::min(wanted.count, most_buffers);
      queued = 0;
      return 0;
    }
    case VIDIOC_QUERYBUF: {
      auto& buffer = *static_cast<v4l2_buffer*>(argument);
      buffer.length = bytes;
      buffer.m.offset = buffer.index * stride;
      return 0;
    }
    case VIDIOC_QBUF:
      if (queued < most_buffers) waiting[queued++] = static_cast<v4l2_buffer*>(argument)->index;
      return 0;
    case VIDIOC_DQBUF:
      return dequeue(*static_cast<v4l2_buffer*>(argument));
    case VIDIOC_STREAMON:
    case VIDIOC_STREAMOFF:
      return 0;
    default:
      return failed(EINVAL);  // controls, inputs, crops: not those of this camera
  }
}

bool is_camera(const char* path) { return std::strcmp(path, "/dev/video0") == 0; }

template <typename Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
  if (is_camera(path)) return open_device();
  std::va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return real<int(const char*, int, ...)>("open")(path, flags, mode);
}

int open64(const char* path, int flags, ...) {
  if (is_camera(path)) return open_device();
  std::va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return real<int(const char*, int, ...)>("open64")(path, flags, mode);
}

int ioctl(int fd, unsigned long request, ...) noexcept {
  std::va_list rest;
  va_start(rest, request);
  void* argument = va_arg(rest, void*);
  va_end(rest);
  if (fd >= 0 && fd == device) return answer(request, argument);
  return real<int(int, unsigned long, ...)>("ioctl")(fd, request, argument);
}

int close(int fd) {
  if (fd >= 0 && fd == device) {
    ::munmap(memory, most_buffers * stride);
    device = -1;
  }
  return real<int(int)>("close")(fd);
}
}
