// When: an action below the other, a row for every dated step, so that no label can meet another.

const MOST_LANES = 25;
const DAY = 864e5;

/** Steps that several sources tell alike are one row. */
function stepsOf(rows, choice = nothing()) {
    const key = (row) => [row.event, row.date, row.text].join(" ");
    return [...grouped(rows, key).values()].map((same) => ({
        ...(same.find((row) => row.fact) ?? same[0]),
        sources: unique(same.flatMap((row) => row.sources)),
        passed: !same.some((row) => standsOut(row, choice)),
    }));
}

function timelineChart(view, room) {
    const brief = view.cases.length > data.brief;
    const byCase = grouped(view.events, (row) => row.cases[0]);
    const lanes = view.cases.slice(0, brief ? MOST_LANES : view.cases.length).map((id) => {
        const steps = stepsOf(byCase.get(id) ?? [], view.choice).filter((row) => !brief || row.event === "action_day");
        const dated = steps
            .filter((row) => row.from || row.to)
            .sort((one, other) => (one.from || "0").localeCompare(other.from || "0"));
        return { id, dated, undated: steps.filter((row) => !row.from && !row.to) };
    });
    const { parts, height } = timelineRows(lanes, view, room, brief);
    const title =
        (wholeActions(view) && data.headlines[view.cases.join(" ")]?.timeline) ||
        "When the steps of these actions were taken";
    return {
        name: "timeline",
        title,
        subtitle: marksOfTime(lanes),
        notes: [
            lanes.some((lane) => lane.undated.length) ? "Steps without a date have no place on the axis." : "",
            view.cases.length > lanes.length ? `And ${number(view.cases.length - lanes.length)} more actions.` : "",
            brief ? "Action days only, as there are many actions." : "",
            lanes.some((lane) => [...lane.dated, ...lane.undated].some((row) => row.passed))
                ? data.words.notes.passed
                : "",
        ],
        sources: unique(lanes.flatMap((lane) => [...lane.dated, ...lane.undated]).flatMap((row) => row.sources)),
        svg: draw(
            "svg",
            { viewBox: `0 0 ${room} ${height}`, width: room, height, role: "group", "aria-label": title },
            ...parts,
        ),
    };
}

/** What the marks that are drawn mean. */
function marksOfTime(lanes) {
    const kinds = new Set(lanes.flatMap((lane) => lane.dated.map(timeKind)));
    return Object.entries(data.words.marks)
        .filter(([kind]) => kinds.has(kind))
        .map(([, said]) => said)
        .join(" ");
}

/** How a date is drawn: a day, a window within which it falls, a span between two dates, or with an open end. */
function timeKind(row) {
    if (!row.from || !row.to) return "open";
    if (Date.parse(row.to) - Date.parse(row.from) < 3 * DAY && !row.soft) return "day";
    return row.date.includes("/") ? "span" : "window";
}

function yearAxis(lanes, from, to) {
    const days = lanes
        .flatMap((lane) => lane.dated.flatMap((row) => [row.from, row.to, row.known]))
        .filter(Boolean)
        .map(Date.parse);
    if (!days.length) return null;
    const [first, last] = [Math.min(...days), Math.max(...days)].map((day) => new Date(day).getUTCFullYear());
    const years = Array.from({ length: last - first + 2 }, (_, year) => first + year);
    const [start, end] = [Date.UTC(first, 0, 1), Date.UTC(last + 1, 0, 1)];
    return { years, x: (day) => from + ((day - start) / (end - start)) * (to - from), from, to };
}

function timelineRows(lanes, view, room, brief) {
    const wide = room >= NARROW;
    const steps = lanes.flatMap((lane) => lane.dated);
    const dates = Math.min(190, 10 + Math.max(60, ...steps.map((row) => measure(row.when, 13, 600))));
    const texts = brief ? 190 : Math.max(120, ...steps.map((row) => measure(row.text, 14, 600)));
    const names = wide ? Math.min(dates + texts + 8, room * 0.56) : 0;
    const time = yearAxis(lanes, names + 18, room - 18);
    const step = wide ? 24 : 42;
    const parts = [];
    let y = 4;
    for (const lane of lanes) {
        const one = cases.get(lane.id);
        const undated = lane.undated.length ? `Not dated: ${lane.undated.map((row) => row.text).join("; ")}` : "";
        const foot = [undated, one.opened || brief ? "" : "Opening of the investigation not printed"].filter(Boolean);
        const lines = foot.flatMap((text) => wrap(text, names || room, 12, 400, 4));
        const head = brief && wide ? 0 : 28;
        const rows = lane.dated.length * step;
        const height = Math.max(head + rows + lines.length * 16 + 10, 34);
        const said = lane.dated.map((row) => `${row.when}, ${row.text}`).join("; ") || "no dated step";
        const inside = [draw("rect", { x: 0, y, width: room, height, class: "hit" })];
        const label = brief && wide ? fit(one.label, names - dates - 8, 14, 600) : fit(one.label, room - 8, 15, 600);
        inside.push(write(0, y + 20, label, "name"));
        lane.dated.forEach((row, place) =>
            inside.push(...stepRow(row, y + head + place * step, { names, dates, wide, time, brief, room })),
        );
        lines.forEach((text, place) =>
            inside.push(write(0, y + head + rows + 14 + place * 16, text, "small soft italic halo")),
        );
        parts.push(
            path(`M0 ${y}H${room}`, "rule"),
            link(`e.${lane.id}`, `${one.label}: ${said}. What the sources print`, view, ...inside),
        );
        y += height;
    }
    if (time) parts.unshift(...yearGrid(time, y));
    return { parts, height: y + (time ? 24 : 4) };
}

