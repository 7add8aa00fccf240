// Where: a matrix of countries by action and role, and the map.

const MOST_COUNTRIES = 45;
const MOST_COLUMNS = 8;

/** The countries that are shown, those named for most actions first, then by name. */
function countriesOf(view) {
    const found = [...grouped(view.named, (row) => row.country)].map(([code, rows]) => ({
        code,
        name: labels.countries.get(code),
        rows,
        actions: unique(rows.filter((row) => standsOut(row, view.choice)).map((row) => row.cases[0])).length,
    }));
    return found.sort((one, other) => other.actions - one.actions || one.name.localeCompare(other.name, "en"));
}

function countryTitle(kind, view, found) {
    const written = wholeActions(view) && data.headlines[view.cases.join(" ")]?.[kind];
    if (written) return written;
    const strong = found.filter((one) => one.actions).length;
    if (!strong) return "No country is named in this choice, except by other sources";
    const many = strong === 1 ? "1\u00a0country is" : `${number(strong)}\u00a0countries are`;
    return `${many} named, in ${shownOf(view.cases.length, data.cases.length)}`;
}

function matrixChart(view, found, room) {
    const blocks = [
        ["Members of the EU on the action day", found.filter((one) => data.eu.includes(one.code))],
        ["Other countries", found.filter((one) => !data.eu.includes(one.code))],
    ].filter(([, rows]) => rows.length);
    const roles = data.roleOrder.filter((role) => view.named.some((row) => row.role === role));
    const columns = view.cases.length <= MOST_COLUMNS ? byAction(view) : byRole(roles);
    const { parts, height, key } = matrixRows(blocks, columns, roles, view, room);
    const title = countryTitle("countries", view, found);
    return {
        name: "countries-by-action",
        title,
        subtitle: columns.counted
            ? "In how many of these actions each country is named, by role"
            : "In which role each country is named",
        columns: key,
        notes: ["A country that is not named may have taken part all the same.", passedNote(view)],
        sources: unique(view.named.flatMap((row) => row.sources)),
        svg: draw(
            "svg",
            { viewBox: `0 0 ${room} ${height}`, width: room, height, role: "group", "aria-label": title },
            ...parts,
        ),
    };
}

const passedNote = (view) => (view.named.some((row) => !standsOut(row, view.choice)) ? data.words.notes.passed : "");

const byAction = (view) => ({
    counted: false,
    heads: view.cases.map((id) => cases.get(id).label),
    of: (rows) =>
        view.cases.map((id) => [
            ...grouped(
                rows.filter((row) => row.cases[0] === id),
                (row) => row.role,
            ),
        ]),
});

const byRole = (roles) => ({
    counted: true,
    heads: roles.map((role) => capital(data.roles[role])),
    of: (rows) =>
        roles.map((role) => unique(rows.filter((row) => row.role === role).map((row) => row.cases[0])).length),
});

function matrixRows(blocks, columns, roles, view, room) {
    const wide = room >= NARROW;
    const names = wide ? 160 : 0; // on a phone above their marks
    const high = wide ? 24 : 42;
    const cell = Math.min(190, (room - names - 40) / Math.max(columns.heads.length, 1));
    const heads = columns.heads.map((text) => wrap(text, cell - 8, 12, 600, 3));
    const numbered = heads.some((lines) => lines.some((line) => line.endsWith("…")));
    const x = (place) => names + (place + 0.5) * cell;
    const key = columns.counted ? { parts: [], height: 0 } : roleKey(roles, room);
    const parts = [...key.parts];
    const top = key.height + (numbered ? 18 : 15 * Math.max(1, ...heads.map((lines) => lines.length)) + 4);
    heads.forEach((lines, place) => {
        const shown = numbered ? [String(place + 1)] : lines;
        shown.forEach((line, number) =>
            parts.push(write(x(place), key.height + 12 + number * 15, line, "head", { "text-anchor": "middle" })),
        );
    });
    let y = top;
    let quota = MOST_COUNTRIES;
    for (const [title, rows] of blocks) {
        parts.push(write(0, y + 20, title, "small strong soft"));
        y += 28;
        for (const one of rows.slice(0, quota)) {
            parts.push(
                path(`M0 ${y}H${room}`, "rule"),
                countryRow(one, columns, roles, { y, high, x, cell, names, view, room }),
            );
            y += high;
        }
        const more = rows.length - Math.min(rows.length, quota);
        if (more) parts.push(write(0, y + 16, `and ${number(more)} more`, "small soft"));
        y += more ? 24 : 0;
        quota = Math.max(0, quota - rows.length);
    }
    return { parts, height: y + 6, key: numbered ? columns.heads : [] };
}

