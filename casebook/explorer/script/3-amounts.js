// Sums and their wording: columns of whole numbers added up, and patterns that Python made filled in.

const PARTS = data.amounts.parts;
const place = Object.fromEntries(PARTS.map((name, number) => [name, number]));

const decimals = (text) => (String(text).split(".")[1] ?? "").length;

/** A decimal number as a whole number of its 10^-`places`. */
function whole(text, places) {
    const [digits, rest = ""] = String(text).split(".");
    return BigInt(digits + rest.padEnd(places, "0"));
}

/** The sum of amounts by column, and the number of decimals in which it is counted. */
function added(amounts) {
    const places = Math.max(0, ...amounts.flat().map(decimals));
    const sums = PARTS.map((_, column) => amounts.reduce((sum, amount) => sum + whole(amount[column], places), 0n));
    return { sums, places };
}

/** A sum in words, as strongly as its interval allows. */
function worded({ sums, places }, unit) {
    const [bounded, low, high, endless, soft, lowOpen, highOpen, estimated, about] = sums;
    const equal = bounded && !endless && low === high;
    const kind = [
        bounded,
        endless,
        lowOpen && !soft && !equal,
        highOpen && !endless && !equal,
        bounded && low === 0n,
        equal,
        estimated,
    ];
    const money = /^[A-Z]{3}$/.test(unit);
    const pattern = data.amounts[money ? "money" : "plain"][kind.map((one) => (one ? 1 : 0)).join("")];
    const number = (value) => (money ? inMillions(value, places) : grouping(value, places));
    return fill(pattern, { low: number(low), high: number(high), about: number(about), unit });
}

/** A number with its thousands set apart and no zeros behind the point. */
function grouping(value, places) {
    const digits = value.toString().padStart(places + 1, "0");
    const point = digits.length - places;
    const rest = digits.slice(point).replace(/0+$/, "");
    const thousands = digits.slice(0, point).replace(/\B(?=(\d{3})+$)/g, data.amounts.thousands);
    return rest ? `${thousands}.${rest}` : thousands;
}

function inMillions(value, places) {
    const { least, step, word } = data.amounts.million;
    const scale = 10n ** BigInt(places);
    const roundEnough = value >= BigInt(least) * scale && value % (BigInt(step) * scale) === 0n;
    return roundEnough ? grouping(value, places + 6) + word : grouping(value, places);
}

const number = (value) => grouping(BigInt(value), 0);

/** "all four actions", "2 of 12 actions". */
function which(many, of) {
    const few = data.words.which[of - 1];
    if (few) return few[many - 1];
    return fill(data.words.which_many[many === of ? "all" : "some"], { number: number(many), of: number(of) });
}

const anyOf = (of) => data.words.any[of - 1] ?? fill(data.words.any_many, { of: number(of) });

/** "3 of 4 actions". */
function shownOf(many, of) {
    return fill(data.words.shown[of === 1 ? "one" : "many"], { number: number(many), of: number(of) });
}

/** A measure in the actions shown, in a sentence: who reports it and what the facts come to. */
function finding(measure, view) {
    const of = view.cases.length;
    const { label } = data.measures[measure];
    if (!of) return "";
    const rows = view.figures.filter((row) => row.measure === measure);
    const compared = rows.filter(COMPARED);
    const facts = compared.filter((row) => row.fact);
    const { found, why } = data.words;
    if (!facts.length) {
        const pattern = compared.length
            ? "passed_over"
            : rows.length
              ? "aside"
              : hidden(measure, view)
                ? "left_out"
                : "none";
        return fill(found[pattern], { label, any: anyOf(of) });
    }
    const reported = unique(facts.map((row) => row.cases[0]));
    const told = { label, which: which(reported.length, of) };
    if (facts.length === 1) {
        const [fact] = facts;
        return fill(found[of === 1 ? "only" : "one"], {
            ...told,
            amount: fact.said,
            case: cases.get(fact.cases[0]).label,
        });
    }
    const reason = notAdded(measure, facts, reported);
    if (reason) return fill(found.apart, { ...told, why: why[reason] });
    return fill(found.together, { ...told, amount: worded(added(facts.map((row) => row.parts)), facts[0].unit) });
}

/** Whether an action that is shown has a figure of the measure that the choice leaves out. */
function hidden(measure, view) {
    return tables.figures.some((row) => COMPARED(row) && row.measure === measure && view.cases.includes(row.cases[0]));
}

/** Why facts are not added up, or "". */
function notAdded(measure, facts, reported) {
    if (!data.measures[measure].additive) return "additive";
    if (reported.length < facts.length) return "twice";
    if (reported.some((id) => reported.includes(cases.get(id).overlaps))) return "overlap";
    return unique(facts.map((row) => row.unit)).length > 1 ? "unit" : "";
}
