#include <siamrt/tracker.hpp>
