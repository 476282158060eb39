// Loaded into local-slack before it starts (BUN_OPTIONS=--preload). It
//  * binds the server to 127.0.0.1 (it would listen on all interfaces) and answers loopback host names only, so that
//    a web page cannot reach it through a name of its own;
//  * ends with its parent: the parent holds our standard input open, and a killed parent closes it;
//  * keeps what the server's own log leaves out: answers to response_url and calls of unknown methods (GET /_desk/trace);
//  * injects faults on request (POST /_desk/faults {method, times, status, retry_after, error, lose}):
//    a status with Retry-After, an error answer, or (lose) the call is done and its answer lost;
//  * makes the page show Slack's date markup as a local date, as Slack itself does (the page leaves it as it is),
//    and propose one of our commands.
const serve = Bun.serve;
const trace = [];
let faults = [];

const json = (body, status = 200, headers = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });

function armed(method) {
  const fault = faults.find((each) => each.method === method && each.times > 0);
  if (fault) fault.times -= 1;
  return fault;
}

function refusal(fault) {
  if (fault.error) return json({ ok: false, error: fault.error });
  const headers = fault.retry_after === undefined ? {} : { "retry-after": String(fault.retry_after) };
  return json({ ok: false, error: fault.status === 429 ? "ratelimited" : "internal_error" }, fault.status ?? 500, headers);
}

async function own(request, path) {
  if (path === "/_desk/trace") return json({ trace });
  if (request.method !== "POST" || path !== "/_desk/faults") return json({ ok: false }, 404);
  const fault = await request.json();
  faults = fault.method ? [...faults, { times: 1, ...fault }] : [];
  return json({ ok: true });
}

async function api(request, method, pass) {
  const fault = armed(method);
  if (fault) trace.push({ kind: "fault", name: method });
  if (fault && !fault.lose) return refusal(fault);
  const answer = await pass();
  if (fault) return refusal(fault);
  const body = await answer.clone().json().catch(() => ({}));
  if (body.error === "unknown_method") trace.push({ kind: "unknown_method", name: method });
  return answer;
}

async function hook(request, pass) {
  trace.push({ kind: "response_url", name: "respond", args: await request.clone().json().catch(() => null) });
  return pass();
}

// Runs in the browser. The markup is split by the page's own parser only at its links, so it sits in one text node.
function showDates() {
  const markup = /<!date\^(\d+)\^[^|>]*\|([^>]*)>/g;
  const shown = (_, seconds, fallback) =>
    fallback.includes(":")
      ? new Date(seconds * 1000).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" })
      : fallback;
  const fix = (node) => {
    // Only where it changes something: setting a text calls the observer again, even to the same text.
    if (node.nodeType === Node.TEXT_NODE && markup.test(node.nodeValue))
      node.nodeValue = node.nodeValue.replaceAll(markup, shown);
    markup.lastIndex = 0;
    for (const child of node.childNodes) fix(child);
  };
  new MutationObserver((changes) => changes.forEach((change) => fix(change.target))).observe(document.body, {
    childList: true,
    characterData: true,
    subtree: true,
  });
}

async function page(pass) {
  const html = (await (await pass()).text()).replaceAll("/echo hi", "/sanctions help");
  const end = html.lastIndexOf("</body>");
  const script = `<script>(${showDates})()</script>`;
  const body = end < 0 ? html + script : html.slice(0, end) + script + html.slice(end);
  return new Response(body, { headers: { "content-type": "text/html; charset=utf-8" } });
}

Bun.serve = (options) =>
  serve.call(Bun, {
    ...options,
    hostname: "127.0.0.1",
    fetch(request, server) {
      const { pathname, hostname } = new URL(request.url);
      if (hostname !== "127.0.0.1" && hostname !== "localhost") return new Response("loopback only", { status: 403 });
      const pass = () => options.fetch.call(this, request, server);
      if (pathname.startsWith("/_desk/")) return own(request, pathname);
      if (pathname.startsWith("/api/")) return api(request, pathname.slice("/api/".length), pass);
      if (pathname.startsWith("/_hooks/response/")) return hook(request, pass);
      return pathname === "/" ? page(pass) : pass();
    },
  });

process.stdin.on("end", () => process.exit(0));
process.stdin.on("close", () => process.exit(0));
process.stdin.resume();
