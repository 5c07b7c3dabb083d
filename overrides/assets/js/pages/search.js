/* The search page: asks Pagefind for what the address says, shows it, and keeps the address in
   step. Loaded on that page only; without script the page is an index from A to Ö. */
const area = document.getElementById("search");
const form = area.querySelector("form");
const field = form.elements.q;
const kinds = area.querySelector("[data-search-kinds]");
const status = area.querySelector("[role=status]");
const list = area.querySelector("[data-search-results]");
const more = area.querySelector("[data-search-more]");
const words = area.dataset;
const STEP = 10;

let engine;
let found = [];
let shown = 0;
let turn = 0;

async function start() {
  if (!engine) {
    engine = await import(new URL(words.engine, document.baseURI).href);
    await engine.options({ excerptLength: 24 });
    await engine.init();
    await engine.filters(); // Counts by kind come only once these are loaded.
  }
  return engine;
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function excerpt(html) {
  const line = element("p");
  const parsed = new DOMParser().parseFromString(html, "text/html");
  parsed.body.childNodes.forEach(function (node) {
    const marked = node.nodeName === "MARK";
    line.append(marked ? element("mark", "", node.textContent) : node.textContent);
  });
  return line;
}

function result(page) {
  const item = element("li", "row");
  const body = element("div", "row-body");
  const title = element("h3", "row-title");
  const link = element("a", "", page.meta.title);
  link.href = page.url;
  title.append(link);
  const meta = [page.meta.kind, page.meta.date].filter(Boolean).join(" · ");
  body.append(title);
  if (meta) body.append(element("p", "row-meta", meta));
  body.append(excerpt(page.excerpt));
  item.append(body);
  return item;
}

async function showMore() {
  const mine = turn;
  const pages = await Promise.all(found.slice(shown, shown + STEP).map((each) => each.data()));
  if (mine !== turn) return;
  const rows = pages.map(result);
  list.append(...rows);
  if (shown && rows[0]) rows[0].querySelector("a").focus();
  shown += pages.length;
  more.hidden = shown >= found.length;
}

function choices(counts, chosen) {
  const names = Object.keys(counts).filter((name) => counts[name] || name === chosen);
  kinds.hidden = names.length < 2 && !chosen;
  const items = [["", words.all]].concat(names.map((name) => [name, name]));
  kinds.querySelector("ul").replaceChildren(
    ...items.map(function ([value, text]) {
      const item = element("li");
      const link = element("a", "filter", value ? `${text} (${counts[value]})` : text);
      link.href = address(field.value, value);
      link.dataset.kind = value;
      if (value === chosen) link.setAttribute("aria-current", "true");
      item.append(link);
      return item;
    }),
  );
}

function address(query, kind) {
  const here = new URL(location.href);
  here.search = "";
  if (query) here.searchParams.set("q", query);
  if (kind) here.searchParams.set("kind", kind);
  return here.href;
}

function say(text, query) {
  status.textContent = text.replace("{n}", found.length).replace("{query}", query);
}

async function search(query, kind) {
  const mine = ++turn;
  list.replaceChildren();
  more.hidden = true;
  found = [];
  shown = 0;
  area.classList.toggle("has-query", Boolean(query));
  if (!query) {
    kinds.hidden = true;
    status.textContent = "";
    return;
  }
  status.textContent = words.searching;
  try {
    const answer = await (await start()).search(query, { filters: kind ? { kind } : {} });
    if (mine !== turn) return;
    found = answer.results;
    choices((answer.totalFilters || {}).kind || {}, kind);
    say(found.length === 1 ? words.one : found.length ? words.some : words.none, query);
    await showMore();
  } catch {
    say(words.failed, query);
  }
}

function fromAddress() {
  const asked = new URLSearchParams(location.search);
  field.value = asked.get("q") || "";
  search(field.value.trim(), asked.get("kind") || "");
}

let waiting;
field.addEventListener("input", function () {
  clearTimeout(waiting);
  waiting = setTimeout(function () {
    history.replaceState(null, "", address(field.value.trim(), ""));
    fromAddress();
  }, 300);
});
form.addEventListener("submit", function (event) {
  event.preventDefault();
  clearTimeout(waiting);
  history.pushState(null, "", address(field.value.trim(), ""));
  fromAddress();
});
kinds.addEventListener("click", function (event) {
  const link = event.target.closest("a");
  if (!link) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  fromAddress();
});
more.addEventListener("click", showMore);
addEventListener("popstate", fromAddress);
fromAddress();
