.pragma library

// A text of the screen with its {places} filled, as `Words.say` does it in Python: a number is
// written in the figures of the language, and what runs the other way is set apart.
function say(words, key, values) {
    const text = words[key] ?? "";
    const fitting = value => typeof value === "number" ? figures(words, value) : apart(text, value);
    return text.replace(/\{([a-z_]+)\}/g, (place, name) => name in values ? fitting(values[name]) : place);
}

// A number, or the figures within a text, in the figures of the language that is spoken.
function figures(words, value) {
    const own = words["digits"] ?? "0123456789";
    return String(value).replace(/[0-9]/g, figure => own.charAt(Number(figure)));
}

function apart(text, value) {
    const leftwards = /[\u0590-\u08ff]/, rightwards = /[A-Za-z\u00c0-\u024f]/;
    const turns = leftwards.test(text) ? rightwards : leftwards;
    return turns.test(value) ? "\u2068" + value + "\u2069" : value;
}