function yearGrid(time, foot) {
    if (time.years.length === 2) return monthGrid(time, foot);
    const gap = time.x(Date.UTC(time.years[1], 0, 1)) - time.x(Date.UTC(time.years[0], 0, 1));
    const every = Math.ceil(36 / gap);
    return time.years.flatMap((year, place) => {
        const x = time.x(Date.UTC(year, 0, 1));
        const line = gap < 14 && place % every ? "" : path(`M${x.toFixed(1)} 4V${foot}`, "grid");
        const named = place < time.years.length - 1 && place % every === 0;
        const middle = gap < 36 && every > 1 ? x : x + gap / 2;
        return named ? [line, write(middle, foot + 16, String(year), "tick", { "text-anchor": "middle" })] : [line];
    });
}

/** Of a single year its months, as many of their names as have room. */
function monthGrid(time, foot) {
    const [year] = time.years;
    const each = (time.to - time.from) / 12;
    const every = Math.ceil(34 / each);
    const lines = Array.from({ length: 13 }, (_, month) => time.x(Date.UTC(year, month, 1)).toFixed(1));
    const names = data.words.months.flatMap((name, month) =>
        month % every ? [] : [write(time.x(Date.UTC(year, month, 16)), foot + 16, name, "tick", { "text-anchor": "middle" })],
    );
    names[0].textContent += ` ${year}`;
    return [...lines.map((x) => path(`M${x} 4V${foot}`, "grid")), ...names];
}

function stepRow(row, top, { names, dates, wide, time, brief, room }) {
    const main = row.passed ? "soft" : row.event === "action_day" ? "focus-text strong" : "";
    const y = top + (wide ? 14 : 29);
    const said = brief ? row.when : `${row.when}: ${row.text}`;
    const texts = wide
        ? [
              write(
                  brief ? names - dates : 0,
                  y + 5,
                  fit(row.when, dates - 6, 13, main ? 600 : 400),
                  `small ${main || "soft"}`,
              ),
              brief ? "" : write(dates, y + 5, fit(row.text, names - dates, 14, main ? 600 : 400), main),
          ]
        : [write(0, top + 14, fit(said, room, 13, main ? 600 : 400), `small halo ${main || "soft"}`)];
    return [...texts, ...stepMark(row, time, y)];
}

const FADE = 44; // pixels: for how long an open end fades out, whatever the scale

function stepMark(row, time, y) {
    const look = row.passed ? "passed" : row.event === "action_day" ? "focus" : "data";
    const at = (day, end) => time.x(Date.parse(day) + (end ? DAY : 0));
    const kind = timeKind(row);
    if (kind === "open") {
        const way = row.from ? 1 : -1;
        const known = row.from ? [at(row.from), at(row.known, true)] : [at(row.known), at(row.to, true)];
        return [...bar(known, y, look, row.soft), ...fading(known[way > 0 ? 1 : 0], way, y, look)];
    }
    const ends = [at(row.from), at(row.to, true)];
    if (kind === "day") {
        const x = (ends[0] + ends[1]) / 2;
        return [path(`M${(x - 6).toFixed(1)} ${y}l6-6 6 6-6 6z`, `fill-${look}`)];
    }
    const stops = kind === "span" ? ends.map((x) => path(`M${x.toFixed(1)} ${y - 7}v14`, `line-${look}`)) : [];
    return [...bar(ends, y, look, row.soft), ...stops];
}

/** A tinted bar with edges above and below. */
function bar([from, to], y, look, soft) {
    const wide = Math.max(to - from, 4).toFixed(1);
    const x = from.toFixed(1);
    const box = draw("rect", { x, y: y - 5, width: wide, height: 10, class: `window-${look}` });
    return [box, path(`M${x} ${y - 5}h${wide}m-${wide} 10h${wide}`, `line-${look} ${soft ? "dashed" : ""}`)];
}

/** From x on to the right, or to the left, ever fainter: nobody prints how far. */
function fading(x, way, y, look) {
    const steps = 8;
    const each = FADE / steps;
    return Array.from({ length: steps }, (_, step) => {
        const start = way > 0 ? x + step * each : x - (step + 1) * each;
        return draw("g", { opacity: (1 - (step + 0.5) / steps).toFixed(2) }, ...bar([start, start + each], y, look));
    });
}
