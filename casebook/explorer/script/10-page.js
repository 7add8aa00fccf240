// The page: controls to choose with, and everything that follows the choice.

const $ = (id) => document.getElementById(id);
const HEADINGS = {
    cases: "Actions",
    measures: "Measures",
    countries: "Countries",
    roles: "Roles of countries",
    kinds: "Kinds of source",
    agreement: "Do origins agree?",
    qualifiers: "Kinds of number",
    years: "Years of action",
};
const LONG = 14; // ids: a longer list has a field to search it
const MOST_STATEMENTS = 150;
const ROWS = [...document.querySelectorAll("#statements tbody tr")];
let state = readAddress(location.hash);
let view = null;
let [allRows, allSides] = [false, false];

// --- choosing ---

function buildControls() {
    for (const name of LISTS) {
        const field = make("fieldset", { id: `choose-${name}` }, make("legend", { class: "hidden" }, HEADINGS[name]));
        if (data.lists[name].length > LONG) field.append(searchField(name));
        field.append(make("div", { class: "options" }, ...data.lists[name].map((one) => option(name, one))));
        const open = ["cases", "measures"].includes(name) && innerWidth >= 1000;
        $("lists").append(
            make("details", { open, hidden: !data.lists[name].length }, make("summary", {}, HEADINGS[name], make("span", { class: "chosen" })), field),
        );
    }
}

function option(name, { id, label }) {
    const box = make("input", { type: "checkbox", name, value: id });
    box.addEventListener("change", () => {
        const chosen = [...document.querySelectorAll(`#choose-${name} input:checked`)].map((one) => one.value);
        go({ ...state.choice, [name]: chosen });
    });
    const text = name === "roles" ? capital(data.roles[id]) : capital(label);
    return make("label", {}, box, make("span", {}, text), make("span", { class: "many" }));
}

function searchField(name) {
    const field = make("input", {
        type: "search",
        placeholder: "Find",
        "aria-label": `Find in: ${HEADINGS[name].toLowerCase()}`,
    });
    field.addEventListener("input", () => {
        const wanted = field.value.trim().toLowerCase();
        for (const one of document.querySelectorAll(`#choose-${name} label`)) {
            one.hidden = !one.textContent.toLowerCase().includes(wanted);
        }
    });
    return field;
}

function showControls() {
    for (const name of LISTS) {
        const chosen = new Set(state.choice[name]);
        const { options } = view;
        for (const box of document.querySelectorAll(`#choose-${name} input[type=checkbox]`)) {
            const many = options[name].get(box.value);
            box.checked = chosen.has(box.value);
            box.disabled = !many && !box.checked;
            box.parentElement.classList.toggle("none", box.disabled);
            if (name !== "cases") box.parentElement.lastChild.textContent = number(many);
        }
        $(`choose-${name}`).parentElement.querySelector(".chosen").textContent = chosen.size
            ? ` ${number(chosen.size)} chosen`
            : "";
    }
}

function showChosen() {
    const chips = LISTS.flatMap((name) =>
        state.choice[name].map((id) => {
            const text = labels[name].get(id);
            const chip = make(
                "button",
                { type: "button", "aria-label": `Remove ${text}` },
                text,
                make("span", { "aria-hidden": "true" }, " ×"),
            );
            chip.addEventListener("click", () => {
                go({ ...state.choice, [name]: state.choice[name].filter((one) => one !== id) });
                $("reset").focus();
            });
            return make("li", {}, chip);
        }),
    );
    $("chips").replaceChildren(...chips);
    $("reset").disabled = !chips.length;
    const all = chips.length ? `${number(chips.length)} chosen` : "";
    $("filters").querySelector("summary .chosen").textContent = all;
    $("unknown").hidden = !state.unknown.length;
    $("unknown").textContent = state.unknown.length
        ? `This page does not know, and left out: ${state.unknown.join(", ")}.`
        : "";
}

// --- showing ---

