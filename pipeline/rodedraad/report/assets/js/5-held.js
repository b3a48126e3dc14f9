/* What an element shows of a passage. Its own data say only what nothing else on the page does; the rest is read from the links beside it,
   the list it stands in and the head of the page. */
(function () {
  "use strict";
  var rd = window.RodeDraad;

  function first(text, pattern) {
    var found = pattern.exec(text || "");
    return found ? found[1] : "";
  }
  function href(link) { return link ? link.getAttribute("href") : ""; }
  function source(held) { return held.querySelector(".source, :scope > a"); }

  /* The archetype that is named with the passage, above the list it stands in, or above the page. */
  function owner(held, around, head) {
    var group = held.closest(".group");
    var link = around.querySelector(":scope > .owner, .found .owner") || group && group.querySelector("h3 a");
    if (link) { return first(href(link), /archetype\/(\w+)/); }
    return head ? head.dataset.archetype || "" : "";
  }
  /* The item that the page is about, with the sign of the side of the page. */
  function shownFor(held, head) {
    if (!head || !head.dataset.item) { return null; }
    var side = held.closest(".side-of");
    var sign = { plus: "1", minus: "-1", neutral: "0" }[side ? side.className.split(" ")[1] : ""] || "";
    return { lens: head.dataset.lens, item: head.dataset.item, polarity: sign, isAbsent: held.dataset.absent !== undefined };
  }
  /* held shows the passage (a quote, a line of a list, a stretch of a document); around is what stands with it, the margin for instance. */
  function read(held, around) {
    var at = held.dataset.at.split(" ");
    var whole = held.closest("[data-document]");
    var head = held.closest("main").querySelector("header.head");
    var link = href(source(held));
    var archetype = owner(held, around || held, head);
    return {
      passage: first(held.id || link, /p-(\w+)$/), document: whole ? whole.dataset.document : first(link, /document\/(\w+)/),
      start: Number(at[0]), end: Number(at[1]), hash: at[2], archetype: archetype,
      proposed: held.dataset.proposed === undefined ? archetype : held.dataset.proposed, on: shownFor(held, head)
    };
  }

  rd.held = { read: read, source: source, quotes: "figure.quote[data-at], li[data-at]" };
})();
