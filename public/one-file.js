// Where the files are when the page is one file: in blocks of it, base64 of gzip, and nothing is
// fetched. Stands before boot.js, with the glue of the page's module as `glue`
// (crates/site-files/src/one_file.rs). A block is read once, and then gone.
const block = (name) => {
  const element = document.getElementById(`file-${name}`);
  element.remove();
  return element.textContent;
};
const unpack = (name) => {
  const text = atob(block(name));
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  const raw = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(raw, { headers: { 'Content-Type': 'application/wasm' } });
};

// The worker can fetch nothing either, so its script is whole, and it gets the words of every language.
// It is no module: Chromium starts none from a blob of a page that comes from a disk.
const script = URL.createObjectURL(new Blob([block('worker')], { type: 'text/javascript' }));
globalThis.oneFile = {
  need: async (name) => unpack(name),
  glue: async () => glue,
  worker: () => new Worker(script, { name: 'engine' }),
  words: () => ['en', 'zh'],
};
