// The data that Python put into the page, and small helpers. Text reaches the page through text nodes only.

document.documentElement.classList.add("live"); // first of all: should anything fail, the table is there
const data = JSON.parse(document.getElementById("data").textContent);
const unique = (items) => [...new Set(items)];
const LISTS = Object.keys(data.lists);
const COMPARED = (row) => !row.all && !row.scope && !row.per;

/** A table by column, as Python packs it, as objects. */
function unpack(table) {
    const columns = Object.entries(table).map(([name, cells]) => [
        name,
        Array.isArray(cells) ? cells : cells.at.map((place) => cells.of[place]),
    ]);
    const many = columns.length ? columns[0][1].length : 0;
    return Array.from({ length: many }, (_, place) =>
        Object.fromEntries(columns.map(([name, cells]) => [name, cells[place]])),
    );
}

const TABLES = ["figures", "events", "named", "help"];
const tables = Object.fromEntries(TABLES.map((name) => [name, unpack(data[name])]));
for (const rows of Object.values(tables)) {
    rows.forEach((row, place) =>
        Object.assign(row, { place, kinds: unique(row.sources.map((id) => data.sources[id].kind)) }),
    );
}
for (const row of tables.figures) {
    const set = row.printed.replace(/(?<=\d) (?=\d{3}(?!\d))/g, data.amounts.thousands);
    row.quoted = row.bare ? set : `“${set}”`;
}
tables.actions = data.cases.map((one) => ({ ...one, case: one.id, cases: [one.id] }));
const cases = new Map(data.cases.map((one) => [one.id, one]));
const labels = Object.fromEntries(
    LISTS.map((name) => [name, new Map(data.lists[name].map((one) => [one.id, one.label]))]),
);

/** A pattern with its {names} filled in. */
function fill(pattern, values) {
    return pattern.replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all));
}

/** An HTML element; attributes that are false or null are left out, text children become text. */
function make(name, attributes = {}, ...children) {
    return dress(document.createElement(name), attributes, children);
}

/** The same for SVG. */
function draw(name, attributes = {}, ...children) {
    return dress(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function dress(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
        if (value === true) element.setAttribute(name, "");
        else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return element;
}

const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);
const listed = (items) => (items.length > 1 ? `${items.slice(0, -1).join(", ")} and ${items.at(-1)}` : items.join(""));

/** Items under the key that `by` gives each, in the order in which keys first occur. */
function grouped(items, by) {
    const groups = new Map();
    for (const item of items) {
        const key = by(item);
        if (!groups.has(key)) groups.set(key, []);
        groups.get(key).push(item);
    }
    return groups;
}
