/* What a decision is: its fields, which answers are to the same question, and whether a line of a foreign file is one.
   The contract stands in docs/decisions.schema.json. Nothing foreign is used before it passed check(). */
(function () {
  "use strict";
  var rd = window.RodeDraad;
  var FORMAT = 1;
  var LONGEST = 100000; // characters of a value: a memo, or the passages that are split off
  var FAMILIES = {
    passage: { fits: "fit", fits_not: "fit", move: "fit", polarity: "polarity", pseudonym_wrong: "pseudonym_wrong", memo: "memo" },
    archetype: { accept: "verdict", reject: "verdict", rename: "rename", merge: "merge", split: "split", memo: "memo" },
    mapping: { accept: "verdict", reject: "verdict", other: "verdict" }
  };
  var QUEUES = ["uncertain", "disagreement", "changed", "thin", "control", ""];
  var FIELDS = ["format", "id", "report", "program", "reviewer", "time", "kind", "action", "value", "passage", "archetype", "lens", "item",
    "anchor", "proposal", "blind", "queue"];
  var ANCHOR = ["document", "start", "end", "text_hash"];

  var NAME = /^[A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff][A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff_-]{0,29}$/;
  var DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/i; // no name for a file on Windows
  var UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]/gu;

  function isReviewer(name) { return typeof name === "string" && NAME.test(name) && !DEVICE.test(name); }
  /* A name as it is kept: small letters, so that no two names are one file. */
  function proper(given) {
    var short = String(given).trim().toLowerCase();
    return isReviewer(short) ? short : "";
  }
  function seen(text) { return typeof text === "string" ? text.replace(UNSEEN, "") : text; }
  function own(table, key) { return Object.prototype.hasOwnProperty.call(table, key) ? table[key] : undefined; }
  function family(record) { return own(own(FAMILIES, record.kind) || {}, record.action); }
  /* A question is what one reviewer answers once: the last answer counts. */
  function question(record, group) {
    var about = record.kind === "archetype" ? record.archetype : record.passage;
    return [record.kind, about, record.lens || "", record.item || "", group || family(record)].join("\u0001");
  }
  function number(record) { return Number(record.id.slice(record.id.lastIndexOf("-") + 1)) || 0; }
  function inOrder(records) {
    return records.sort(function (a, b) { return a.time < b.time ? -1 : a.time > b.time ? 1 : number(a) - number(b); });
  }
  function line(record) { return JSON.stringify(record, FIELDS.concat(ANCHOR)); }

  function isText(value, longest) { return typeof value === "string" && value.length <= longest; }
  function isName(value) { return value === null || isText(value, 300); }
  function anchor(given) {
    if (given === null) { return null; }
    var fits = typeof given === "object" && isText(given.document, 300) && isText(given.text_hash, 64) &&
      Number.isSafeInteger(given.start) && Number.isSafeInteger(given.end) && given.start >= 0 && given.end >= given.start;
    return fits ? { document: given.document, start: given.start, end: given.end, text_hash: given.text_hash } : undefined;
  }
  /* Return a record of its own with only the known fields, or the key of the text that says what is wrong. */
  function check(given, anyReport) {
    if (typeof given !== "object" || given === null || Array.isArray(given)) { return "fault_line"; }
    if (Number.isSafeInteger(given.format) && given.format > FORMAT) { return "fault_future"; }
    if (given.format !== FORMAT) { return "fault_line"; }
    if (anyReport === true ? !/^[0-9a-f]{12}$/.test(given.report) : given.report !== rd.report) { return "fault_line"; }
    var made = {};
    FIELDS.forEach(function (field) { made[field] = own(given, field) === undefined ? null : given[field]; });
    made.anchor = anchor(made.anchor);
    made.queue = made.queue || "";
    made.value = seen(made.value);
    made.proposal = seen(made.proposal);
    if (isText(made.time, 40)) { made.time = made.time.replace(/(\.0+)?(Z|\+00:00)$/, "Z"); } // one way of writing the same moment
    var named = [made.passage, made.archetype, made.lens, made.item, made.proposal].every(isName);
    var known = made.action === "undo" ? own(FAMILIES, made.kind) && isText(made.value, 100) : family(made);
    var about = made.action === "undo" || (made.kind === "archetype" ? made.archetype : made.passage);
    var mapped = made.kind !== "mapping" && made.action !== "polarity" || made.action === "undo" || made.lens && made.item;
    var signed = isReviewer(made.reviewer) && isText(made.id, 60) &&
      made.id.indexOf(made.reviewer + "-") === 0 && /^\d{1,16}$/.test(made.id.slice(made.reviewer.length + 1));
    var timed = isText(made.time, 30) && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(made.time);
    var rest = (made.value === null || isText(made.value, LONGEST)) && isText(made.program, 60) && typeof made.blind === "boolean";
    var whole = named && known && about && mapped && signed && timed && rest && made.anchor !== undefined && QUEUES.indexOf(made.queue) !== -1;
    return whole ? made : "fault_line";
  }
  /* Foreign text fit to show: control and direction characters made visible, as on the pages. */
  function shown(text) {
    return String(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
  }

  /* As anchors have it: the first sixteen digits of SHA-256. */
  function hash(text) {
    return window.crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)).then(function (bytes) {
      return Array.from(new Uint8Array(bytes, 0, 8)).map(function (one) { return one.toString(16).padStart(2, "0"); }).join("");
    });
  }

  rd.records = {
    FORMAT: FORMAT, hash: hash, FIELDS: FIELDS, proper: proper, family: family, question: question, number: number, inOrder: inOrder, line: line,
    check: check, shown: shown, seen: seen
  };
})();