function chartFigure(chart, extra = []) {
    const buttons = [
        ["SVG", saveSvg],
        ["PNG", savePng],
    ].map(([form, save]) => {
        const button = make("button", { type: "button", "aria-label": `Save as ${form}: ${chart.title}` }, form);
        button.addEventListener("click", () => save(chart));
        return button;
    });
    if (chart.pressed) {
        chart.svg.addEventListener("click", (event) => {
            const open = chart.pressed(event.target.dataset?.code);
            if (open) go(state.choice, open);
        });
    }
    const heads = (chart.columns ?? []).map((head, place) => make("li", {}, `${place + 1}\u00a0${head}`));
    return make(
        "figure",
        { id: `chart-${chart.name}` },
        make("figcaption", {}, make("h3", {}, chart.title), make("p", { class: "soft" }, chart.subtitle)),
        heads.length ? make("ul", { class: "heads" }, ...heads) : "",
        make("div", { class: "drawing" }, chart.svg, ...extra),
        make("p", { class: "notes" }, chart.notes.filter(Boolean).join(" ")),
        make("p", { class: "credit" }, credit(chart)),
        make("p", { class: "save" }, "Save: ", ...buttons),
    );
}

const room = () => Math.max(260, Math.floor($("compare").clientWidth));

function showCompare() {
    const charts = view.cases.length ? view.panels.flatMap((one) => compareCharts(one, view, room())) : [];
    $("charts").replaceChildren(...(charts.length ? charts.map((chart) => chartFigure(chart)) : [nothingHere()]));
    const more = data.lists.measures.filter(
        (one) => view.options.measures.get(one.id) && !view.panels.includes(one.id),
    );
    const few = more.slice(0, 8);
    const offer = !state.choice.measures.length && more.length;
    $("more-measures").hidden = !offer;
    if (offer) {
        const links = few.flatMap((one, place) => [
            place ? ", " : "",
            make("a", { href: address({ ...state.choice, measures: [one.id] }) }, one.label),
        ]);
        $("more-measures").replaceChildren(
            "Shown are the measures that most actions report. Others: ",
            ...links,
            more.length > few.length ? `, and ${number(more.length - few.length)} more in the list of measures.` : ".",
        );
    }
}

function showTimeline() {
    $("timeline-chart").replaceChildren(view.events.length ? chartFigure(timelineChart(view, room())) : nothingHere());
}

function showCountries() {
    const found = countriesOf(view);
    $("matrix-chart").replaceChildren(
        found.length ? chartFigure(matrixChart(view, found, Math.min(room(), 960))) : nothingHere(),
    );
    const wide = room() >= 760;
    const chart = found.length && mapChart(view, found, wide ? Math.min(room() - 330, 620) : room());
    $("map-chart").replaceChildren(chart ? chartFigure(chart, [mapList(chart, view)]) : nothingHere());
}

const nothingHere = () => make("p", { class: "soft" }, "Nothing in this choice.");

const SIDES = { most: 6, word: "six" }; // actions

