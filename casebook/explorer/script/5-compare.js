// One measure across the actions: a row an action, a line each way in which it is stated.

const MOST_ROWS = 30;
const NARROW = 560; // pixels: below, names and words stand above their marks

/** Statements that say the same figure, facts first, then those that most sources make. */
function statedAlike(rows) {
    const key = (row) =>
        row.qualifier === "unquantified" ? row.quoted : [row.qualifier, row.value, row.high, row.unit].join(" ");
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

/** Who says it, briefly: the first publisher and how many more sources. */
function whoSays(group) {
    const first = data.sources[group.sources[0]].publisher;
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
    const shown = lanes.slice(0, MOST_ROWS);
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
    const [verdict] = data.agreement[`${group.cases[0]} ${group.measure}`] ?? [];
    const many = group.origins.length > 1 ? `${number(group.origins.length)} independent sources` : "";
    return { said: group.quoted, by: verdict === "conflict" ? "contradicted" : many };
}

const weight = (group) => (group.fact ? 600 : 400);

function lineLength(group) {
    const { said, by } = lineText(group);
    return measure(said, 15, weight(group)) + (by ? measure(by, 12) + 8 : 0);
}

function link(open, label, view, ...children) {
    return draw("a", { href: address(view.choice, open), "aria-label": label, class: "row" }, ...children);
}

function laneLabel(lane, measureId) {
    const { label } = cases.get(lane.id);
    const said = lane.groups.length ? lane.groups.map((group) => group.quoted).join("; ") : gapText(lane, measureId);
    return `${label}: ${said}. What the sources print`;
}

/** Why an action has nothing here: no source reports it, or the choice leaves it out. */
function gapText(lane, measureId) {
    const some = tables.figures.some((row) => COMPARED(row) && row.measure === measureId && row.cases[0] === lane.id);
    return some ? "nothing in this choice" : "not reported";
}

function gapBox(x, y, text) {
    const box = { x: x + 0.5, y: y - 10.5, width: measure(text, 13) + 16, height: 21, class: "gap" };
    return [draw("rect", box), write(x + 8, y + 4.5, text, "small soft")];
}

/** Name and particulars on the left, marks on an axis, words behind the marks. */
function wideRows(lanes, measureId, view, room) {
    const names = Math.min(270, room * 0.32);
    const widest = Math.max(60, ...lanes.flatMap((lane) => lane.groups.map(lineLength)));
    const to = room - Math.min(widest + 2 * SHAFT, room * 0.42);
    const scaled = axis(valuesOf(lanes), names + (hasAside(lanes) ? 90 : 30), to);
    return stacked(
        lanes,
        scaled,
        room,
        (lane) => laneHeight(lane),
        (lane, top, height) => {
            const one = cases.get(lane.id);
            const middle = top + height / 2;
            const name = [
                write(0, middle - 3, fit(one.label, names, 15, 600), "name"),
                write(0, middle + 14, particulars(one, names), "small soft"),
            ];
            if (!lane.groups.length) return [...name, ...gapBox(names + 16, middle, gapText(lane, measureId))];
            const start = middle - ((lane.groups.length - 1) * LINE) / 2;
            const line = (group, place) => wideLine(group, scaled, names + 16, start + place * LINE, room);
            return [...name, ...lane.groups.flatMap(line)];
        },
        measureId,
        view,
    );
}

/** Who led and when, or when alone where there is no room for both. */
function particulars(one, room) {
    const both = `${one.lead} · ${one.day}`;
    return measure(both, 12) <= room ? both : fit(one.day, room, 12);
}

const LINE = 25;
const laneHeight = (lane) => Math.max(46, Math.max(1, lane.groups.length) * LINE + 13);
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
        parts.push(link(open, laneLabel(lane, measureId), view, hit, ...content(lane, y, height)));
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

/** On a phone: a name, then for each way in which it is stated the words and below them the mark. */
function narrowRows(lanes, measureId, view, room) {
    const scaled = axis(valuesOf(lanes), 26, room - 30);
    const line = scaled ? 44 : 24;
    const heightOf = (lane) => 34 + Math.max(1, lane.groups.length) * (lane.groups.length ? line : 28);
    return stacked(
        lanes,
        scaled,
        room,
        heightOf,
        (lane, top) => {
            const name = write(0, top + 21, fit(cases.get(lane.id).label, room, 15, 600), "name halo");
            if (!lane.groups.length) return [name, ...gapBox(0, top + 42, gapText(lane, measureId))];
            return [
                name,
                ...lane.groups.flatMap((group, place) => narrowLine(group, scaled, top + 26 + place * line, room)),
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
