/* The report in one file: the window is called after the sheet that is shown, and whoever follows a link by ear starts at its content. */
(function () {
  "use strict";
  function place() {
    try { return document.getElementById(decodeURIComponent(window.location.hash.slice(1))); } catch (malformed) { return null; }
  }
  function turned(event) {
    var there = place();
    var sheet = (there && there.closest(".sheet")) || document.querySelector(".sheet.first");
    document.title = sheet.dataset.title;
    if (event.type === "hashchange" && there === sheet) { sheet.querySelector("main").focus({ preventScroll: true }); }
  }
  window.addEventListener("hashchange", turned);
  document.addEventListener("DOMContentLoaded", turned);
})();
