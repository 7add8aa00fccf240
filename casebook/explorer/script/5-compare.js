// One measure across the actions: a row an action, a line each way in which it is stated.

const MOST_ROWS = [30, 12]; // of one chart, and of each of several
const MOST_PARTS = 2;
const NARROW = 560; // pixels: below, words stand above their marks
const BESIDE = 820; // pixels: below, names stand above, not beside

/** Statements that say the same figure, facts first, then those that most sources make. */
function statedAlike(rows) {
    const key = (row) =>
        row.qualifier === "unquantified" ? row.printed.toLowerCase() : [row.qualifier, row.value, row.high, row.unit].join(" ");
    const groups = [...grouped(rows, key).values()].map((same) => {
        const facts = same.filter((row) => row.fact);
        const sources = unique(same.flatMap((row) => row.sources));
        return {
            ...(facts[0] ?? same[0]),
            fact: facts.length > 0,
            rows: same,
            sources,
            origins: unique(sources.map(origin)),
        };
    });
    return groups.sort((one, other) => other.fact - one.fact || other.sources.length - one.sources.length);
}

const origin = (source) => data.sources[source].origin;

/** Who says it, briefly: the first publisher and how many more sources, or of which day the state is that it replaced. */
function whoSays(group) {
    const { publisher: first, published } = data.sources[group.sources[0]];
    if (group.sources.every((id) => data.sources[id].replaced))
        return `${first}, earlier state${published ? ` of ${published}` : ""}`;
    const more = group.sources.length - 1;
    return more ? `${first} and ${number(more)} more` : first;
}

/** The charts of one measure: one for each unit it is counted in. */
function compareCharts(measureId, view, room) {
    const rows = view.figures.filter((row) => row.measure === measureId && COMPARED(row));
    const units = unique(rows.map((row) => row.unit));
    const title = finding(measureId, view);
    if (units.length < 2) return [compareChart(measureId, rows, units[0] ?? "", title, view, room)];
    const { label } = data.measures[measureId];
    return units.map((unit, place) => {
        const own = rows.filter((row) => row.unit === unit);
        return compareChart(measureId, own, unit, place ? `${label}, in ${unit}` : title, view, room);
    });
}

function compareChart(measureId, rows, unit, title, view, room) {
    const byCase = grouped(rows, (row) => row.cases[0]);
    const lanes = view.cases.map((id) => ({ id, groups: statedAlike(byCase.get(id) ?? []) })).sort(bySize);
    const shown = lanes.slice(0, MOST_ROWS[view.panels.length > 1 ? 1 : 0]);
    for (const lane of shown) lane.gap = lane.groups.length ? "" : gapText(lane.id, measureId, view);
    const drawn = room < NARROW ? narrowRows : wideRows;
    const { parts, height, scaled } = drawn(shown, measureId, view, room);
    const definition = data.measures[measureId].definition;
    const log = scaled?.log ? " Log scale: each step is ten times the last." : "";
    return {
        name: rows.length && unit.length === 3 ? `${measureId}-${unit}` : measureId,
        title,
        subtitle: `${definition}.${log}`,
        notes: [
            ...markNotes(rows, lanes, measureId),
            lanes.length > shown.length
                ? `And ${number(lanes.length - shown.length)} more actions: see the statements.`
                : "",
        ],
        sources: unique(rows.flatMap((row) => row.sources)),
        svg: draw(
            "svg",
            { viewBox: `0 0 ${room} ${height}`, width: room, height, role: "group", "aria-label": title },
            ...parts,
        ),
    };
}

/** The largest printed number first, then words, then gaps. */
function bySize(one, other) {
    const rank = (lane) => (!lane.groups.length ? 2 : lane.groups[0].value === "" ? 1 : 0);
    const value = (lane) => Number(lane.groups[0]?.value || 0);
    return rank(one) - rank(other) || value(other) - value(one);
}

function markNotes(rows, lanes, measureId) {
    const { notes } = data.words;
    const has = (...qualifiers) => rows.some((row) => qualifiers.includes(row.qualifier));
    return [
        has(...FLOORS) ? notes.floor : "",
        has(...CEILINGS) ? notes.ceiling : "",
        has("about") ? notes.about : "",
        has("between") ? notes.between : "",
        has("unquantified") ? notes.word : "",
        lanes.some((lane) => !lane.groups.length) ? notes.gap : "",
        rows.some((row) => !row.fact) ? notes.grey : "",
        rows.length ? (notes[measureId] ?? "") : "",
    ];
}

const placed = (group, axis) => group.value !== "" && (!axis?.log || Number(group.value) > 0);

