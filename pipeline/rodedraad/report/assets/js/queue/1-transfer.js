/* Decisions out and in: export as JSON Lines or CSV by a download link, import of a file with a preview first. Nothing is added unseen. */
(function () {
  "use strict";
  var rd = window.RodeDraad;
  var LARGEST = 20000000; // bytes of a file; a decision is some 500
  var COLUMNS = ["id", "time", "reviewer", "kind", "action", "value", "passage", "archetype", "lens", "item", "document", "start", "end",
    "proposal", "blind", "queue", "report", "program"];
  var FORMULA = /^[=+\-@\t\r]/; // what a spreadsheet takes for a formula (OWASP, CSV injection)

  function fileName(ending) { return "beslissingen-" + rd.report + "-" + rd.store.reviewer() + "." + ending; }
  function lines(list) { return list.map(function (record) { return rd.records.line(record) + "\n"; }).join(""); }
  function cell(value) {
    var text = value === null || value === undefined ? "" : rd.records.shown(value);
    return '"' + (FORMULA.test(text) ? "'" + text : text).replace(/\r\n?/g, "\n").replace(/"/g, '""') + '"';
  }
  function csv(list) {
    var rows = list.map(function (record) {
      var anchor = record.anchor || {};
      return COLUMNS.map(function (name) { return cell(name in anchor ? anchor[name] : record[name]); }).join(";");
    });
    return "\ufeff" + [COLUMNS.join(";")].concat(rows).join("\r\n") + "\r\n";
  }
  function download(name, text, type) {
    var link = rd.element("a");
    link.download = name;
    link.href = URL.createObjectURL(new Blob([text], { type: type }));
    document.body.append(link);
    link.click();
    link.remove();
    window.setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
  }
  function exportLines() {
    var mine = rd.store.own();
    download(fileName("jsonl"), lines(mine), "application/x-ndjson");
    rd.store.markExported(mine.map(function (record) { return record.id; }));
    return mine.length;
  }
  function exportTable() {
    download(fileName("csv"), csv(rd.store.own()), "text/csv;charset=utf-8");
  }

  /* Read a file: calls done with a preview, or failed with the key of a text. */
  function read(file, done, failed) {
    if (file.size > LARGEST) { failed("file_large"); return; }
    file.arrayBuffer().then(function (bytes) {
      var text = "";
      try { text = new TextDecoder("utf-8", { fatal: true }).decode(bytes); } catch (wrong) { failed("file_encoding"); return; }
      var told = preview(text);
      rd.foreign.weigh(told.other).then(function (weighed) {
        told.weighed = weighed;
        told.conflicts = conflicts(told.fresh.concat(weighed.fits));
      }, function () { told.weighed = null; })
        .then(function () { done(told); });
    }, function () { failed("file_unread"); });
  }
  /* Return what a file holds: new and known records, those of another report, and lines that cannot be used. */
  function preview(text) {
    var told = { fresh: [], same: 0, faults: [], conflicts: [], reviewers: [], other: [], weighed: null };
    var seen = new Set();
    text.split("\n").forEach(function (raw, at) {
      if (!raw.trim()) { return; }
      var record = "fault_line";
      try { record = rd.records.check(JSON.parse(raw), true); } catch (broken) { record = "fault_line"; }
      if (typeof record === "string") { told.faults.push({ line: at + 1, why: record }); return; }
      if (record.report !== rd.report) { told.other.push(record); return; }
      var known = rd.store.get(record.id);
      if (known && rd.records.line(known) !== rd.records.line(record)) { told.faults.push({ line: at + 1, why: "fault_number" }); return; }
      if (known || seen.has(record.id)) { told.same += 1; return; }
      seen.add(record.id);
      told.fresh.push(record);
      if (told.reviewers.indexOf(record.reviewer) === -1) { told.reviewers.push(record.reviewer); }
    });
    return told;
  }
  function conflicts(fresh) {
    var found = [];
    var mine = rd.store.answers();
    rd.store.settled(fresh).forEach(function (theirs, who) {
      if (who === rd.store.reviewer()) { return; }
      theirs.forEach(function (record, asked) {
        var own = mine.get(asked);
        if (own && own.action !== "memo" && (own.action !== record.action || own.value !== record.value)) {
          found.push({ mine: own, theirs: record });
        }
      });
    });
    return found;
  }
  function bringIn(told) {
    rd.store.addAll(told.fresh);
    var own = told.fresh.filter(function (record) { return record.reviewer === rd.store.reviewer(); });
    rd.store.markExported(own.map(function (record) { return record.id; })); // they came out of a file
  }

  /* Of another report, what fits this one: what is here already, or has the number of another decision, stays out. */
  function adopt(weighed) {
    var fresh = weighed.fits.filter(function (record) { return !rd.store.get(record.id); });
    return rd.store.addAll(fresh);
  }

  rd.transfer = { LARGEST: LARGEST, exportLines: exportLines, exportTable: exportTable, read: read, preview: preview, bringIn: bringIn, adopt: adopt, csv: csv };
})();
