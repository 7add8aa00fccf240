// What is chosen, how the address holds it, and what it leaves. By which columns is said in the rules that Python gives.

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

const { rules } = data;

// For each row the ids that each list chooses it by; an empty cell goes with whatever is chosen.
for (const [name, columns] of Object.entries(rules.columns)) {
    const lists = Object.entries(columns);
    for (const row of tables[name]) {
        const cells = lists.map(([list, column]) => [list, [row[column]].flat()]);
        row.ids = cells.filter(([, ids]) => ids[0] !== "");
    }
}

const fits = (row, choice) =>
    row.ids.every(([list, ids]) => !choice[list].length || ids.some((id) => choice[list].includes(id)));

/** The tables whose rows are statements of the choice: figures only where kinds of figures are chosen. */
const listedTables = (choice) => (rules.figures_only.some((list) => choice[list].length) ? ["figures"] : TABLES);

/** The actions that a choice leaves, and the rows of each table. */
function left(choice) {
    const own = (name) => tables[name].filter((row) => fits(row, choice));
    const fitting = Object.fromEntries(Object.keys(tables).map((name) => [name, own(name)]));
    let acting = fitting.actions;
    if (rules.naming.some((list) => choice[list].length)) {
        const naming = new Set(fitting.named.map((row) => row.cases[0]));
        acting = acting.filter((one) => naming.has(one.id));
    }
    const cases = acting.map((one) => one.id);
    const within = new Set(cases);
    const among = TABLES.map((name) => [name, fitting[name].filter((row) => row.cases.every((id) => within.has(id)))]);
    return { cases, actions: acting, ...Object.fromEntries(among) };
}

/** How many actions each id of a list would give, with what is chosen in the other lists. */
function offered(name, choice) {
    const open = { ...choice, [name]: [] };
    const rest = left(open);
    const listing = listedTables(open);
    let speaking = new Set(rest.cases);
    if (rules.actions.includes(name) && LISTS.some((list) => !rules.actions.includes(list) && open[list].length)) {
        // What is said of all actions together would be gone as soon as one of them is chosen.
        const alone = listing.flatMap((table) => rest[table]).filter((row) => row.cases.length === 1);
        speaking = new Set(alone.map((row) => row.cases[0]));
    }
    const having = rules.naming.includes(name) ? ["named"] : ["actions", ...listing];
    const found = new Map(data.lists[name].map((one) => [one.id, new Set()]));
    for (const row of having.flatMap((table) => rest[table])) {
        const ids = row.ids.find(([list]) => list === name)?.[1] ?? [];
        ids.forEach((id) => row.cases.forEach((one) => speaking.has(one) && found.get(id)?.add(one)));
    }
    return new Map([...found].map(([id, ones]) => [id, ones.size]));
}

/** Whether a row stands out: it is a fact, or kinds of source are chosen and so it is what was asked for. */
const standsOut = (row, choice) => Boolean(row.fact) || choice.kinds.length > 0;

/** Whether times and places are those of whole actions, so that the findings that Python wrote hold. */
const wholeActions = ({ choice }) => ["countries", "roles", "kinds"].every((list) => !choice[list].length);

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
