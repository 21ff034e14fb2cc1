// The nodes write their figures into the directory every five seconds; this page reads it every two.
const EVERY_MS = 2000;
const LATE_MS = 8000; // without a heartbeat, by the clock of this page
const REMEMBERED_MS = 120_000;
const MINUTE_MS = 60_000;

const byId = (id) => document.getElementById(id);
const nodes = new Map(); // by id: { latest, rates, beatAt, seenAt, isListed }
const refusals = []; // { at, byRule } of the last minute
let token = "";

byId("access").addEventListener("submit", (event) => {
  event.preventDefault();
  token = byId("token").value.trim();
  byId("access").hidden = true;
  refresh();
});

async function refresh() {
  try {
    const headers = token ? { authorization: `Bearer ${token}` } : {};
    const response = await fetch("/api/cluster", { headers, signal: AbortSignal.timeout(5000) });
    if (response.status === 401 || response.status === 403) {
      token = "";
      byId("access").hidden = false;
      say("The cluster is shown to services only.");
      return;
    }
    const answer = await response.json();
    if (!response.ok) {
      throw new Error(answer.detail);
    }
    remember(answer.nodes, Date.now());
    show();
  } catch (failure) {
    say(`No answer: ${failure.message}. Trying again.`, "gone");
  }
  setTimeout(refresh, EVERY_MS);
}

function remember(listed, now) {
  nodes.forEach((node) => { node.isListed = false; });
  for (const latest of listed) {
    const known = nodes.get(latest.nodeId);
    const isNew = known?.latest.leaseUntil !== latest.leaseUntil;
    const rates = known && isNew ? ratesOf(known.latest, latest) : known?.rates;
    nodes.set(latest.nodeId, {
      latest,
      rates: rates ?? { messages: 0, deliveries: 0 },
      beatAt: isNew ? now : known.beatAt,
      seenAt: now,
      isListed: true,
    });
  }
  for (const [id, node] of nodes) {
    if (now - node.seenAt > REMEMBERED_MS) {
      nodes.delete(id);
    }
  }
  refusals.push({ at: now, byRule: total((node) => node.refusals) });
  while (now - refusals[0].at > MINUTE_MS) {
    refusals.shift();
  }
}

// Between two heartbeats, whose times are the ends of their leases.
function ratesOf(before, after) {
  const seconds = (Date.parse(after.leaseUntil) - Date.parse(before.leaseUntil)) / 1000;
  const rate = (name) => Math.max(0, (after[name] - before[name]) / seconds);
  return { messages: rate("messages"), deliveries: rate("deliveries") };
}

function total(countsOf) {
  const sums = {};
  for (const { latest } of nodes.values()) {
    for (const [name, count] of Object.entries(countsOf(latest))) {
      sums[name] = (sums[name] ?? 0) + count;
    }
  }
  return sums;
}

function stateOf(node) {
  if (!node.isListed) {
    return { word: "gone", kind: "gone" };
  }
  const silence = Date.now() - node.beatAt;
  return silence > LATE_MS ? { word: `silent for ${Math.round(silence / 1000)} s`, kind: "late" } : { word: "alive", kind: "good" };
}

function show() {
  const all = [...nodes.values()].sort((a, b) => a.latest.nodeId.localeCompare(b.latest.nodeId));
  const alive = all.filter((node) => stateOf(node).kind === "good");
  const troubled = all.length - alive.length;
  const living = `${alive.length} ${alive.length === 1 ? "node" : "nodes"} alive`;
  say(troubled ? `${living}, ${troubled} gone or silent` : living, troubled ? "late" : "good");
  showTotals(alive);
  byId("nodes").replaceChildren(...all.map(nodeRow));
  showCanaries(all);
  showRefusals();
}

function showTotals(alive) {
  const sum = (of) => alive.reduce((all, node) => all + of(node), 0);
  const figures = {
    Connections: number(sum((node) => node.latest.connections)),
    "Messages/s": number(sum((node) => node.rates.messages)),
    "Deliveries/s": number(sum((node) => node.rates.deliveries)),
    "Presence corrected": number(sum((node) => node.latest.disagreements)),
  };
  byId("totals").replaceChildren(...Object.entries(figures).map(([name, value]) => {
    const group = document.createElement("div");
    group.append(element("dt", name), element("dd", value));
    return group;
  }));
}

function nodeRow(node) {
  const state = stateOf(node);
  const row = document.createElement("tr");
  row.className = node.isListed ? "" : "lost";
  const name = element("th", node.latest.nodeId);
  name.scope = "row";
  row.append(name, element("td", state.word, state.kind), element("td", node.latest.version), element("td", since(node.latest.startedAt)));
  const figures = [node.latest.connections, node.latest.rooms, node.rates.messages, node.rates.deliveries, node.latest.disagreements];
  row.append(...figures.map((figure) => element("td", node.isListed ? number(figure) : "-", "number")));
  return row;
}

function showCanaries(all) {
  const head = document.createElement("tr");
  head.append(element("td", "hears"), ...all.map((node) => columnHead(node.latest.nodeId)));
  const rows = all.filter((node) => node.isListed).map((hearer) => {
    const row = document.createElement("tr");
    const name = element("th", hearer.latest.nodeId);
    name.scope = "row";
    row.append(name, ...all.map((peer) => canary(hearer, peer)));
    return row;
  });
  byId("canaries").replaceChildren(head, ...rows);
}

function canary(hearer, peer) {
  const milliseconds = hearer.latest.canaries[peer.latest.nodeId];
  if (milliseconds === undefined || !peer.isListed) {
    return element("td", "-", peer.isListed ? "number gone" : "number");
  }
  return element("td", number(milliseconds), milliseconds > 1000 ? "number late" : "number good");
}

function showRefusals() {
  const now = refusals.at(-1).byRule;
  const before = refusals[0].byRule;
  const rules = Object.keys(now).filter((rule) => now[rule] > 0).sort((a, b) => now[b] - now[a]);
  byId("refusals").replaceChildren(...(rules.length ? rules.map((rule) => refusalRow(rule, now[rule] - (before[rule] ?? 0), now[rule])) : [none()]));
}

function refusalRow(rule, lately, ever) {
  const row = document.createElement("tr");
  const name = element("th", rule);
  name.scope = "row";
  row.append(name, element("td", number(Math.max(0, lately)), "number"), element("td", number(ever), "number"));
  return row;
}

function none() {
  const row = document.createElement("tr");
  const cell = element("td", "None");
  cell.colSpan = 3;
  row.append(cell);
  return row;
}

function columnHead(text) {
  const head = element("th", text, "number");
  head.scope = "col";
  return head;
}

function element(name, text, kind = "") {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = kind;
  return made;
}

const number = (value) => new Intl.NumberFormat("en", { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);

function since(time) {
  const minutes = Math.floor((Date.now() - Date.parse(time)) / MINUTE_MS);
  return minutes < 60 ? `${minutes} min` : minutes < 2880 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} d`;
}

// Announced to screen readers when it changes only.
function say(text, kind = "") {
  const state = byId("state");
  if (state.textContent !== text) {
    state.textContent = text;
  }
  state.className = kind;
}

refresh();
