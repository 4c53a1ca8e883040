#include "model/description.hpp"
