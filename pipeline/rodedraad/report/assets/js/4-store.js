/* Decisions of reviewers: kept in memory, in localStorage under the report's id, and told to whoever listens. Records are only ever added;
   what is undone gets a record that says so. The contract of a record is docs/decisions.schema.json. */
(function () {
  "use strict";
  var rd = window.RodeDraad;
  var records = rd.records;
  var question = records.question;
  var inOrder = records.inOrder;
  var line = records.line;
  var BASE = "rodedraad." + rd.report + ".";
  var KEPT = BASE + "d.";
  var found = new Map(); // id → record
  var unsaved = new Map(); // records that storage did not take
  var exported = new Set();
  var adding = []; // told of every new record
  var watching = []; // told that something changed
  var answersOf = null; // reviewer → question → record, made anew after every change
  var name = "";

  function stored(key) {
    try { return window.localStorage.getItem(key); } catch (refused) { return null; }
  }
  function store(key, value) {
    try { window.localStorage.setItem(key, value); return true; } catch (refusedOrFull) { return false; }
  }
  function storageWorks() {
    if (!store(BASE + "probe", "1")) { return false; }
    try { window.localStorage.removeItem(BASE + "probe"); } catch (refused) { return false; }
    return true;
  }

  /* The name is asked once, and kept. */
  function reviewer() { return name; }
  function setReviewer(given) {
    var short = records.proper(given);
    if (!short) { return false; }
    name = short;
    store(BASE + "reviewer", short);
    readExported();
    changed();
    return true;
  }
  function readExported() {
    exported = new Set();
    var list = null;
    try { list = JSON.parse(stored(BASE + "exported." + name) || "[]"); } catch (broken) { list = []; }
    if (Array.isArray(list)) { list.forEach(function (id) { exported.add(id); }); }
  }

  function settled(records) {
    var undone = new Set();
    records.forEach(function (r) { if (r.action === "undo") { undone.add(r.reviewer + "\u0001" + r.value); } });
    var byReviewer = new Map();
    inOrder(records.slice()).forEach(function (r) {
      if (r.action === "undo" || undone.has(r.reviewer + "\u0001" + r.id)) { return; }
      if (!byReviewer.has(r.reviewer)) { byReviewer.set(r.reviewer, new Map()); }
      var mine = byReviewer.get(r.reviewer);
      mine.delete(question(r)); // the newest stands last
      mine.set(question(r), r);
    });
    return byReviewer;
  }
  function answers(who) {
    answersOf = answersOf || settled(all());
    return answersOf.get(who === undefined ? name : who) || new Map();
  }
  function others(asked) {
    answers();
    var told = [];
    answersOf.forEach(function (theirs, who) {
      if (who !== name && theirs.has(asked)) { told.push(theirs.get(asked)); }
    });
    return told;
  }
  function all() { return Array.from(found.values()); }
  function own() { return inOrder(all().filter(function (r) { return r.reviewer === name; })); }

  function keepWaiting() {
    unsaved.forEach(function (waiting, id) { if (store(KEPT + id, line(waiting))) { unsaved.delete(id); } });
  }
  function keep(record) {
    if (!store(KEPT + record.id, line(record))) { unsaved.set(record.id, record); }
  }
  function take(record) {
    if (found.has(record.id)) { return false; }
    found.set(record.id, record);
    answersOf = null;
    return true;
  }
  function changed() {
    answersOf = null;
    watching.forEach(function (watcher) { watcher(); });
  }
  function made(given) {
    var choices = rd.data("choices") || {};
    var latest = own().reduce(function (most, r) { return Math.max(most, records.number(r)); }, 0);
    var record = {
      format: records.FORMAT,
      id: name + "-" + Math.max(Date.now(), latest + 1), // by the clock: two computers of one reviewer do not give the same number
      report: rd.report, program: choices.program || "", reviewer: name,
      time: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
      kind: "", action: "", value: null, passage: null, archetype: null, lens: null, item: null, anchor: null, proposal: null,
      blind: false, queue: ""
    };
    records.FIELDS.slice(6).forEach(function (field) { if (given[field] !== undefined) { record[field] = records.seen(given[field]); } });
    return record;
  }
  /* Add an answer (fields of a record), or a whole record from elsewhere. Returns the record, or null when it is none or was there already. */
  function add(given) {
    if (!given.id && !name) { throw new Error("no reviewer"); }
    var record = given.id ? records.check(given) : made(given);
    return typeof record !== "string" && addAll([record]) ? record : null;
  }
  /* Add records that passed check(): all of them with one change to show. Returns how many were new. */
  function addAll(list) {
    keepWaiting();
    var fresh = list.filter(take);
    fresh.forEach(keep);
    fresh.forEach(function (record) { adding.forEach(function (listener) { listener(record); }); });
    changed();
    return fresh.length;
  }
  function retract(record) {
    return add({
      kind: record.kind, action: "undo", value: record.id, passage: record.passage, archetype: record.archetype, lens: record.lens,
      item: record.item, anchor: record.anchor, proposal: record.proposal, blind: record.blind, queue: record.queue
    });
  }
  function undo() {
    var mine = own();
    var undone = new Set(mine.filter(function (r) { return r.action === "undo"; }).map(function (r) { return r.value; }));
    var last = mine.filter(function (r) { return r.action !== "undo" && !undone.has(r.id); }).pop();
    if (last) { retract(last); }
    return last || null;
  }

  function markExported(ids) {
    ids.forEach(function (id) { exported.add(id); });
    store(BASE + "exported." + name, JSON.stringify(Array.from(exported)));
    changed();
  }
  /* How many are in no file yet; an answer and its undoing, neither exported, cancel each other. */
  function waiting() {
    var open = new Set(own().filter(function (r) { return !exported.has(r.id); }).map(function (r) { return r.id; }));
    own().forEach(function (r) {
      if (r.action === "undo" && open.has(r.id) && open.has(r.value)) { open.delete(r.id); open.delete(r.value); }
    });
    return open.size;
  }

  function load() {
    name = records.proper(stored(BASE + "reviewer") || "");
    var keys = [];
    try {
      for (var i = 0; i < window.localStorage.length; i += 1) { keys.push(window.localStorage.key(i)); }
    } catch (refused) { keys = []; }
    keys.filter(function (key) { return key.indexOf(KEPT) === 0; }).forEach(function (key) { fromStorage(key, stored(key)); });
    readExported();
  }
  function fromStorage(key, text) {
    try {
      var record = records.check(JSON.parse(text));
      if (KEPT + record.id === key) { return take(record) ? record : null; }
    } catch (broken) { /* not ours, or damaged: left where it is */ }
    return null;
  }
  window.addEventListener("storage", function (event) { // another window of this report
    if (!event.key || !event.newValue) { return; }
    if (event.key.indexOf(KEPT) === 0) {
      var record = fromStorage(event.key, event.newValue);
      if (record) { changed(); }
    } else if (event.key === BASE + "exported." + name) { readExported(); changed(); }
  });

  /* Leaving: another page of this report is no goodbye while the browser keeps what was decided. */
  var staying = false;
  document.addEventListener("click", function (event) {
    var link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    staying = Boolean(link) && !link.hasAttribute("download") && link.protocol === window.location.protocol && link.target !== "_blank";
    window.setTimeout(function () { staying = false; }, 1000);
  });
  window.addEventListener("beforeunload", function (event) {
    if (unsaved.size > 0 || (waiting() > 0 && !staying)) { event.preventDefault(); event.returnValue = ""; }
  });

  load();
  rd.store = {
    reviewer: reviewer, setReviewer: setReviewer, question: question, answers: answers, others: others, settled: settled, all: all, own: own,
    add: add, addAll: addAll, undo: undo, retract: retract, markExported: markExported, waiting: waiting,
    inMemoryOnly: function () { return unsaved.size > 0 || !storageWorks(); },
    get: function (id) { return found.get(id); },
    onAdd: function (listener) { adding.push(listener); }, onChange: function (watcher) { watching.push(watcher); }
  };
})();
