// marks.js: what is known of the marks of one page. An op draws; a note says what a stretch of ops was drawn for.
// Nothing here looks at places on the page.

export class Marks {
  constructor({ ops = [], notes = [] } = {}) {
    this.ops = ops;
    this.notes = notes;
    this.inside = { cell: [], text: [], line: [] };
    for (const note of notes) // an inner note comes after the one around it
      if (note.kind in this.inside)
        for (let i = note.ops[0]; i < note.ops[1]; i++) this.inside[note.kind][i] = note;
  }

  describe(op) {
    const mark = this.ops[op], cell = this.inside.cell[op];
    return { ...mark, op, cell, style: (this.inside.text[op] ?? this.inside.line[op] ?? cell)?.style };
  }

  // Ops and boxes that come from a place of form or data.
  find(isFrom) {
    const ops = [], boxes = [];
    this.ops.forEach((mark, op) => isFrom(mark) && ops.push(op));
    for (const note of this.notes) if (!['keep', 'text'].includes(note.kind) && isFrom(note)) boxes.push(note);
    return { ops, boxes };
  }
}

// The path itself, what is below it, and where it has no [n], each of them.
const within = (path, typed) => path === typed || (path?.startsWith(typed) && '/['.includes(path[typed.length]));

// What was typed: "120" is a line of the form, "base.xml:29" of a file, "/case/child" a path of the data. Gives a test
// of marks, and the lines that might have been meant; null for anything else.
export function question(text, files, form) {
  const typed = text.trim(), place = typed.match(/^(?:(.+):)?(\d+)$/);
  if (typed.startsWith('/') && !place) // no name begins with a digit
    return { isFrom: mark => within(mark.data?.[2], typed.replace(/(.)\/$/, '$1')) };
  if (!place) return null;
  const line = Number(place[2]);
  const named = i => (place[1] ? `/${files[i]}`.endsWith(`/${place[1]}`) : files[i] === form);
  const at = (end, l) => end && named(end[0]) && end[1] === l;
  return {
    isFrom: mark => at(mark.form, line) || (place[1] !== undefined && at(mark.data, line)),
    line,
    linesOf: mark => (mark.form && named(mark.form[0]) ? [mark.form[1]] : []),
  };
}
