// Starts both modules: the page's own, and the engine in its worker. Everything has a name with a
// hash, so the names stand as data on this script's tag.
const tag = document.querySelector('script[data-wasm]');
const at = (name) => new URL(tag.dataset[name], document.baseURI).href;
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
const need = async (address) => {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return response;
};
const page = WebAssembly.compileStreaming(need(at('wasm')));
const glue = import(at('js'));
const first = need(at(lang === 'zh' ? 'firstZh' : 'firstEn'))
  .then((response) => response.arrayBuffer())
  .then((bytes) => new Uint8Array(bytes), () => new Uint8Array());
const arrived = Promise.all([page, first]).catch(() => {});
glue.catch(() => {});

// One compilation serves every worker: when one is lost, the next gets the same module. The texts
// of this language come beside it; those of the other are loaded when they are needed.
const module = arrived.then(() => WebAssembly.compileStreaming(need(at('engineWasm'))));
module.catch(() => {});
const texts = { en: at('textsEn'), zh: at('textsZh') };
const words = arrived.then(() => need(texts[lang])).then((response) => response.arrayBuffer());
words.catch(() => {});
// A frame without an origin of its own (sandbox="allow-scripts") may only start a worker from a blob,
// and that a classic one.
const start = (address, type) => new Worker(`${address}#${at('engineJs')}`, { type, name: 'engine' });
const inBlob = (address) => URL.createObjectURL(
  new Blob([`importScripts(${JSON.stringify(address)});`], { type: 'text/javascript' }));
const spawn = () => {
  const worker = origin === 'null' ? start(inBlob(at('worker')), 'classic') : start(at('worker'), 'module');
  Promise.all([module, words]).then(
    ([module, words]) => worker.postMessage({ module, texts, words: { [lang]: words } }),
    // The worker says it in answer to each request: the page may not listen yet.
    (error) => worker.postMessage({ failed: String(error) }),
  );
  return worker;
};

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
