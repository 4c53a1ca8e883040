#include "media/jpeg.hpp"

#include "media/exif.hpp"

#include <opencv2/core.hpp>

#include <csetjmp>
#include <cstdio>  // jpeglib.h needs it first

#include <jerror.h>
#include <jpeglib.h>

namespace siamrt::media {
namespace {

constexpr std::string_view exif_header{"Exif\0\0", 6};

/// libjpeg reports through these and returns by longjmp; nothing is printed.
struct Manager {
  jpeg_error_mgr base;  // first member: libjpeg hands back its address
  std::jmp_buf out;
  bool damaged;
};

void on_error(j_common_ptr state) { std::longjmp(reinterpret_cast<Manager*>(state->err)->out, 1); }

/// Level -1 is a warning: the data is corrupt and libjpeg goes on with what it can guess.
void on_message(j_common_ptr state, int level) {
  // Bytes between two segments are padding of careless writers; every pixel is still right.
  const bool harmless = state->err->msg_code == JWRN_EXTRANEOUS_DATA ||
                        state->err->msg_code == JWRN_ADOBE_XFORM ||
                        state->err->msg_code == JWRN_JFIF_MAJOR;
  if (level < 0 && !harmless) reinterpret_cast<Manager*>(state->err)->damaged = true;
}

void print_nothing(j_common_ptr /*state*/) {}

/// Inverted CMYK as Adobe writes it to BGR, in whole numbers as OpenCV does (grfmt_jpeg.cpp,
/// utils.cpp).
void cmyk_row_to_bgr(const unsigned char* cmyk, unsigned char* bgr, int width) {
  for (int i = 0; i < width; ++i, cmyk += 4, bgr += 3) {
    const int c = cmyk[0];
    const int m = cmyk[1];
    const int y = cmyk[2];
    const int k = cmyk[3];
    bgr[2] = static_cast<unsigned char>(k - ((255 - c) * k >> 8));
    bgr[1] = static_cast<unsigned char>(k - ((255 - m) * k >> 8));
    bgr[0] = static_cast<unsigned char>(k - ((255 - y) * k >> 8));
  }
}

int orientation_of(const jpeg_decompress_struct& jpeg) {
  for (auto* marker = jpeg.marker_list; marker != nullptr; marker = marker->next) {
    const std::string_view data(reinterpret_cast<const char*>(marker->data), marker->data_length);
    if (marker->marker == JPEG_APP0 + 1 && data.substr(0, exif_header.size()) == exif_header) {
      return exif_orientation(data.substr(exif_header.size()));
    }
  }
  return 1;
}

/// What must outlive a longjmp: nothing with a destructor is made between setjmp and the end of
/// libjpeg.
struct Decoding {
  jpeg_decompress_struct jpeg{};
  Manager manager{};
  cv::Mat row;
  Frame frame;
  int orientation = 1;
};

void read_header(Decoding& decoding, std::string_view bytes) {
  jpeg_decompress_struct& jpeg = decoding.jpeg;
  jpeg_create_decompress(&jpeg);
  jpeg_mem_src(&jpeg, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  jpeg_save_markers(&jpeg, JPEG_APP0 + 1, 0xffff);
  jpeg_read_header(&jpeg, TRUE);
  decoding.orientation = orientation_of(jpeg);
  const bool four = jpeg.num_components == 4;
  jpeg.out_color_space = four ? JCS_CMYK : JCS_EXT_BGR;
  jpeg.out_color_components = four ? 4 : 3;
}

void read_rows(Decoding& decoding) {
  jpeg_decompress_struct& jpeg = decoding.jpeg;
  const bool four = jpeg.out_color_space == JCS_CMYK;
  while (jpeg.output_scanline < jpeg.output_height) {
    unsigned char* target = decoding.frame.ptr(static_cast<int>(jpeg.output_scanline));
    unsigned char* line = four ? decoding.row.ptr() : target;
    jpeg_read_scanlines(&jpeg, &line, 1);
    if (four) cmyk_row_to_bgr(line, target, decoding.frame.cols);
  }
  jpeg_finish_decompress(&jpeg);
}

/// False if libjpeg gave up. The only function that setjmp returns to.
bool run(Decoding& decoding, std::string_view bytes) {
  Manager& manager = decoding.manager;
  decoding.jpeg.err = jpeg_std_error(&manager.base);
  manager.base.error_exit = on_error;
  manager.base.emit_message = on_message;
  manager.base.output_message = print_nothing;
  if (setjmp(manager.out) != 0) return false;  // NOLINT(cert-err52-cpp): libjpeg's only way out
  read_header(decoding, bytes);
  jpeg_start_decompress(&decoding.jpeg);
  const auto width = static_cast<int>(decoding.jpeg.output_width);
  decoding.frame.create(static_cast<int>(decoding.jpeg.output_height), width, CV_8UC3);
  if (decoding.jpeg.out_color_space == JCS_CMYK) decoding.row.create(1, width, CV_8UC4);
  read_rows(decoding);
  return true;
}

}  // namespace

bool is_jpeg(std::string_view bytes) noexcept { return bytes.substr(0, 3) == "\xFF\xD8\xFF"; }

std::optional<Frame> decode_jpeg(std::string_view bytes) {
  Decoding decoding;
  bool whole = false;
  try {
    whole = run(decoding, bytes) && !decoding.manager.damaged;
  } catch (const cv::Exception&) {  // no memory for a header that promises 65535 x 65535
  }
  jpeg_destroy_decompress(&decoding.jpeg);
  if (!whole) return std::nullopt;
  apply_orientation(decoding.frame, decoding.orientation);
  return decoding.frame;
}

}  // namespace siamrt::media
