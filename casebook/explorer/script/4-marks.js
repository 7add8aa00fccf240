// Marks, measured text and axes. A mark tells the qualifier by its shape, as in the figures.

const FONT = getComputedStyle(document.documentElement).fontFamily;
const pen = document.createElement("canvas").getContext("2d");
const widths = new Map();
const SHAFT = 18; // pixels: the same for all, so that the tip is not taken for the value

/** How wide a text is, in pixels. */
function measure(text, size = 14, weight = 400) {
    const key = `${weight} ${size} ${text}`;
    if (!widths.has(key)) {
        pen.font = `${weight} ${size}px ${FONT}`;
        widths.set(key, pen.measureText(text).width);
    }
    return widths.get(key);
}

/** The text, or as much of it as fits with an ellipsis behind. */
function fit(text, room, size = 14, weight = 400) {
    if (measure(text, size, weight) <= room) return text;
    let kept = text;
    while (kept && measure(`${kept}…`, size, weight) > room) kept = kept.slice(0, -1).trimEnd();
    return `${kept}…`;
}

/** The text in lines that fit, at most `most` of them. */
function wrap(text, room, size = 14, weight = 400, most = 3) {
    const lines = [];
    for (const word of text.split(" ")) {
        const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
        if (lines.length && measure(longer, size, weight) <= room) lines[lines.length - 1] = longer;
        else lines.push(word);
    }
    if (lines.length > most) lines.splice(most - 1, lines.length, lines.slice(most - 1).join(" "));
    return lines.map((line) => fit(line, room, size, weight));
}

/** A line of text in a drawing; `look` names its classes. */
function write(x, y, text, look = "", more = {}) {
    return draw("text", { x: x.toFixed(1), y: y.toFixed(1), class: look || null, ...more }, text);
}

const path = (d, look) => draw("path", { d, class: look });
const FLOORS = ["more_than", "at_least"];
const CEILINGS = ["nearly", "less_than", "at_most"];

/** The mark of a qualifier at x, and where a label to its left ends and one to its right begins. */
function mark(qualifier, x, y, look, high = null) {
    const way = FLOORS.includes(qualifier) ? 1 : CEILINGS.includes(qualifier) ? -1 : 0;
    if (way) {
        const tip = x + way * SHAFT;
        const bar = path(`M${x} ${y - 8}v16`, `stop ${look}`);
        const arrow = path(
            `M${x} ${y}H${tip}M${tip - way * 5.5} ${y - 5.5}L${tip} ${y}l${-way * 5.5} 5.5`,
            `arrow ${look}`,
        );
        return { parts: [bar, arrow], left: Math.min(x, tip) - 8, right: Math.max(x, tip) + 8 };
    }
    if (qualifier === "between") {
        return { parts: [path(`M${x} ${y}H${high}`, `span ${look}`)], left: x - 8, right: high + 8 };
    }
    const hollow = qualifier === "about";
    const dot = draw("circle", { cx: x, cy: y, r: hollow ? 5.5 : 6.5, class: `${hollow ? "ring" : "dot"} ${look}` });
    return { parts: [dot], left: x - 14, right: x + 14 };
}

/** An axis for these numbers: logarithmic where they lie far apart, else from 0. None for fewer than two. */
function axis(values, from, to) {
    const positive = values.filter((value) => value > 0);
    if (unique(values).length < 2) return null;
    const [least, most] = [Math.min(...positive), Math.max(...positive)];
    if (positive.length > 1 && most / least >= 50) {
        const [low, high] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))];
        const x = (value) => from + ((Math.log10(value) - low) / (high - low)) * (to - from);
        return { log: true, x, ticks: Array.from({ length: high - low + 1 }, (_, power) => 10 ** (low + power)) };
    }
    const step = roundStep(most / 4);
    const end = Math.ceil(most / step) * step;
    const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, tick) => tick * step);
    return { log: false, x: (value) => from + (value / end) * (to - from), ticks };
}

/** 1, 2 or 5 times a power of ten, not below the number; whole. */
function roundStep(least) {
    const power = 10 ** Math.floor(Math.log10(Math.max(least, 1)));
    return [1, 2, 5, 10].map((times) => times * power).find((step) => step >= least);
}

/** Ticks of an axis with their numbers, as many as have room. */
function scale(axis, top, foot) {
    const gap = axis.ticks.length > 1 ? axis.x(axis.ticks[1]) - axis.x(axis.ticks[0]) : Infinity;
    const long = Math.max(...axis.ticks.map((tick) => measure(tickText(tick), 12)));
    const every = Math.ceil((long + 10) / gap);
    return axis.ticks.flatMap((tick, place) => {
        const x = axis.x(tick);
        const line = path(`M${x.toFixed(1)} ${top}V${foot}`, "grid");
        return place % every
            ? [line]
            : [line, write(x, foot + 16, tickText(tick), "tick", { "text-anchor": "middle" })];
    });
}

const tickText = (tick) =>
    tick >= 1e6 ? `${grouping(BigInt(tick) / 10000n, 2)}\u00a0million` : grouping(BigInt(Math.round(tick)), 0);

// Roles: told apart by shape, then by place, then by colour.
const SHAPES = {
    lead: (x, y) => path(star(x, y), "fill-focus"),
    parallel_investigation: (x, y) => path(`M${x - 6} ${y}l6-6 6 6-6 6z`, "line-focus"),
    takedown: (x, y) => draw("circle", { cx: x, cy: y, r: 5.5, class: "fill-data" }),
    server_location: (x, y) => draw("circle", { cx: x, cy: y, r: 4.7, class: "line-grey" }),
    arrest: (x, y) => path(`M${x - 6.5} ${y + 5.5}h13l-6.5-12z`, "fill-help"),
    coordination_meeting: (x, y) => path(`M${x - 5} ${y - 5}h10v10h-10z`, "fill-ink"),
};
const SPARE = [
    (x, y) => path(`M${x - 5} ${y - 5}h10v10h-10z`, "line-ink"),
    (x, y) => path(`M${x - 5} ${y - 5}l10 10m-10 0l10-10`, "line-ink"),
    (x, y) => path(`M${x - 6} ${y}h12m-6-6v12`, "line-ink"),
    (x, y) => path(`M${x - 6} ${y - 5}h12l-6 11z`, "line-ink"),
    (x, y) => path(`M${x - 6} ${y}h12`, "line-ink"),
];

function star(x, y) {
    const corners = Array.from({ length: 10 }, (_, corner) => {
        const reach = corner % 2 ? 3.2 : 7.5;
        const turn = (Math.PI * corner) / 5;
        return `${(x + reach * Math.sin(turn)).toFixed(1)} ${(y - reach * Math.cos(turn)).toFixed(1)}`;
    });
    return `M${corners.join("L")}z`;
}

/** The mark of a role; roles that the house does not know take the spare shapes, and the last of those in common. */
function roleMark(role, x, y) {
    return (SHAPES[role] ?? SPARE[spareOf(role)])(x, y);
}

const spareOf = (role) => Math.min(data.roleOrder.filter((one) => !SHAPES[one]).indexOf(role), SPARE.length - 1);
