/* Rode Draad: tables that sort by row and by column, printing with everything unfolded, and print buttons. Without this script the tables
   keep the order of the report. */
(function () {
  "use strict";
  var shared = window.RodeDraad;

  /* What a cell sorts by: its data-n (a number), else its text. An empty cell is less than any number. */
  function worth(cell) {
    if (!cell) { return -Infinity; }
    if (cell.dataset.n !== undefined) { return Number(cell.dataset.n); }
    return cell.tagName === "TH" ? shared.folded(cell.textContent.trim()) : -Infinity;
  }
  function compared(one, other, down) {
    if (one === other) { return 0; }
    var less = typeof one === "string" && typeof other === "string" ? one.localeCompare(other, document.documentElement.lang) < 0 : one < other;
    return less === down ? 1 : -1;
  }
  function mark(table, head, way) {
    table.querySelectorAll("[aria-sort]").forEach(function (other) { other.removeAttribute("aria-sort"); });
    if (head) { head.setAttribute("aria-sort", way); }
  }
  function heads(table) { return table.tHead.rows[table.tHead.rows.length - 1]; }

  /* Rows by the column of a head; a second press turns the order round. Rows that must stay below (data-last) stay there. */
  function byColumn(table, head, way) {
    var body = table.tBodies[0];
    var at = head.cellIndex;
    var rows = Array.prototype.slice.call(body.rows).filter(function (row) { return row.dataset.last === undefined; });
    var last = body.querySelector("tr[data-last]");
    rows.map(function (row, i) { return { row: row, worth: worth(row.cells[at]), i: i }; })
      .sort(function (a, b) { return compared(a.worth, b.worth, way === "descending") || a.i - b.i; })
      .forEach(function (one) { body.insertBefore(one.row, last); });
    mark(table, head, way);
  }
  /* Columns by the numbers of one row, most first. The heads of phases span neighbours, so they go while the order is another. */
  function byRow(table, row) {
    var order = Array.prototype.slice.call(row.cells, 1).map(function (cell, i) { return { worth: worth(cell), i: i }; })
      .sort(function (a, b) { return compared(a.worth, b.worth, true) || a.i - b.i; })
      .map(function (one) { return one.i; });
    [heads(table)].concat(Array.prototype.slice.call(table.tBodies[0].rows)).forEach(function (line) {
      var cells = Array.prototype.slice.call(line.cells, 1);
      order.forEach(function (i) { line.append(cells[i]); });
    });
    var phases = table.querySelector(".phases");
    if (phases) { phases.hidden = true; }
    table.querySelectorAll("tr[data-by]").forEach(function (other) { other.removeAttribute("data-by"); });
    row.dataset.by = "";
  }
  function keep(table) {
    var lines = [heads(table)].concat(Array.prototype.slice.call(table.tBodies[0].rows)).map(function (row) {
      return { row: row, cells: Array.prototype.slice.call(row.cells) };
    });
    return function () {
      lines.forEach(function (line) {
        line.cells.forEach(function (cell) { line.row.append(cell); });
        if (line.row.parentElement.tagName === "TBODY") { table.tBodies[0].append(line.row); }
        line.row.removeAttribute("data-by");
      });
      var phases = table.querySelector(".phases");
      if (phases) { phases.hidden = false; }
      mark(table, null);
    };
  }

  function sortable(table, texts) {
    var restore = keep(table);
    var back = shared.button(texts.sort_restore, function () {
      restore();
      back.hidden = true;
      shared.say(texts.sort_restored);
    });
    back.hidden = true;
    Array.prototype.slice.call(heads(table).cells).forEach(function (head) {
      var name = head.tagName === "TH" ? (head.querySelector(".turned") || head).textContent.trim() : texts.sort_names;
      var press = shared.button("↕", function () {
        back.hidden = false;
        var way = head.getAttribute("aria-sort") === (head.cellIndex ? "descending" : "ascending");
        byColumn(table, head, head.cellIndex ? (way ? "ascending" : "descending") : (way ? "descending" : "ascending"));
        shared.say(texts.sorted_by.replace("{name}", name));
      }, "sort");
      press.setAttribute("aria-label", texts.sort_by.replace("{name}", name));
      head.append(press);
    });
    (table.dataset.sort === "rows" ? [] : Array.prototype.slice.call(table.tBodies[0].rows)).forEach(function (row) {
      var name = row.cells[0].textContent.trim();
      var press = shared.button("↔", function () {
        back.hidden = false;
        byRow(table, row);
        shared.say(texts.columns_by.replace("{name}", name));
      }, "sort");
      press.setAttribute("aria-label", texts.sort_columns_by.replace("{name}", name));
      row.cells[0].append(press);
    });
    var place = shared.element("p", "", "table-tools");
    place.append(back);
    (table.closest(".scroll") || table).before(place);
  }

  /* On a narrow window a row of the heat map is a list, and a cell says itself what column it is of. */
  function named(table) {
    var names = Array.prototype.map.call(heads(table).cells, function (head) { return (head.querySelector(".turned") || head).textContent.trim(); });
    table.querySelectorAll(".heat > a").forEach(function (link) { link.dataset.label = names[link.parentElement.cellIndex]; });
  }

  /* What is folded in must be on paper too; afterwards everything is as it was. */
  var opened = [];
  function unfold() {
    opened = Array.prototype.slice.call(document.querySelectorAll("main details:not([open])"));
    opened.forEach(function (one) { one.open = true; });
  }
  function fold() {
    opened.forEach(function (one) { one.open = false; });
    opened = [];
  }

  function start() {
    var texts = window.RODE_DRAAD_TEXTS.pages;
    document.querySelectorAll(".heatmap[data-sort]").forEach(named);
    document.querySelectorAll("table[data-sort]").forEach(function (table) { sortable(table, texts); });
    document.querySelectorAll("[data-print]").forEach(function (place) {
      place.append(shared.button(texts.print, function () { window.print(); }));
    });
    window.addEventListener("beforeprint", unfold);
    window.addEventListener("afterprint", fold);
  }
  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", start); } else { start(); }
})();
