// The engine's worker, as a module or as a classic script. The handler is set in the first turn: a
// message that comes before it would be lost. What `boot.js` sends (the compiled module, the addresses of the texts, and the words of
// the page's language) may come before or after the first request.
// When the page is one file, the engine's glue stands before this.
const glue = self.engineGlue ?? import(self.name);
let started;
const start = new Promise((resolve) => { started = resolve; });
const engine = start.then(async ({ module, failed }) => {
  if (!module) throw new Error(failed);
  const { default: init, ...engine } = await glue;
  await init({ module_or_path: module });
  return engine;
});
// Requests that wait for the module report the failure themselves.
engine.catch(() => {});

// The words of a language, as bytes.
async function load(lang) {
  const { texts, words } = await start;
  if (words[lang]) return words[lang];
  const response = await fetch(texts[lang]);
  if (!response.ok) throw new Error(`${texts[lang]}: ${response.status}`);
  return response.arrayBuffer();
}

async function answer(request) {
  const { handle, missing_texts: missing, read_texts: read } = await engine;
  for (const lang of missing(request).split(' ').filter(Boolean)) {
    if (!read(lang, new Uint8Array(await load(lang)))) throw new Error(`the texts (${lang}) are damaged`);
  }
  return handle(request);
}

self.onmessage = async ({ data }) => {
  if (!(data instanceof ArrayBuffer)) {
    started(data);
    return;
  }
  try {
    const reply = await answer(new Uint8Array(data));
    self.postMessage(reply.buffer, [reply.buffer]);
  } catch (error) {
    self.postMessage({ failed: String(error) });
  }
};
