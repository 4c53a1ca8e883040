#include "media/packet_ledger.hpp"

#include <gtest/gtest.h>

namespace siamrt::media {
namespace {

int losses(PacketLedger& ledger) {
  int count = 0;
  while (ledger.take_loss()) ++count;
  return count;
}

constexpr int usual_size = 1000;

TEST(PacketLedger, FindsNoLossWhereEveryPacketGivesAPicture) {
  PacketLedger ledger;
  for (int i = 0; i < 5; ++i) {
    ledger.add(i, i * 40, i == 0, usual_size);
    ledger.came_out(i, 0);
    EXPECT_EQ(losses(ledger), 0);
  }
  ledger.ended();
  EXPECT_EQ(losses(ledger), 0);
}

TEST(PacketLedger, FindsThePacketThatWasPassedOver) {
  PacketLedger ledger;
  for (int i = 0; i < 4; ++i) ledger.add(i, i * 40, i == 0, usual_size);
  ledger.came_out(0, 0);
  EXPECT_EQ(losses(ledger), 0);
  ledger.came_out(2, 0);
  EXPECT_EQ(losses(ledger), 1);
  ledger.ended();
  EXPECT_EQ(losses(ledger), 1);
}

TEST(PacketLedger, KnowsThatPicturesMayLeaveInAnotherOrder) {
  PacketLedger ledger;  // I P B B in the file, shown as I B B P
  const int times[] = {0, 120, 40, 80};
  for (int i = 0; i < 4; ++i) ledger.add(i, times[i], i == 0, usual_size);
  for (const int serial : {0, 2, 3, 1}) ledger.came_out(serial, 2);
  ledger.ended();
  EXPECT_EQ(losses(ledger), 0);
}

TEST(PacketLedger, FindsALossAmongPicturesInAnotherOrderBeforeTheNextOne) {
  PacketLedger ledger;
  const int times[] = {0, 120, 40, 80};
  for (int i = 0; i < 4; ++i) ledger.add(i, times[i], i == 0, usual_size);
  ledger.came_out(0, 2);
  ledger.came_out(3, 2);  // the one at 40 never came
  EXPECT_EQ(losses(ledger), 1);
  ledger.came_out(1, 2);
  ledger.ended();
  EXPECT_EQ(losses(ledger), 0);
}

TEST(PacketLedger, WaitsAsLongAsTheDecoderHoldsBackWhereThereAreNoTimes) {
  PacketLedger ledger;
  for (int i = 0; i < 5; ++i) ledger.add(i, std::nullopt, i == 0, usual_size);
  ledger.came_out(1, 1);
  EXPECT_EQ(losses(ledger), 0);
  ledger.came_out(2, 1);
  EXPECT_EQ(losses(ledger), 1);
}

TEST(PacketLedger, LeavesOutWhatHoldsNoPicture) {
  PacketLedger ledger;
  ledger.add(0, 0, true, usual_size);
  ledger.add(1, 40, false, 7);
  ledger.add(2, 80, false, 0);
  ledger.came_out(0, 0);
  ledger.ended();
  EXPECT_EQ(losses(ledger), 0);
}

TEST(PacketLedger, BeginsWithTheFirstKeyFrame) {
  PacketLedger ledger;
  ledger.add(0, 0, false, usual_size);
  ledger.add(1, 80, true, usual_size);
  ledger.add(2, 40, false, usual_size);  // leads the key frame, refers to what was before
  ledger.came_out(1, 0);
  ledger.ended();
  EXPECT_EQ(losses(ledger), 0);
}

TEST(PacketLedger, DoesNotTakeAClockSetBackForALoss) {
  PacketLedger ledger;
  ledger.add(0, 1000, true, usual_size);
  ledger.add(1, 1040, false, usual_size);
  ledger.came_out(0, 0);
  ledger.add(2, 1000, true, usual_size);
  ledger.add(3, 1040, false, usual_size);
  for (const int serial : {1, 2, 3}) ledger.came_out(serial, 0);
  ledger.ended();
  EXPECT_EQ(losses(ledger), 0);
}

TEST(PacketLedger, CountsLossesOnlyAfterErrorsWhereToldTo) {
  PacketLedger ledger(true);
  for (int i = 0; i < 6; ++i) ledger.add(i, i, i == 0, usual_size);
  ledger.came_out(0, 0);
  ledger.came_out(2, 0);
  EXPECT_EQ(losses(ledger), 0);
  ledger.note_error();
  ledger.came_out(4, 0);
  EXPECT_EQ(losses(ledger), 1);
}

}  // namespace
}  // namespace siamrt::media
