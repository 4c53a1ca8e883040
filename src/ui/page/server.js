// What the page asks the server for; docs/interactive.md lists it.

async function settled(answer) {
  if (answer.ok) return answer;
  let line = `the server said ${answer.status}`;
  try {
    line = (await answer.json()).error || line;
  } catch (_) { /* no JSON: the number has to do */ }
  throw new Error(line);
}

/// Does something: ask("seek", {frame: 7}).
export async function ask(name, body = {}) {
  const answer = await fetch(`api/${name}`, {
    method: "POST",
    headers: {"Content-Type": "application/json"},
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return (await settled(answer)).json();
}

/// Looks something up: look("files", {path: ""}).
export async function look(name, query = {}) {
  return (await settled(await fetch(`api/${name}?${new URLSearchParams(query)}`))).json();
}

/// Sends a file; `progress` is told the share that is sent.
export function upload(file, progress) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", `api/upload?${new URLSearchParams({name: file.name})}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onerror = () => failed(new Error("the upload was cut off"));
    request.onload = () => {
      if (request.status === 200) return done();
      let line = `the server said ${request.status}`;
      try {
        line = JSON.parse(request.responseText).error || line;
      } catch (_) { /* no JSON */ }
      failed(new Error(line));
    };
    request.send(file);
  });
}

/// Pieces of a stream, each a length of four bytes and its bytes.
class Pieces {
  constructor(reader) {
    this.reader = reader;
    this.chunks = [];
    this.size = 0;
  }

  async take(count) {
    while (this.size < count) {
      const {done, value} = await this.reader.read();
      if (done) throw new Error("the stream ended");
      this.chunks.push(value);
      this.size += value.length;
    }
    const out = new Uint8Array(count);
    let filled = 0;
    while (filled < count) {
      const first = this.chunks[0];
      const part = first.subarray(0, count - filled);
      out.set(part, filled);
      filled += part.length;
      if (part.length === first.length) this.chunks.shift();
      else this.chunks[0] = first.subarray(part.length);
    }
    this.size -= count;
    return out;
  }

  async next() {
    const head = await this.take(4);
    return this.take(((head[0] << 24) | (head[1] << 16) | (head[2] << 8) | head[3]) >>> 0);
  }
}

/// Calls `show(state, picture)` for every moment, picture null where it has not changed; connects
/// again for ever. `gone(line)` is told when the server cannot be reached, gone("") when it can.
export async function watch(show, gone) {
  const words = new TextDecoder();
  for (;;) {
    try {
      const answer = await settled(await fetch("api/live"));
      gone("");
      const pieces = new Pieces(answer.body.getReader());
      for (;;) {
        const state = JSON.parse(words.decode(await pieces.next()));
        const bytes = await pieces.next();
        const picture = bytes.length ? await createImageBitmap(new Blob([bytes], {type: "image/jpeg"})) : null;
        show(state, picture);
      }
    } catch (fault) {
      gone(fault.message === "Failed to fetch" ? "the server cannot be reached" : fault.message);
      await new Promise((later) => setTimeout(later, 1000));
    }
  }
}
