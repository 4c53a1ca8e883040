#include <siamrt/model.hpp>
