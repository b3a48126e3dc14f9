/* The work queue comes as a table, each name once; the other scripts want its rows as entries. Runs before them, when the data are in. */
(function () {
  "use strict";
  var rd = window.RodeDraad;
  document.addEventListener("DOMContentLoaded", function () {
    var table = rd.data("queue");
    if (!table) { return; }
    var entries = table.rows.map(function (row) {
      var entry = {};
      table.names.forEach(function (name, at) { entry[name] = row[at]; });
      return entry;
    });
    rd.data("queue", JSON.stringify({ entries: entries }));
  });
})();
