// The engine's worker. The handler is set in the first turn: a message that comes before it would
// be lost. The compiled module may come before or after the first request.
const glue = import(self.location.hash.slice(1));
let started;
const module = new Promise((resolve) => { started = resolve; });
const handle = module.then(async (compiled) => {
  if (!(compiled instanceof WebAssembly.Module)) throw new Error(compiled.failed);
  const { default: init, handle } = await glue;
  await init({ module_or_path: compiled });
  return handle;
});
// Requests that wait for the module report the failure themselves.
handle.catch(() => {});

self.onmessage = async ({ data }) => {
  if (!(data instanceof ArrayBuffer)) {
    started(data);
    return;
  }
  try {
    const reply = (await handle)(new Uint8Array(data));
    self.postMessage(reply.buffer, [reply.buffer]);
  } catch (error) {
    self.postMessage({ failed: String(error) });
  }
};