/** A table of the chosen actions: a column each, a row for all that may be compared. */
function showSides() {
    const many = view.cases.length;
    if (many < 2 || many > SIDES.most) {
        $("sides").replaceChildren(
            make("p", { class: "soft" }, `Choose two to ${SIDES.word} actions to see them side by side.`),
        );
        return;
    }
    const chosen = view.cases.map((id) => cases.get(id));
    const head = make("tr", {}, make("td", {}), ...chosen.map((one) => make("th", { scope: "col" }, one.label)));
    const plain = (label, text) =>
        make("tr", {}, make("th", { scope: "row" }, label), ...chosen.map((one) => make("td", {}, text(one))));
    const rows = [plain("Action day", (one) => one.day), plain("Lead (our reading)", (one) => one.lead)];
    rows.push(
        plain("Countries named", (one) => number(unique(strong(view.named, one.id).map((row) => row.country)).length)),
    );
    rows.push(plain("Help by agencies", (one) => helpText(one.id)));
    const compared = view.figures.filter(COMPARED);
    const measures = data.lists.measures.filter((one) => compared.some((row) => row.measure === one.id));
    const isFact = new Set(compared.filter((row) => row.fact).map((row) => row.measure));
    const [told, others] = [measures.filter((one) => isFact.has(one.id)), measures.filter((one) => !isFact.has(one.id))];
    const wide = (said) =>
        make("tr", { class: "group" }, make("th", { colspan: many + 1, scope: "colgroup" }, said));
    for (const [group, members] of grouped(told, (one) => data.measures[one.id].group || "Cooperation and other")) {
        rows.push(wide(group), ...members.map((one) => sideRow(one, chosen)));
    }
    // What no fact tells of, and nobody asked for, would bury what the facts do.
    const folded = told.length > 0 && !allSides && !state.choice.measures.length;
    const text = `Only in other sources: ${number(others.length)}\u00a0${others.length === 1 ? "measure" : "measures"}`;
    if (others.length && !folded) rows.push(wide(text), ...others.map((one) => sideRow(one, chosen)));
    const table = make(
        "table",
        {},
        make("caption", { class: "hidden" }, "The actions side by side"),
        make("thead", {}, head),
        make("tbody", {}, ...rows),
    );
    const unfold = make("button", { type: "button", id: "all-sides" }, `${text}. Show`);
    unfold.addEventListener("click", () => {
        allSides = true;
        showSides();
    });
    $("sides").replaceChildren(
        make("div", { class: "wide", role: "group", tabindex: "0", "aria-label": "The actions side by side" }, table),
        others.length && folded ? unfold : "",
    );
}

function sideRow(measure, chosen) {
    const cells = chosen.map((one) => {
        const rows = view.figures.filter(
            (row) => row.measure === measure.id && row.cases[0] === one.id && COMPARED(row),
        );
        const groups = statedAlike(rows);
        const open = (said) => make("a", { href: address(state.choice, `f.${one.id}.${measure.id}`) }, said);
        if (!groups.length) {
            const gap = gapText(one.id, measure.id, view);
            const parts = view.figures.some((row) => row.measure === measure.id && row.cases[0] === one.id && !row.all);
            return make("td", { class: "soft italic" }, parts ? open(gap) : gap);
        }
        const facts = groups.filter((group) => group.fact);
        const said = (facts.length ? facts : groups).map((group) => group.quoted).join("; ");
        const others = groups.length - (facts.length || groups.length);
        const also = others
            ? make(
                  "span",
                  { class: "soft" },
                  ` and ${number(others)} other ${others === 1 ? "statement" : "statements"}`,
              )
            : "";
        return make("td", { class: facts.length ? "" : "soft" }, open(said), also);
    });
    return make("tr", {}, make("th", { scope: "row" }, measure.label), ...cells);
}

const strong = (rows, id) => rows.filter((row) => row.cases[0] === id && standsOut(row, state.choice));

function helpText(id) {
    const rows = strong(view.help, id);
    const said = [...grouped(rows, (row) => row.bodyLabel)].map(
        ([body, own]) => `${body}: ${unique(own.map((row) => row.meansLabel)).join(", ")}`,
    );
    return said.join("; ") || "nothing in this choice";
}

/** The table of statements, which Python wrote in full: rows that are not chosen are hidden. */
function showStatements() {
    const shown = new Set();
    let start = 0;
    for (const name of TABLES) {
        if (listedTables(state.choice).includes(name)) view[name].forEach((row) => shown.add(start + row.place));
        start += tables[name].length;
    }
    let seen = 0;
    ROWS.forEach((row, place) => {
        const wanted = shown.has(place);
        seen += wanted;
        row.hidden = !wanted;
        row.classList.toggle("over", wanted && !allRows && seen > MOST_STATEMENTS);
    });
    const total = ROWS.length;
    $("statement-count").textContent = `${number(shown.size)} of ${number(total)} statements.`;
    const over = allRows ? 0 : Math.max(0, shown.size - MOST_STATEMENTS);
    $("all-rows").hidden = !over;
    $("all-rows").textContent = `Show ${number(over)} more`;
}

