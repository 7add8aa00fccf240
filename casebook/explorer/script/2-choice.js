// What is chosen, how the address holds it, and what it leaves. The rules are those of casebook/explore.py.

const nothing = () => Object.fromEntries(LISTS.map((name) => [name, []]));

/** The choice in an address, the details it opens, and the ids in it that this page does not know. */
function readAddress(hash) {
    const given = new URLSearchParams(hash.replace(/^#/, ""));
    const choice = nothing();
    const unknown = [];
    for (const name of LISTS) {
        const wanted = new Set((given.get(name) ?? "").split(",").filter(Boolean));
        choice[name] = data.lists[name].map((one) => one.id).filter((id) => wanted.delete(id));
        unknown.push(...wanted);
    }
    return { choice, open: given.get("open") ?? "", unknown };
}

/** The address of a choice; lists stand in a fixed order, so that one view has one address. */
function address(choice, open = "") {
    const parts = LISTS.filter((name) => choice[name].length).map(
        (name) => `${name}=${choice[name].map(encodeURIComponent).join(",")}`,
    );
    if (open) parts.push(`open=${encodeURIComponent(open)}`);
    return `#${parts.join("&")}`;
}

const ACTIONS = ["cases", "countries", "roles", "years"]; // the lists that choose actions
const fits = (term, chosen) => !chosen.length || chosen.includes(term);
const isOf = (row, kinds) => !kinds.length || row.kinds.some((kind) => kinds.includes(kind));

const names = (row, choice) =>
    fits(row.country, choice.countries) && fits(row.role, choice.roles) && isOf(row, choice.kinds);

/** A share of one country goes with that country; all other figures are about the whole action. */
const counts = (row, choice) =>
    !(row.scope === "part" && row.country && !fits(row.country, choice.countries)) &&
    fits(row.measure, choice.measures) &&
    fits(row.qualifier, choice.qualifiers) &&
    isOf(row, choice.kinds);

const TABLES = ["figures", "events", "named", "help"];

/** The tables whose rows are statements of the choice: figures only where kinds of figures are chosen. */
const listedTables = (choice) => (choice.measures.length || choice.qualifiers.length ? TABLES.slice(0, 1) : TABLES);

/** The actions that a choice leaves, and the rows of each table. */
function left(choice) {
    let acting = null;
    if (choice.countries.length || choice.roles.length) {
        acting = new Set(tables.named.filter((row) => names(row, choice)).map((row) => row.cases[0]));
    }
    const shown = data.cases
        .filter((one) => fits(one.id, choice.cases))
        .filter((one) => !choice.years.length || one.years.some((year) => choice.years.includes(year)))
        .filter((one) => !acting || acting.has(one.id))
        .map((one) => one.id);
    const within = new Set(shown);
    const ofKind = (row) => isOf(row, choice.kinds);
    const rows = (name, test) => tables[name].filter((row) => row.cases.every((id) => within.has(id)) && test(row));
    return {
        cases: shown,
        figures: rows("figures", (row) => counts(row, choice)),
        events: rows("events", ofKind),
        named: rows("named", (row) => names(row, choice)),
        help: rows("help", ofKind),
    };
}

/** How many actions each id of a list would give, with what is chosen in the other lists. */
function offered(name, choice) {
    const open = { ...choice, [name]: [] };
    const rest = left(open);
    const all = listedTables(open).flatMap((table) => rest[table]);
    let speaking = new Set(data.cases.map((one) => one.id));
    if (ACTIONS.includes(name) && (open.measures.length || open.qualifiers.length || open.kinds.length)) {
        // What is said of all actions together would be gone as soon as one of them is chosen.
        speaking = new Set(all.filter((row) => row.cases.length === 1).map((row) => row.cases[0]));
    }
    const found = new Map(data.lists[name].map((one) => [one.id, new Set()]));
    const note = (term, ids) => ids.forEach((id) => speaking.has(id) && found.get(term)?.add(id));
    if (name === "cases") rest.cases.forEach((id) => note(id, [id]));
    else if (name === "years") rest.cases.forEach((id) => cases.get(id).years.forEach((year) => note(year, [id])));
    else if (name === "kinds") all.forEach((row) => row.kinds.forEach((kind) => note(kind, row.cases)));
    else {
        const column = { countries: "country", roles: "role", measures: "measure", qualifiers: "qualifier" }[name];
        const from = name === "countries" || name === "roles" ? rest.named : rest.figures;
        from.forEach((row) => note(row[column], row.cases));
    }
    return new Map([...found].map(([term, ids]) => [term, ids.size]));
}

/** Whether a row stands out: it is a fact, or kinds of source are chosen and so it is what was asked for. */
const standsOut = (row, choice) => Boolean(row.fact) || choice.kinds.length > 0;

/** Whether times and places are those of whole actions, so that the findings that Python wrote hold. */
const wholeActions = ({ choice }) => ["countries", "roles", "kinds"].every((name) => !choice[name].length);

/** Everything that a choice leaves to see. */
function explore(choice) {
    const view = { choice, ...left(choice) };
    view.options = Object.fromEntries(LISTS.map((name) => [name, offered(name, choice)]));
    view.panels = panels(view);
    return view;
}

/** The measures that are compared: the chosen ones, else those that most actions report. */
function panels(view) {
    const terms = data.lists.measures.map((one) => one.id);
    if (view.choice.measures.length) return terms.filter((term) => view.choice.measures.includes(term));
    const reporting = grouped(view.figures.filter(COMPARED), (row) => row.measure);
    const number = (term) => new Set(reporting.get(term).map((row) => row.cases[0])).size;
    const most = terms.filter((term) => reporting.has(term)).sort((one, other) => number(other) - number(one));
    return most.slice(0, data.panels);
}
