// Starts both modules: the page's own, and the engine in its worker.

// Where the files are. On a site each has an address, whose name has a hash and stands as data on
// this script's tag; when the page is one file, `one-file.js` has them.
const tag = document.querySelector('script[data-wasm]');
const at = (name) => new URL(tag.dataset[name], document.baseURI).href;
const inBlob = (address) => URL.createObjectURL(
  new Blob([`importScripts(${JSON.stringify(address)});`], { type: 'text/javascript' }));
const files = globalThis.oneFile ?? {
  need: async (name) => {
    const response = await fetch(at(name));
    if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
    return response;
  },
  glue: () => import(at('js')),
  // Its name says where its glue is: a part behind # would be lost where a service worker answers.
  // A frame without an origin of its own (sandbox="allow-scripts") may only start a worker from a blob,
  // and that a classic one.
  worker: () => (origin === 'null'
    ? new Worker(inBlob(at('worker')), { type: 'classic', name: at('engineJs') })
    : new Worker(at('worker'), { type: 'module', name: at('engineJs') })),
  texts: { en: at('textsEn'), zh: at('textsZh') },
  words: (lang) => [lang],
};
const { need } = files;
const boot = document.getElementById('boot');

// The language: that of the address, else the person's choice, else the browser's.
const stored = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
const lang = (/[?&]lang=(en|zh)/.exec(location.hash)?.[1] ?? stored('muster.lang') ?? navigator.languages.find((l) => /^(en|zh)/i.test(l)) ?? 'en')
  .slice(0, 2).toLowerCase() === 'zh' ? 'zh' : 'en';
document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en';
const theme = stored('muster.theme');
if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;

// What the first view needs comes first and side by side; the engine's files wait until it is here.
// On a slow line all of them at once would share the line, and the page would come as late as the
// engine. The engine is ready no later for it: the line is never idle.
const page = WebAssembly.compileStreaming(need('wasm'));
const glue = files.glue();
const first = need(lang === 'zh' ? 'firstZh' : 'firstEn')
  .then((response) => response.arrayBuffer())
  .then((bytes) => new Uint8Array(bytes), () => new Uint8Array());
const arrived = Promise.all([page, first]).catch(() => {});
glue.catch(() => {});

// One compilation serves every worker: when one is lost, the next gets the same module. The texts
// of this language come beside it; those of the other are loaded when they are needed.
const module = arrived.then(() => WebAssembly.compileStreaming(need('engineWasm')));
module.catch(() => {});
const read = async (lang) => [lang, await (await need(lang === 'zh' ? 'textsZh' : 'textsEn')).arrayBuffer()];
const words = arrived.then(() => Promise.all(files.words(lang).map(read))).then(Object.fromEntries);
words.catch(() => {});
const spawn = () => {
  const worker = files.worker();
  Promise.all([module, words]).then(
    ([module, words]) => worker.postMessage({ module, texts: files.texts, words }),
    // The worker says it in answer to each request: the page may not listen yet.
    (error) => worker.postMessage({ failed: String(error) }),
  );
  return worker;
};

// The browser keeps the site for work without the network (service-worker.js), once everything is
// here; where host or browser don't allow that, nothing is lost. The files of the release that a page
// is of are kept for as long as it holds this lock.
// A frame without an origin may not even ask.
const { release } = tag?.dataset ?? {};
if (release && origin !== 'null' && navigator.serviceWorker && navigator.locks) {
  const name = `muster ${new URL('./', document.baseURI).href} ${release}`;
  navigator.locks.request(name, { mode: 'shared' }, () => new Promise(() => {})).catch(() => {});
  Promise.all([module, words])
    .then(() => navigator.serviceWorker.register(at('offline')))
    .then(() => navigator.serviceWorker.ready)
    .then(({ active }) => active.postMessage('sweep'))
    .catch(() => {});
}

// What goes through the page's module without being caught leaves it in an unknown state.
addEventListener('error', ({ error }) => {
  const banner = document.getElementById('broken');
  if (banner && error) banner.hidden = false;
});

try {
  const worker = spawn();
  const app = await glue;
  await app.default({ module_or_path: await page });
  const bytes = await first;
  boot?.remove();
  app.start({ spawn, worker, first: bytes, lang });
} catch (error) {
  if (boot) {
    boot.hidden = false;
    boot.className = 'boot-failed';
    boot.textContent = lang === 'zh'
      ? `无法启动：${error}。之前的工作仍保存在此浏览器中，请重新加载页面。`
      : `Could not start: ${error}. What you saved is still in this browser. Reload the page.`;
  }
  throw error;
}
