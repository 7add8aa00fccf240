// What the sources print, where, and who repeats it: the dialog behind every figure, step and country.

/** The dialog's content for an address such as f.k-boxes.arrests, e.k-boxes or c.SE; null for an unknown one. */
function details(open, view) {
    const [kind, first, ...rest] = open.split(".");
    if (kind === "f" && cases.has(first) && rest.join(".") in data.measures)
        return figureDetails(first, rest.join("."));
    if (kind === "e" && cases.has(first)) return stepDetails(first);
    if (kind === "c" && labels.countries.has(first)) return countryDetails(first, view);
    return null;
}

function figureDetails(id, measureId) {
    const about = data.measures[measureId];
    const rows = tables.figures.filter((row) => row.measure === measureId && row.cases.includes(id));
    const whole = statedAlike(rows.filter(COMPARED));
    const others = statedAlike(rows.filter((row) => !COMPARED(row)));
    const body = [make("p", { class: "soft" }, `${about.definition}.`)];
    if (!whole.length)
        body.push(make("p", {}, "No source here prints such a figure for the whole action. That does not mean zero."));
    const { verdict, voices: many } = whole[0] ?? {};
    if (verdict in data.words.agreement) {
        const sources = `${number(many)} ${many === 1 ? "origin" : "origins"}`;
        const said =
            verdict === "single"
                ? ""
                : ` ${capital(sources)}, ${number(whole.length)} different ${whole.length === 1 ? "statement" : "statements"}.`;
        body.push(make("p", { class: `verdict ${verdict}` }, data.words.agreement[verdict] + said));
    }
    body.push(...whole.map(statement));
    if (others.length)
        body.push(make("h3", {}, "About a part, another time, or all actions together"), ...others.map(statement));
    return { title: `${cases.get(id).label}: ${about.label}`, body };
}

/** One way in which a figure is stated, and every source that states it so. */
function statement(group) {
    const unit = /^[A-Z]{3}$/.test(group.unit) || /(^|\s)1$/.test(group.reading) ? "" : ` ${group.unit}`;
    const particulars = [
        group.all ? "said of all its actions together" : "",
        group.about,
        labels.countries.get(group.country) ?? group.country,
        group.when,
    ];
    const said = particulars.filter(Boolean).join(", ");
    return make(
        "section",
        { class: group.fact ? "statement fact" : "statement" },
        make("p", { class: "quote" }, `“${group.printed}”`),
        make(
            "p",
            { class: "soft" },
            `Read as ${group.reading}${unit}${said ? ` (${said})` : ""}.${group.fact ? ` The fact, by the rule “${data.rule}”.` : ""}`,
        ),
        sourceList(group.rows, group.printed),
    );
}

/** The sources of rows by origin: who says it first, then who repeats it; in other words than `shown`, in which. */
function sourceList(rows, shown = null) {
    const lines = rows.flatMap((row) =>
        row.sources.map((source) => ({
            source,
            locator: row.sources.length > 1 ? "" : row.locator,
            printed: shown === null || row.printed === shown ? "" : row.printed,
        })),
    );
    const said = [...grouped(lines, (line) => line.source).values()].map(
        (same) => same.find((line) => line.locator) ?? same[0],
    );
    const entry = (same) => {
        const [first, ...repeats] = same.sort((one, other) => isOrigin(other) - isOrigin(one));
        return make(
            "li",
            {},
            ...sourceLine(first),
            repeats.length ? make("p", { class: "soft" }, "The same origin:") : "",
            repeats.length ? make("ul", {}, ...repeats.map((line) => make("li", {}, ...sourceLine(line)))) : "",
        );
    };
    return make("ul", { class: "sources" }, ...[...grouped(said, (line) => origin(line.source)).values()].map(entry));
}

const isOrigin = (line) => origin(line.source) === line.source;

function sourceLine(line) {
    const source = data.sources[line.source];
    const named = source.url ? make("a", { href: source.url, rel: "noopener noreferrer" }, source.title) : source.title;
    const said = [source.kindLabel, source.published].filter(Boolean).join(", ");
    return [
        `${source.publisher}: `,
        named,
        ` (${said}). `,
        line.printed ? `“${line.printed}”. ` : "",
        line.locator ? make("span", { class: "soft" }, `${line.locator}.`) : "",
    ];
}

function stepDetails(id) {
    const rows = tables.events.filter((row) => row.cases[0] === id);
    const steps = stepsOf(rows).sort((one, other) => (one.from || "9").localeCompare(other.from || "9"));
    const body = steps.map((step) => {
        const same = rows.filter(
            (row) => row.event === step.event && row.date === step.date && row.country === step.country,
        );
        return make(
            "section",
            { class: "statement" },
            make("h3", {}, `${step.when || "Not dated"}: ${step.text}`),
            make("p", { class: "quote" }, unique(same.map((row) => `“${row.printed}”`)).join("; ")),
            sourceList(same),
        );
    });
    return {
        title: `${cases.get(id).label}: when`,
        body: body.length ? body : [make("p", {}, "No source here tells of a step.")],
    };
}

function countryDetails(code, view) {
    const rows = tables.named.filter((row) => row.country === code);
    const body = [...grouped(rows, (row) => row.cases[0])].flatMap(([id, own]) => [
        make("h3", {}, cases.get(id).label),
        ...[...grouped(own, (row) => row.role)].map(([role, same]) =>
            make(
                "section",
                { class: "statement" },
                make(
                    "p",
                    {},
                    `${capital(data.roles[role])}: `,
                    make("span", { class: "quote" }, unique(same.map((row) => `“${row.printed}”`)).join("; ")),
                ),
                sourceList(same),
            ),
        ),
    ]);
    return { title: labels.countries.get(code), body };
}
