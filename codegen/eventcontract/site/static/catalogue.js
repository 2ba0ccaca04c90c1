// The filter of the catalogue: every word must occur in the name of an event, in its texts or in one of its fields.
"use strict";

const { texts, events, common, body } = window.catalogueIndex;
const lowered = texts.map((text) => text.toLowerCase());
const rows = new Map(
  [...document.querySelectorAll("#catalogue [data-event]")].map((row) => [row.dataset.event, row]),
);
const groups = [...document.querySelectorAll("#catalogue tbody")];
const entries = events.map(([name, about, fields]) => ({
  row: rows.get(name),
  page: `${name}.html`,
  title: `${name} ${texts[about]}`.toLowerCase(),
  fields,
  all: [name.toLowerCase(), lowered[about], ...fields.flatMap(([path, text]) => [lowered[path], lowered[text]])].join("\n"),
}));

const form = document.querySelector(".filter");
const input = document.getElementById("filter");
const count = form.querySelector(".count");
const nothing = document.querySelector(".nothing");
const shared = document.querySelector(".common");

// Where words are found only in fields, the row says in which: the field with most of them first.
function reasons(entry, words) {
  let missing = words.filter((word) => !entry.title.includes(word));
  const found = [];
  while (missing.length && found.length < 3) {
    let best = { hits: [] };
    for (const field of entry.fields) {
      const hits = missing.filter((word) => lowered[field[0]].includes(word) || lowered[field[1]].includes(word));
      if (hits.length > best.hits.length) best = { field, hits };
    }
    if (!best.field) break;
    found.push(best.field);
    missing = missing.filter((word) => !best.hits.includes(word));
  }
  return found;
}

// The name of a field, as a link to its row. The elements of a list stand in the row of the list.
function link(path, page, above) {
  const place = path.replace(/\[\]$/, "").replaceAll("[]", ".*");
  const anchor = document.createElement("a");
  anchor.href = `${page}#field-${above}${place}`;
  anchor.append(Object.assign(document.createElement("code"), { textContent: path }));
  return anchor;
}

function explain(entry, words) {
  entry.row.querySelector(".reason")?.remove();
  const found = words.length ? reasons(entry, words) : [];
  if (!found.length) return;
  const line = document.createElement("p");
  line.className = "reason";
  found.forEach(([path, text], index) => {
    if (index) line.append(" ");
    line.append(link(texts[path], entry.page, `${body}.`), texts[text] ? `: ${texts[text]}` : "");
  });
  entry.row.lastElementChild.append(line);
}

// Fields that every event has find no event: they are named above the table.
function mention(words) {
  const found = common.filter(([path, text]) =>
    words.every((word) => lowered[path].includes(word) || lowered[text].includes(word)),
  );
  shared.hidden = !words.length || !found.length;
  if (shared.hidden) return;
  const names = found.slice(0, 6).flatMap(([path], index) => [
    index ? ", " : "",
    link(texts[path], "../common-fields.html", ""),
  ]);
  shared.lastElementChild.replaceChildren(...names, found.length > 6 ? " and others." : ".");
}

function filter() {
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const entry of entries) {
    const matches = words.every((word) => entry.all.includes(word));
    entry.row.hidden = !matches;
    shown += matches;
    explain(entry, matches ? words : []);
  }
  for (const group of groups) group.hidden = !group.querySelector("[data-event]:not([hidden])");
  document.getElementById("catalogue").hidden = shown === 0;
  nothing.hidden = shown > 0;
  count.textContent = shown === entries.length ? `${shown} events` : `${shown} of ${entries.length} events`;
  mention(words);
}

// The address keeps the words, so that they are there again for who comes back, and can be sent to others.
function keep() {
  const address = new URL(location.href);
  if (input.value.trim()) address.searchParams.set("q", input.value.trim());
  else address.searchParams.delete("q");
  history.replaceState(null, "", address);
}

input.disabled = false;
input.value = new URLSearchParams(location.search).get("q") ?? "";
input.addEventListener("input", filter);
input.addEventListener("change", keep);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  keep();
});
nothing.querySelector("button").addEventListener("click", () => {
  input.value = "";
  filter();
  keep();
  input.focus();
});
if (input.value) filter();
