// When: an action below the other, a row for every dated step, so that no label can meet another.

const MOST_LANES = 25;
const DAY = 864e5;

/** Steps that several sources tell alike are one row. */
function stepsOf(rows, choice = nothing()) {
    const key = (row) => [row.event, row.date, row.country].join(" ");
    return [...grouped(rows, key).values()].map((same) => ({
        ...(same.find((row) => row.fact) ?? same[0]),
        sources: unique(same.flatMap((row) => row.sources)),
        passed: !same.some((row) => standsOut(row, choice)),
    }));
}

function timelineChart(view, room) {
    const brief = view.cases.length > 8;
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
        subtitle: "A diamond is a day. A bar is a month or a year in which the step falls: the source says no more.",
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

function yearAxis(lanes, from, to) {
    const days = lanes
        .flatMap((lane) => lane.dated.flatMap((row) => [row.from, row.to]))
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
    const names = wide ? Math.min(460, room * 0.52) : room * 0.56;
    const time = yearAxis(lanes, names + 14, room - 12);
    const step = wide ? 24 : 38;
    const dates = Math.min(
        190,
        10 + Math.max(60, ...lanes.flatMap((lane) => lane.dated.map((row) => measure(row.when, 13, 600)))),
    );
    const parts = [];
    let y = 4;
    for (const lane of lanes) {
        const one = cases.get(lane.id);
        const undated = lane.undated.length ? `Not dated: ${lane.undated.map((row) => row.text).join("; ")}` : "";
        const foot = [undated, one.opened || brief ? "" : "Opening of the investigation not printed"].filter(Boolean);
        const lines = foot.flatMap((text) => wrap(text, names, 12, 400, 4));
        const head = brief && wide ? 0 : 28;
        const rows = lane.dated.length * step;
        const height = Math.max(head + rows + lines.length * 16 + 10, 34);
        const said = lane.dated.map((row) => `${row.when}, ${row.text}`).join("; ") || "no dated step";
        const inside = [draw("rect", { x: 0, y, width: room, height, class: "hit" })];
        const label = brief && wide ? fit(one.label, names - dates - 8, 14, 600) : fit(one.label, room - 8, 15, 600);
        inside.push(write(0, y + 20, label, "name"));
        lane.dated.forEach((row, place) =>
            inside.push(...stepRow(row, y + head + place * step, { names, dates, wide, time, brief })),
        );
        lines.forEach((text, place) =>
            inside.push(write(0, y + head + rows + 14 + place * 16, text, "small soft italic")),
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
    const gap = time.x(Date.UTC(time.years[1], 0, 1)) - time.x(Date.UTC(time.years[0], 0, 1));
    const every = Math.ceil(40 / gap);
    return time.years.flatMap((year, place) => {
        const x = time.x(Date.UTC(year, 0, 1));
        const line = path(`M${x.toFixed(1)} 4V${foot}`, "grid");
        const named = place < time.years.length - 1 && place % every === 0;
        return named
            ? [line, write(x + gap / 2, foot + 16, String(year), "tick", { "text-anchor": "middle" })]
            : [line];
    });
}

function stepRow(row, top, { names, dates, wide, time, brief }) {
    const main = row.passed ? "soft" : row.event === "action_day" ? "focus-text strong" : "";
    const y = top + (wide ? 14 : 18);
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
        : [
              write(0, y - 2, fit(row.when, names, 12), "small soft"),
              write(0, y + 13, fit(brief ? "" : row.text, names, 13), `small ${main}`),
          ];
    return [...texts, ...stepMark(row, time, y)];
}

function stepMark(row, time, y) {
    const look = row.passed ? "passed" : row.event === "action_day" ? "focus" : "data";
    const from = row.from ? time.x(Date.parse(row.from)) : time.from;
    const to = row.to ? time.x(Date.parse(row.to) + DAY) : time.to;
    const [first, last] = [Date.parse(row.from), Date.parse(row.to)];
    if (row.from && row.to && last - first < 3 * DAY && !row.soft) {
        const x = (from + to) / 2;
        return [path(`M${(x - 6).toFixed(1)} ${y}l6-6 6 6-6 6z`, `fill-${look}`)];
    }
    const wide = Math.max(to - from, 4);
    const box = { x: from.toFixed(1), y: y - 5, width: wide.toFixed(1), height: 10, class: `window-${look}` };
    const edges = `M${from.toFixed(1)} ${y - 5}h${wide.toFixed(1)}m${(-wide).toFixed(1)} 10h${wide.toFixed(1)}`;
    return [draw("rect", box), path(edges, `line-${look} ${row.soft ? "dashed" : ""}`)];
}
