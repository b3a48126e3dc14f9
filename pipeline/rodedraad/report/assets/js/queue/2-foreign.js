/* Decisions of another report: which of them still fit this one. A passage is known by its id, else in the same document by the hash of its
   text. The texts are those that Zoeken has; they are loaded when a file asks for them. */
(function () {
  "use strict";
  var rd = window.RodeDraad;
  var known = null; // a promise of what this report holds: ids of passages, and by document and hash the passage

  function load(name) {
    if (rd.data(name)) { return Promise.resolve(); }
    return new Promise(function (done, failed) {
      var script = rd.element("script");
      script.src = "data/" + name + ".js";
      script.addEventListener("load", done);
      script.addEventListener("error", failed);
      document.head.append(script);
    });
  }
  function gather() {
    return load("search").then(function () {
      var head = rd.data("search");
      var parts = Array.from({ length: head.parts }, function (_, k) { return "search-" + (k + 1); });
      return Promise.all(parts.map(load)).then(function () {
        return Promise.all(parts.map(function (name) { return rd.unpacked(rd.data(name)); }));
      }).then(function (unpacked) { return places(head, unpacked); });
    });
  }
  function places(head, parts) {
    var found = { ids: new Set(), byHash: new Map() };
    return Promise.all(parts.map(function (part) {
      return Promise.all(part.text.map(rd.records.hash)).then(function (hashes) {
        hashes.forEach(function (one, i) {
          found.ids.add(part.id[i]);
          found.byHash.set(head.documents[part.document[i]].id + "\u0001" + one, part.id[i]);
        });
      });
    })).then(function () { return found; });
  }

  /* The passage of this report that a record is about, or nothing. */
  function passage(record, here) {
    if (here.ids.has(record.passage)) { return record.passage; }
    return (record.anchor && here.byHash.get(record.anchor.document + "\u0001" + record.anchor.text_hash)) || "";
  }
  function speaksOfWhatIsHere(record) {
    var named = record.kind === "archetype" ? [record.archetype] : [];
    if (record.action === "fits" || record.action === "fits_not") { named.push(record.archetype); }
    if ((record.action === "move" && record.value) || record.action === "merge") { named.push(record.value); }
    var items = record.lens ? [record.item].concat(record.action === "other" ? [record.value] : []) : [];
    return named.every(rd.choices.hasArchetype) && items.every(function (item) { return rd.choices.hasItem(record.lens, item); });
  }
  /* Return a record as one of this report, or null where it does not fit. What was split off names passages of that other report. */
  function adopted(record, here) {
    var about = record.kind === "archetype" ? "" : passage(record, here);
    var parts = record.action === "split" ? rd.choices.parts(record.value).passages : [];
    if (record.action !== "undo" && (!speaksOfWhatIsHere(record) || (record.kind !== "archetype" && !about))) { return null; }
    if (!parts.every(function (id) { return here.ids.has(id); })) { return null; }
    return Object.assign({}, record, { report: rd.report, passage: about || record.passage });
  }

  /* Sort records of other reports: those that fit as they are, those found again elsewhere, and how many do not fit. */
  function weigh(records) {
    if (!records.length) { return Promise.resolve({ fits: [], again: 0, lost: 0 }); }
    if (!rd.unpacked || !window.crypto.subtle) { return Promise.reject(new Error("too old")); }
    known = known || gather();
    return known.then(function (here) {
      var told = { fits: [], again: 0, lost: 0 };
      var kept = new Set();
      records.forEach(function (record) {
        var one = record.action === "undo" && !kept.has(record.value) ? null : adopted(record, here);
        if (!one) { told.lost += record.action === "undo" ? 0 : 1; return; }
        kept.add(record.id);
        told.fits.push(one);
        told.again += one.passage !== record.passage ? 1 : 0;
      });
      return told;
    });
  }

  rd.foreign = { weigh: weigh };
})();
