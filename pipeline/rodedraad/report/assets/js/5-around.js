/* The text around the quotes of an archetype and the passages that resemble them most, on demand. data/around-<archetype>.js holds them;
   without script there is the link to the document. */
(function () {
  "use strict";
  var rd = window.RodeDraad;

  function around(quote, found) {
    var made = rd.element("details", "", "around");
    var own = rd.element("p");
    own.append(found[1], rd.element("mark", quote.querySelector("blockquote p").textContent), found[2]);
    made.append(rd.element("summary", window.RODE_DRAAD_TEXTS.pages.around));
    if (found[0]) { made.append(rd.element("p", found[0])); }
    made.append(own);
    if (found[3]) { made.append(rd.element("p", found[3])); }
    return made;
  }
  function neighbours(list) {
    var told = [rd.element("dt", window.RODE_DRAAD_TEXTS.pages.neighbours)];
    list.forEach(function (one) {
      var row = rd.element("dd");
      var link = rd.element("a", one[0]);
      link.href = from(document.querySelector("a.brand").getAttribute("href"), one[1]);
      row.append(link, " (" + one[2] + ")");
      told.push(row);
    });
    return told;
  }
  function addAll(main, beside) {
    main.querySelectorAll("figure.quote[data-at]").forEach(function (quote) {
      var found = beside[rd.held.read(quote).passage];
      var why = quote.querySelector(".why");
      if (!found || !why) { return; }
      if (found.around.length) { why.after(around(quote, found.around)); }
      if (found.neighbours.length) { why.querySelector("dl").append.apply(why.querySelector("dl"), neighbours(found.neighbours)); }
    });
  }
  /* A link from the folder of the report, as this page goes there: the report in one file knows places by name. */
  function from(brand, href) {
    return brand.charAt(0) === "#" ? "#" + href.replace(/\.html(#|$)/, function (whole, more) { return more ? ":" : ""; })
      : brand.replace(/index\.html$/, "") + href;
  }
  function start() {
    document.querySelectorAll("header.head[data-archetype]").forEach(function (head) {
      var packed = rd.data("around-" + head.dataset.archetype);
      if (packed && rd.unpacked) { rd.unpacked(packed).then(function (beside) { addAll(head.closest("main"), beside); }); }
    });
  }
  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", start); } else { start(); }
})();
