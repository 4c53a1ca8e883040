#include "ui/window_keys.hpp"

#ifdef SIAMRT_HAS_QT
#include <QApplication>
#include <QKeyEvent>
#include <QScreen>
#include <QWheelEvent>
#endif

#include <utility>

namespace siamrt::ui {

#ifdef SIAMRT_HAS_QT

namespace {

int code_of(const QKeyEvent& event) {
  switch (event.key()) {
    case Qt::Key_Left:
      return key_left;
    case Qt::Key_Right:
      return key_right;
    case Qt::Key_Up:
      return key_up;
    case Qt::Key_Down:
      return key_down;
    case Qt::Key_Home:
      return key_home;
    case Qt::Key_End:
      return key_end;
    case Qt::Key_Delete:
      return key_delete;
    case Qt::Key_Backspace:
      return key_backspace;
    case Qt::Key_Escape:
      return key_escape;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      return key_enter;
    default:
      break;
  }
  const QString text = event.text();
  const ushort letter = text.size() == 1 ? text.at(0).unicode() : 0;
  if (letter >= 'A' && letter <= 'Z') return letter - 'A' + 'a';  // caps lock is no other key
  return letter >= ' ' && letter < 127 ? letter : key_none;
}

int with_ctrl(const QKeyEvent& event) {
  const bool shift = (event.modifiers() & Qt::ShiftModifier) != 0;
  if (event.key() == Qt::Key_Z) return shift ? key_redo : key_undo;
  return event.key() == Qt::Key_Y ? key_redo : key_none;
}

}  // namespace

class KeyTap::Filter : public QObject {
 public:
  Filter() {
    if (QCoreApplication::instance() != nullptr)
      QCoreApplication::instance()->installEventFilter(this);
  }

  std::vector<Key> keys;
  double turns = 0;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override {
    if (!watched->isWindowType()) return false;  // before it goes to any widget
    // The view would zoom with the wheel, and what is drawn would no longer lie where it is.
    if (event->type() == QEvent::Wheel) {
      constexpr double notch = 120;
      turns += static_cast<const QWheelEvent&>(*event).angleDelta().y() / notch;
      return true;
    }
    if (event->type() != QEvent::KeyPress) return false;
    const auto& press = static_cast<const QKeyEvent&>(*event);
    if ((press.modifiers() & Qt::AltModifier) != 0) return false;
    const bool ctrl = (press.modifiers() & Qt::ControlModifier) != 0;
    const int code = ctrl ? with_ctrl(press) : code_of(press);
    if (ctrl && code == key_none) return false;
    if (code != key_none) keys.push_back({code, (press.modifiers() & Qt::ShiftModifier) != 0});
    return true;
  }
};

KeyTap::KeyTap() : filter_(std::make_unique<Filter>()) {}
KeyTap::~KeyTap() = default;

std::vector<Key> KeyTap::take() { return std::exchange(filter_->keys, {}); }
double KeyTap::take_turns() { return std::exchange(filter_->turns, 0); }

cv::Size screen_room() {
  const QScreen* screen = QGuiApplication::primaryScreen();
  if (screen == nullptr) return {1200, 760};
  constexpr int decoration = 40;  // title bar
  const QSize free = screen->availableGeometry().size();
  return {free.width() * 19 / 20, (free.height() - decoration) * 19 / 20};
}

#else

class KeyTap::Filter {};

KeyTap::KeyTap() = default;
KeyTap::~KeyTap() = default;
std::vector<Key> KeyTap::take() { return {}; }
double KeyTap::take_turns() { return 0; }
cv::Size screen_room() { return {1200, 760}; }

#endif

}  // namespace siamrt::ui
