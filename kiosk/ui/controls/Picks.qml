import QtQuick

// What is chosen after a touch: of one or of `many`, with those chosen `alone` and one's own words.
QtObject {
    id: picks

    property bool many: false
    property var chosen: []
    property var own: []
    property var alone: []

    function after(option: var): var {
        if (option.own !== undefined)
            return picks.withOwn(option.own);
        return picks.many ? picks.ticked(option.number) : picks.changed([option.number], picks.without());
    }

    function ticked(number: int): var {
        if (picks.chosen.includes(number))
            return picks.changed(picks.chosen.filter(other => other !== number), picks.own);
        if (picks.alone.includes(number))
            return picks.changed([number], picks.without());
        return picks.changed([...picks.beside(), number].sort((a, b) => a - b), picks.own);
    }

    // Words that were written before count again, or no longer where they do.
    function withOwn(at: int): var {
        const before = picks.own[at] ?? {text: "", on: false}, on = before.text.trim() !== "" && !(picks.many && before.on);
        const others = picks.own.map((own, place) => place === at ? {text: own.text, on: on} : own);
        return picks.changed(on ? (picks.many ? picks.beside() : []) : picks.chosen, others);
    }

    function beside(): var {
        return picks.chosen.filter(other => !picks.alone.includes(other));
    }

    function without(): var {
        return picks.own.map(own => ({text: own.text, on: false}));
    }

    // `took`: to add the one, others were taken out.
    function changed(chosen: var, own: var): var {
        const before = picks.all(picks.chosen, picks.own), now = picks.all(chosen, own);
        const more = now.some(one => !before.includes(one)), less = before.some(one => !now.includes(one));
        return {chosen: chosen, own: own, took: picks.many && more && less};
    }

    function all(chosen: var, own: var): var {
        return chosen.concat(own.map((one, place) => one.on ? -1 - place : null)).filter(one => one !== null);
    }
}
