// Downloads: the statements that are shown as CSV, a chart as SVG or PNG. Nothing is sent anywhere.

/** Hand a file to the reader. */
function hand(name, type, content) {
    const url = URL.createObjectURL(new Blob([content], { type }));
    const link = make("a", { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A cell of a CSV file; no cell can act as a formula in a spreadsheet. */
function cell(text) {
    const safe = text && data.formula.includes(text[0]) ? `'${text}` : String(text);
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const CSV = [
    "about",
    "action",
    "what",
    "qualifier",
    "value",
    "value_high",
    "unit",
    "per",
    "scope",
    "country",
    "date",
    "as_printed",
    "agreement",
    "source",
    "publisher",
    "kind",
    "url",
    "locator",
    "fact",
];

/** The rows that are shown as CSV: what kind of statement each is, in whose words, and where it stands. */
function csv(view) {
    const line = (row, about, what) => {
        const from = row.sources.map((id) => data.sources[id]);
        const all = (name) => unique(from.map((source) => source[name])).join("; ");
        return [
            about,
            row.all ? "" : row.cases[0],
            what,
            row.qualifier ?? "",
            row.value ?? "",
            row.high ?? "",
            row.unit ?? "",
            row.per ?? "",
            row.scope ?? "",
            row.country ?? "",
            row.date ?? "",
            row.printed ?? "",
            row.verdict ?? "",
            row.sources.join("; "),
            all("publisher"),
            all("kind"),
            all("url"),
            row.locator,
            row.fact ? "yes" : "no",
        ];
    };
    const lines = {
        figures: (row) => line(row, "figure", row.measure),
        events: (row) => line(row, "event", row.event),
        named: (row) => line(row, "country", row.role),
        help: (row) => line(row, "cooperation", `${row.body}: ${row.means}`),
    };
    const rows = listedTables(view.choice).flatMap((table) => view[table].map(lines[table]));
    return [CSV, ...rows].map((cells) => `${cells.map(cell).join(",")}\n`).join("");
}

// What an SVG must say of itself to look the same without the page's style.
const LOOKS = [
    "fill",
    "fill-opacity",
    "opacity",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linejoin",
    "paint-order",
    "font-family",
    "font-size",
    "font-weight",
    "font-style",
];

/** A chart as a file of its own: with its finding above, its doubt and its sources below. */
function standalone(chart) {
    const svg = chart.svg.cloneNode(true);
    const [from, to] = [chart.svg, svg].map((root) => [root, ...root.querySelectorAll("*")]);
    from.forEach((element, number) => {
        const style = getComputedStyle(element);
        for (const name of LOOKS) {
            if (element !== chart.svg) to[number].setAttribute(name, style.getPropertyValue(name));
        }
    });
    to.forEach((element) =>
        ["class", "data-code", "href", "tabindex"].forEach((name) => element.removeAttribute(name)),
    );
    const page = getComputedStyle(document.documentElement);
    const color = (name) => page.getPropertyValue(name).trim();
    const wide = Math.max(chart.svg.getBoundingClientRect().width || 640, 320);
    const [, , boxWide, boxHigh] = chart.svg.getAttribute("viewBox").split(" ").map(Number);
    const high = (wide * boxHigh) / boxWide;
    const text = [];
    let y = 24;
    const lines = (words, size, weight, paint) => {
        for (const line of wrap(words, wide, size, weight, 12)) {
            text.push(
                draw(
                    "text",
                    {
                        x: 24,
                        y: (y + size).toFixed(1),
                        "font-size": size,
                        "font-weight": weight,
                        fill: color(paint),
                        "font-family": FONT,
                    },
                    line,
                ),
            );
            y += size * 1.3;
        }
    };
    lines(chart.title, 20, 600, "--ink");
    lines(chart.subtitle, 14, 400, "--second");
    const top = y + 12;
    y = top + high + 8;
    [...chart.notes.filter(Boolean), ...legendLines(chart)].forEach((note) => lines(note, 12, 400, "--second"));
    lines(credit(chart), 12, 400, "--grey");
    const size = { width: wide + 48, height: y + 20 };
    Object.entries({ x: 24, y: top, width: wide, height: high }).forEach(([name, value]) =>
        svg.setAttribute(name, value),
    );
    return draw(
        "svg",
        { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${size.width} ${size.height}`, ...size },
        draw("title", {}, chart.title),
        draw("desc", {}, [chart.subtitle, ...chart.notes.filter(Boolean), credit(chart)].join(" ")),
        draw("rect", { ...size, fill: color("--paper") }),
        ...text,
        svg,
    );
}

/** What stands beside a chart on the page and must not be lost with it. */
function legendLines(chart) {
    const places = (chart.classes ?? []).map(
        (one) => `${one.swatch}: ${listed(one.found.map((country) => country.name))}.`,
    );
    const heads = (chart.columns ?? []).map((head, place) => `${place + 1} ${head}.`);
    return [...places, heads.join(" ")].filter(Boolean);
}

function credit(chart) {
    const lines = unique(chart.sources.map((id) => data.sources[id].credit));
    const shown = lines.slice(0, 3);
    const more = lines.length - shown.length;
    const named = shown.length
        ? `${lines.length === 1 ? "Source" : "Sources"}: ${shown.join("; ")}${more ? `; and ${number(more)} more` : ""}. `
        : "";
    return `${named}Casebook data v${data.version}.${data.rule ? ` Rule: ${data.rule}.` : ""}`;
}

const source = (chart) => new XMLSerializer().serializeToString(standalone(chart));

function saveSvg(chart) {
    hand(`${chart.name}.svg`, "image/svg+xml", source(chart));
}

/** The same as a picture, at twice the size for sharp screens. */
async function savePng(chart) {
    const url = URL.createObjectURL(new Blob([source(chart)], { type: "image/svg+xml" }));
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = make("canvas", { width: Math.round(image.width * 2), height: Math.round(image.height * 2) });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(url);
    canvas.toBlob((blob) => hand(`${chart.name}.png`, "image/png", blob), "image/png");
}
