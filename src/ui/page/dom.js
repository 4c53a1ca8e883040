// What all parts of the page use: elements by their name, words in the corner, requests that say what went wrong.

import {ask} from "./server.js";

export const $ = (id) => document.getElementById(id);

/// Words in the corner for a while; kind "error" or "note".
export function toast(line, kind = "error") {
  for (const old of $("toasts").children) if (old.textContent === line) old.remove();
  const note = document.createElement("div");
  note.className = `toast ${kind}`;
  note.textContent = line;
  $("toasts").append(note);
  while ($("toasts").children.length > 4) $("toasts").firstChild.remove();
  setTimeout(() => note.remove(), kind === "note" ? 3500 : 7000);
}

/// Asks the server to do something; null where it refused, which is said.
export async function act(name, body) {
  try {
    return await ask(name, body);
  } catch (fault) {
    toast(fault.message);
    return null;
  }
}
