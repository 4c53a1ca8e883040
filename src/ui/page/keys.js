// The keyboard.

const arrows = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};

/// What a key is called in `keys`: "ctrl z", "ctrl Z" with shift, "z" without.
function nameOf(event) {
  return event.ctrlKey || event.metaKey ? `ctrl ${event.key}` : event.key;
}

/// `keys` maps a key's name to what it does; `arrow(dx, dy, shift)` and `digit(number)` have the others. Keys go to
/// fields, buttons and dialogs first.
export function takeKeys({keys, arrow, digit}) {
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea, dialog");
    const pressing = event.target.closest("button, a") && [" ", "Enter"].includes(event.key);
    if (typing || pressing || event.altKey) return;
    const name = nameOf(event);
    if (arrows[name]) {
      arrow(...arrows[name], event.shiftKey);
    } else if (/^[1-9]$/.test(name)) {
      return digit(Number(name));
    } else if (keys[name]) {
      keys[name]();
    } else {
      return;
    }
    event.preventDefault();
  });
}
