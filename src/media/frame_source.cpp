#include <siamrt/frame_source.hpp>