function showDetails() {
    const found = state.open && details(state.open, view);
    const dialog = $("details");
    if (!found) {
        if (dialog.open) dialog.close();
        return;
    }
    $("details-title").textContent = found.title;
    $("details-body").replaceChildren(...found.body);
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
}

function show() {
    view = explore(state.choice);
    showControls();
    showChosen();
    const many = view.cases.length;
    const said = `${shownOf(many, data.cases.length)}, ${number(view.figures.length)}\u00a0${view.figures.length === 1 ? "figure" : "figures"}`;
    $("count").textContent = many ? `${said}.` : "No action fits this choice. Take something out of it.";
    showCompare();
    showSides();
    showTimeline();
    showCountries();
    showStatements();
    showDetails();
}

// --- the address ---

/** Show another choice, as a step that the browser's back button undoes. */
function go(choice, open = "") {
    const next = address(choice, open);
    if (next !== address(state.choice, state.open)) history.pushState(null, "", next);
    follow();
}

/** Show what the address says; only what changed is drawn again. */
function follow() {
    const before = state;
    state = readAddress(location.hash);
    if (view && address(before.choice) === address(state.choice) && !before.unknown.length && !state.unknown.length)
        showDetails();
    else show();
}

// --- colours ---

const DARK = matchMedia("(prefers-color-scheme: dark)");

function showTheme() {
    const chosen = document.documentElement.dataset.theme;
    const dark = chosen ? chosen === "dark" : DARK.matches;
    $("theme").setAttribute("aria-pressed", String(dark));
}

$("theme").addEventListener("click", () => {
    const dark = $("theme").getAttribute("aria-pressed") === "true";
    document.documentElement.dataset.theme = dark ? "light" : "dark";
    showTheme();
});
DARK.addEventListener("change", showTheme);

/** In the table a source leads to what it printed; without a script it leads to the list of sources. */
function linkSources() {
    const address = new Map(
        [...document.querySelectorAll("#sources li")].map((line) => [`#${line.id}`, line.querySelector("a")?.getAttribute("href")]),
    );
    for (const link of document.querySelectorAll("#statements td a")) {
        const url = address.get(link.getAttribute("href"));
        if (url) link.href = url;
        else link.removeAttribute("href");
    }
}

// --- beginning ---

$("statements").hidden = true; // until charts stand above it: it is long, and would be laid out for nothing
$("filters").open = innerWidth >= 1000;
buildControls();
linkSources();
$("reset").addEventListener("click", () => {
    go(nothing());
    $("filters").querySelector("summary").focus();
});
$("save-csv").addEventListener("click", () => hand("casebook-statements.csv", "text/csv", csv(view)));
$("all-rows").addEventListener("click", () => {
    allRows = true;
    showStatements();
});
$("details").addEventListener("close", () => state.open && go(state.choice));
$("close").addEventListener("click", () => $("details").close());
$("details").addEventListener("click", (event) => event.target === $("details") && $("details").close());
addEventListener("hashchange", follow);
for (const jump of document.querySelectorAll(".skip, .bar nav a")) {
    // The address holds the choice, so that a jump within the page must not change it.
    jump.addEventListener("click", (event) => {
        event.preventDefault();
        const target = document.querySelector(jump.getAttribute("href"));
        const head = target.querySelector("h2:first-child") ?? target;
        head.tabIndex = -1;
        head.focus({ preventScroll: true });
        target.scrollIntoView();
    });
}
let drawnFor = innerWidth;
addEventListener("resize", () => {
    if (innerWidth === drawnFor) return;
    drawnFor = innerWidth;
    requestAnimationFrame(show);
});
showTheme();
show();
$("statements").hidden = false;
Object.assign(globalThis, { explorer: { explore, finding, readAddress, address, worded, added, csv } });