function valuesOf(lanes) {
    return lanes
        .flatMap((lane) => lane.groups.flatMap((group) => [group.value, group.high]))
        .filter(Boolean)
        .map(Number);
}

/** The words at a mark: the printed ones, and who says so; of a fact, whether others contradict or confirm it. */
function lineText(group) {
    if (!group.fact) return { said: group.quoted, by: whoSays(group) };
    const many = group.origins.length > 1 ? `${number(group.origins.length)} origins` : "";
    return { said: group.quoted, by: group.verdict === "conflict" ? "contradicted" : many };
}

const weight = (group) => (group.fact ? 600 : 400);

function lineLength(group) {
    const { said, by } = lineText(group);
    return measure(said, 15, weight(group)) + (by ? measure(by, 12) + 8 : 0);
}

function link(open, label, view, ...children) {
    return draw("a", { href: address(view.choice, open), "aria-label": label, class: "row" }, ...children);
}

function laneLabel(lane) {
    const { label } = cases.get(lane.id);
    const said = lane.groups.length ? lane.groups.map((group) => group.quoted).join("; ") : lane.gap;
    return `${label}: ${said}. What the sources print`;
}

/** What stands where no figure of the whole action does: those of a part, that the choice leaves it out, or a gap. */
function gapText(id, measureId, view) {
    const own = (row) => row.measure === measureId && !row.all && row.cases[0] === id;
    if (tables.figures.some((row) => own(row) && COMPARED(row))) return "nothing in this choice";
    const parts = unique(view.figures.filter(own).map((row) => `${row.value ? row.reading : row.quoted} (${row.about})`));
    const more = parts.length - MOST_PARTS;
    if (parts.length) return [...parts.slice(0, MOST_PARTS), more > 0 ? `${number(more)} more` : ""].filter(Boolean).join("; ");
    return tables.figures.some(own) ? "nothing in this choice" : data.words.notReported;
}

function gapBox(x, y, text, room) {
    const said = fit(text, room - 20, 13);
    const box = { x: x + 0.5, y: y - 10.5, width: measure(said, 13) + 16, height: 21, class: "gap" };
    return [draw("rect", box), write(x + 8, y + 4.5, said, "small soft")];
}

/** Name and particulars on the left or, where that leaves too little, above; marks on an axis, words behind them. */
function wideRows(lanes, measureId, view, room) {
    const beside = room >= BESIDE;
    const names = beside ? namesWidth(lanes) : 0;
    const left = names + (beside ? 20 : 2);
    const scaled = fitting(lanes, left + (hasAside(lanes) && beside ? 60 : 14), room);
    const head = beside ? 0 : 26; // the name, and behind it who led and when
    return stacked(
        lanes,
        scaled,
        room,
        (lane) => head + laneHeight(lane, beside ? (particulars(cases.get(lane.id), names).length > 1 ? 62 : 46) : 36),
        (lane, top, height) => {
            const middle = top + head + (height - head) / 2 - (beside ? 0 : 4);
            const name = laneName(cases.get(lane.id), top, middle, { beside, names, room });
            if (!lane.groups.length) return [...name, ...gapBox(left, middle, lane.gap, room - left)];
            const start = middle - ((lane.groups.length - 1) * LINE) / 2;
            const line = (group, place) => wideLine(group, scaled, left, start + place * LINE, room);
            return [...name, ...lane.groups.flatMap(line)];
        },
        measureId,
        view,
    );
}

/** The widest name, or particulars, that is shown: no wider than 300 pixels. */
function namesWidth(lanes) {
    const long = lanes.flatMap(({ id }) => {
        const one = cases.get(id);
        return [measure(one.label, 15, 600), measure(`${one.lead} · ${one.day}`, 12)];
    });
    return Math.min(300, Math.ceil(Math.max(120, ...long)) + 4);
}

function laneName(one, top, middle, { beside, names, room }) {
    if (beside) {
        const lines = particulars(one, names);
        const first = middle - (lines.length > 1 ? 12 : 3);
        const name = write(0, first, fit(one.label, names, 15, 600), "name");
        return [name, ...lines.map((line, place) => write(0, first + 17 + place * 16, line, "small soft"))];
    }
    const label = fit(one.label, room, 15, 600);
    const start = measure(label, 15, 600) + 12;
    const [line, more] = particulars(one, room - start);
    const name = write(0, top + 20, label, "name halo");
    return more || !line ? [name] : [name, write(start, top + 20, line, "small soft halo")];
}

