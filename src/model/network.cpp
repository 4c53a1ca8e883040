#include "model/network.hpp"

#include <siamrt/error.hpp>

namespace siamrt::model {
namespace {

[[noreturn]] void no_branch() { throw Error(Error::Kind::usage, "network: has no online branch"); }

}  // namespace

void Network::online(const std::vector<cv::Mat>& /*crops*/, float* /*features*/) const {
  no_branch();
}
void Network::online_start(const float* /*feature*/, float* /*start*/) const { no_branch(); }
OnlineTables Network::online_tables() const { no_branch(); }

}  // namespace siamrt::model
