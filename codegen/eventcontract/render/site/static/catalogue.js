// The filter of the catalogue: every word must occur in the name of an event, in its texts or in one of its fields.
"use strict";

const { texts, events } = window.catalogueIndex;
const lowered = texts.map((text) => text.toLowerCase());
const rows = new Map(
  [...document.querySelectorAll("#catalogue [data-event]")].map((row) => [row.dataset.event, row]),
);
const groups = [...document.querySelectorAll("#catalogue tbody")];
const entries = events.map(([name, about, fields]) => ({
  name,
  row: rows.get(name),
  title: `${name} ${texts[about]}`.toLowerCase(),
  fields: fields.map(([path, text]) => ({ path, text })),
  all: [name.toLowerCase(), lowered[about], ...fields.flatMap(([path, text]) => [lowered[path], lowered[text]])].join("\n"),
}));

const input = document.getElementById("filter");
const count = document.querySelector(".filter .count");
const nothing = document.querySelector(".nothing");

// Where words are found only in fields, the row says in which: the field with most of them first.
function reasons(entry, words) {
  let missing = words.filter((word) => !entry.title.includes(word));
  const found = [];
  while (missing.length && found.length < 3) {
    let best = { hits: [] };
    for (const field of entry.fields) {
      const hits = missing.filter((word) => lowered[field.path].includes(word) || lowered[field.text].includes(word));
      if (hits.length > best.hits.length) best = { field, hits };
    }
    if (!best.field) break;
    found.push(best.field);
    missing = missing.filter((word) => !best.hits.includes(word));
  }
  return found;
}

function explain(entry, words) {
  entry.row.querySelector(".reason")?.remove();
  const found = words.length ? reasons(entry, words) : [];
  if (!found.length) return;
  const line = document.createElement("p");
  line.className = "reason";
  found.forEach(({ path, text }, index) => {
    if (index) line.append(" ");
    const name = document.createElement("code");
    name.textContent = texts[path];
    line.append(name, texts[text] ? `: ${texts[text]}` : "");
  });
  entry.row.lastElementChild.append(line);
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
  nothing.hidden = shown > 0;
  count.textContent = shown === entries.length ? `${shown} events` : `${shown} of ${entries.length} events`;
}

input.disabled = false;
input.addEventListener("input", filter);
input.form.addEventListener("submit", (event) => event.preventDefault());
// What a browser filled in when somebody came back.
if (input.value) filter();