function countryRow(one, columns, roles, { y, high, x, cell, names, view, room }) {
    const middle = y + high - 12;
    const end = names + cell * columns.heads.length + 34;
    const inside = [
        draw("rect", { x: 0, y, width: room, height: high, class: "hit" }),
        write(0, y + 17, fit(one.name, names ? names - 6 : room - 20, 14), ""),
        write(Math.min(end, room - 2), middle + 5, one.actions ? number(one.actions) : "–", "name", {
            "text-anchor": "end",
        }),
    ];
    const slot = Math.min(18, (cell - 6) / roles.length);
    const packed = slot < 12; // too narrow for a place for each role: marks stand side by side
    columns.of(one.rows).forEach((found, place) => {
        if (columns.counted && found)
            inside.push(write(x(place), middle + 5, number(found), "", { "text-anchor": "middle" }));
        if (columns.counted) return;
        const shown = found.sort(([role], [other]) => roles.indexOf(role) - roles.indexOf(other));
        const step = packed ? Math.min(14, (cell - 4) / shown.length) : slot;
        const last = packed ? shown.length - 1 : roles.length - 1;
        shown.forEach(([role, rows], number) => {
            const passed = !rows.some((row) => standsOut(row, view.choice));
            const offset = ((packed ? number : roles.indexOf(role)) - last / 2) * step;
            inside.push(draw("g", { class: passed ? "passed" : null }, roleMark(role, x(place) + offset, middle)));
        });
    });
    const said = [...grouped(one.rows, (row) => row.cases[0])].map(
        ([id, rows]) => `${cases.get(id).label}: ${roleText(rows)}`,
    );
    return link(
        `c.${one.code}`,
        `${one.name}, in ${which(one.actions, view.cases.length)}: ${said.slice(0, 8).join("; ")}. What the sources print`,
        view,
        ...inside,
    );
}

const roleText = (rows) => unique(rows.map((row) => data.roles[row.role])).join(", ");

/** What each role's mark means, in as many lines as it takes. */
function roleKey(roles, room) {
    const byMark = grouped(roles, (role) => (SHAPES[role] ? role : spareOf(role)));
    const parts = [];
    let [x, y] = [0, 12];
    for (const same of byMark.values()) {
        const text = same.map((role) => capital(data.roles[role])).join(", or ");
        const long = 22 + measure(text, 12) + 18;
        if (x && x + long - 18 > room) [x, y] = [0, y + 22];
        parts.push(roleMark(same[0], x + 8, y), write(x + 22, y + 4.5, fit(text, room - 22, 12), "small"));
        x += long;
    }
    return { parts, height: parts.length ? y + 20 : 0 };
}

// --- the map ---

const CLASSES = [
    [1, 1],
    [2, 3],
    [4, 9],
    [10, Infinity],
];

/** Countries by how many actions name them, most first: {label, low, level, found}. */
function mapClasses(named) {
    const found = named.filter((one) => one.actions);
    const others = named.filter((one) => !one.actions);
    const rest = others.length ? [{ level: 0, swatch: "–", found: others }] : [];
    const numbers = unique(found.map((one) => one.actions)).sort((one, other) => one - other);
    const few = numbers.length && numbers.at(-1) <= 4;
    const ranges = few ? numbers.map((many) => [many, many]) : CLASSES;
    return ranges
        .map(([low, high], place) => ({
            level: few ? low : place + 1,
            low,
            swatch: low === high ? number(low) : high === Infinity ? `${low}+` : `${low}–${high}`,
            found: found.filter((one) => one.actions >= low && one.actions <= high),
        }))
        .filter((one) => one.found.length)
        .reverse()
        .concat(rest);
}