/** An axis that ends as far to the right as the words behind the marks allow. */
function fitting(lanes, from, room) {
    const values = valuesOf(lanes);
    const groups = lanes.flatMap((lane) => lane.groups).map((group) => ({ group, long: lineLength(group) }));
    for (let to = room - 36; ; to -= 24) {
        const scaled = axis(values, from, to);
        if (!scaled || to < from + 0.4 * (room - from)) return scaled;
        const fits = ({ group, long }) =>
            !placed(group, scaled) || scaled.x(Number(group.high || group.value)) + SHAFT + 8 + long <= room;
        if (groups.every(fits)) return scaled;
    }
}

/** Who led and when, in one line or two. */
function particulars(one, room) {
    const both = `${one.lead} · ${one.day}`;
    return measure(both, 12) <= room ? [both] : [fit(one.lead, room, 12), fit(one.day, room, 12)];
}

const LINE = 25;
const laneHeight = (lane, least) => Math.max(least, Math.max(1, lane.groups.length) * LINE + 13);
const hasAside = (lanes) =>
    lanes.some((lane) => !lane.groups.length || lane.groups.some((group) => group.value === ""));

/** The rows below one another, each a link to what its sources print, with the axis behind them. */
function stacked(lanes, scaled, room, heightOf, content, measureId, view) {
    const parts = [];
    let y = 4;
    for (const lane of lanes) {
        const height = heightOf(lane);
        const hit = draw("rect", { x: 0, y, width: room, height, class: "hit" });
        const open = `f.${lane.id}.${measureId}`;
        parts.push(path(`M0 ${y}H${room}`, "rule"));
        parts.push(link(open, laneLabel(lane), view, hit, ...content(lane, y, height)));
        y += height;
    }
    if (scaled) parts.unshift(...scale(scaled, 4, y));
    return { parts, height: y + (scaled ? 24 : 4), scaled };
}

/** One way in which a figure is stated: its mark, the words behind it or before it, and who says so. */
function wideLine(group, scaled, left, y, room) {
    const look = group.fact ? "fact" : "other";
    const on = placed(group, scaled);
    const x = on && scaled ? scaled.x(Number(group.value)) : left + (CEILINGS.includes(group.qualifier) ? SHAFT : 8);
    const high = group.high && (scaled ? scaled.x(Number(group.high)) : x + 40);
    const drawn = on ? mark(group.qualifier, x, y, look, high) : { parts: [], left, right: left };
    const long = lineLength(group);
    const begin = drawn.right + long <= room || drawn.left - long < left ? drawn.right : drawn.left - long;
    return [...drawn.parts, ...labelled(group, begin, y + 5, room - begin)];
}

/** The words of a line in the room that they have, and who says so where that fits too. */
function labelled(group, x, y, room) {
    const { said, by } = lineText(group);
    const shown = fit(said, room, 15, weight(group));
    const start = x + measure(shown, 15, weight(group)) + 8;
    const words = write(x, y, shown, `said halo ${group.fact ? "fact" : "other"}-text`);
    const rest = x + room - start;
    return by && rest > 40 ? [words, write(start, y, fit(by, rest, 12), "small soft halo")] : [words];
}

/** On a phone: a name, who led and when, then for each way in which it is stated the words and below them the mark. */
function narrowRows(lanes, measureId, view, room) {
    const scaled = axis(valuesOf(lanes), 26, room - 30);
    const line = scaled ? 44 : 24;
    const lead = (lane) => particulars(cases.get(lane.id), room);
    const head = (lane) => 24 + lead(lane).length * 16;
    const heightOf = (lane) => head(lane) + 10 + Math.max(1, lane.groups.length) * (lane.groups.length ? line : 28);
    return stacked(
        lanes,
        scaled,
        room,
        heightOf,
        (lane, top) => {
            const start = top + head(lane);
            const name = [
                write(0, top + 21, fit(cases.get(lane.id).label, room, 15, 600), "name halo"),
                ...lead(lane).map((said, place) => write(0, top + 37 + place * 16, said, "small soft halo")),
            ];
            if (!lane.groups.length) return [...name, ...gapBox(0, start + 16, lane.gap, room)];
            return [
                ...name,
                ...lane.groups.flatMap((group, place) => narrowLine(group, scaled, start + 2 + place * line, room)),
            ];
        },
        measureId,
        view,
    );
}

function narrowLine(group, scaled, top, room) {
    const words = labelled(group, 0, top + 16, room);
    if (!scaled || !placed(group, scaled)) return words;
    const high = group.high && scaled.x(Number(group.high));
    const look = group.fact ? "fact" : "other";
    return [...words, ...mark(group.qualifier, scaled.x(Number(group.value)), top + 32, look, high).parts];
}