function mapChart(view, found, room) {
    const { width, height, land, insets, caption } = data.map;
    const classes = mapClasses(found);
    const level = new Map(classes.flatMap((one) => one.found.map((country) => [country.code, one.level])));
    const byCode = new Map(found.map((one) => [one.code, one]));
    const unit = width / room; // steps of the map in a pixel
    const shapes = Object.entries(land).map(([code, one]) =>
        draw("path", {
            d: one.d,
            class: level.has(code) ? `named level-${level.get(code)}` : "land",
            "data-code": level.has(code) ? code : null,
        }),
    );
    const digits = found
        .filter((one) => land[one.code]?.at)
        .flatMap((one) => digit(one, land[one.code], level.get(one.code), unit, view));
    const outside = found.filter((one) => !land[one.code]?.at);
    const boxes = outside.filter((one) => insets[one.code] && one.actions).slice(0, 3);
    const drawn = boxes.flatMap((one, place) => inset(one, place, level.get(one.code), unit, view));
    const rest = outside.filter((one) => !boxes.includes(one));
    const kosovo =
        level.has("XK") || !land.XK?.at
            ? []
            : [write(land.XK.at[0], land.XK.at[1] + 4 * unit, "XK*", "mapnote", sized(11 * unit))];
    const title = countryTitle("map", view, found);
    const said = classes.map((one) => `${one.swatch}: ${listed(one.found.map((country) => country.name))}`).join(". ");
    return {
        name: "countries-map",
        title,
        subtitle: "In how many of these actions each country is named, in whatever role",
        classes,
        notes: [
            caption,
            rest.length
                ? `Not on the map: ${listed(rest.map((one) => (one.actions ? `${one.name} ${number(one.actions)}` : one.name)))}.`
                : "",
            boxes.length ? "Insets have a scale of their own." : "",
            passedNote(view),
        ],
        sources: unique(view.named.flatMap((row) => row.sources)),
        pressed: (code) => byCode.has(code) && `c.${code}`,
        svg: draw(
            "svg",
            {
                viewBox: `0 0 ${width} ${height}`,
                width: room,
                height: (room * height) / width,
                role: "img",
                class: "map",
                "aria-label": `Map of Europe. ${title}. ${said}`,
            },
            draw("rect", { width, height, class: "sea" }),
            ...shapes,
            ...kosovo,
            ...digits,
            ...drawn,
        ),
    };
}

const sized = (size) => ({ "font-size": size.toFixed(1), "text-anchor": "middle" });

/** The number on a country, on a disc where it is small, with its name where that stands at sea. */
function digit(one, shape, level, unit, view) {
    const [x, y] = shape.at;
    const many = number(one.actions);
    if (!one.actions) return [];
    const single = view.cases.length < 2;
    if (shape.small) {
        const disc = draw("circle", {
            cx: x,
            cy: y,
            r: (6 * unit).toFixed(1),
            class: `disc level-${level}`,
            "data-code": one.code,
        });
        if (!shape.sea) return [disc];
        const [to, down] = shape.sea;
        const leader = path(`M${x} ${y}L${to > x ? to - 4 : to} ${to > x ? down : down - 9 * unit}`, "leader");
        const text = write(to, down + 4 * unit, single ? one.name : `${one.name} ${many}`, "mapname", {
            "font-size": (12 * unit).toFixed(1),
            "text-anchor": to > x ? "start" : "middle",
        });
        return [leader, disc, text];
    }
    if (single || shape.room < 7 * unit) return [];
    return [write(x, y + 4.5 * unit, many, `digit level-${level}`, { ...sized(13 * unit), "data-code": one.code })];
}

/** A place outside the map in a box of its own, in the upper left corner. */
function inset(one, place, level, unit, view) {
    const shape = data.map.insets[one.code];
    const [wide, high, top] = [190, 118, 8 + place * 172];
    const scale = Math.min((wide - 20) / shape.width, (high - 20) / shape.height);
    const [dx, dy] = [8 + (wide - shape.width * scale) / 2, top + (high - shape.height * scale) / 2];
    const name = view.cases.length < 2 ? one.name : `${one.name} ${number(one.actions)}`;
    const size = Math.min(13 * unit, 34);
    return [
        draw("rect", { x: 8, y: top, width: wide, height: high, class: "inset" }),
        draw("path", {
            d: shape.d,
            transform: `translate(${dx.toFixed(1)} ${dy.toFixed(1)}) scale(${scale.toFixed(3)})`,
            class: `named level-${level}`,
            "data-code": one.code,
        }),
        write(8, top + high + size, name, "mapname", { "font-size": size.toFixed(1) }),
    ];
}

/** The list beside the map, so that nothing on it is lost. */
function mapList(chart, view) {
    const entry = (one) => [
        make(
            "dt",
            {},
            make("span", { class: `swatch level-${one.level}` }, one.swatch),
            ` ${mapHead(one)}: ${countriesText(one.found.length)}`,
        ),
        make(
            "dd",
            {},
            ...one.found.flatMap((country, place) => [
                place ? ", " : "",
                make("a", { href: address(view.choice, `c.${country.code}`) }, country.name),
            ]),
        ),
    ];
    return make("dl", { class: "places" }, ...chart.classes.flatMap(entry));
}

const mapHead = (one) => (one.level ? (one.swatch === "1" ? "action" : "actions") : "by other sources only");
const countriesText = (many) => `${number(many)}\u00a0${many === 1 ? "country" : "countries"}`;
