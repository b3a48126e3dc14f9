/* Rode Draad: judging in the results of Zoeken. What was decided in this browser and is in no file yet counts in the facet at once, and a
   result can be judged where it stands. */
(function () {
  "use strict";
  const R = window.RodeDraad;
  const STATES = ["proposal", "decided", "changed"];
  let built = new Map(); // passages that were decided about here → the state that the report gives them

  function mappings(store, i) {
    const found = [];
    for (let k = 0; k < store.items[i].length; k += 2) {
      const one = store.offer[store.items[i][k]];
      found.push({
        lens: one.lens.id, item: one.item.id, polarity: one.lens.signed ? String(store.items[i][k + 1]) : "",
        isAbsent: R.passages.isAbsent(store, i, store.items[i][k])
      });
    }
    return found;
  }
  /* Give the passages that this reviewer decided about their state of now. */
  function refresh(store) {
    if (!R.choices.given()) { return; }
    built.forEach(function (state, i) { store.state[i] = state; });
    built = new Map();
    const answered = R.judge.answered();
    answered.forEach(function (_, passage) {
      const i = store.at.get(passage);
      if (i === undefined) { return; }
      const subject = { passage: passage, proposed: R.passages.proposed(store, i), mappings: mappings(store, i) };
      built.set(i, store.state[i]);
      store.state[i] = STATES.indexOf(R.judge.stateOf(subject, answered)[0]);
    });
  }
  /* Let quotes be judged. What an anchor needs of a text is a hash, which browsers give to pages that they trust: those on disk are. */
  function attachAll(store, shown) {
    if (!R.choices.given() || !window.crypto.subtle) { return; }
    const subjects = R.judge.attachAll(shown.map(function (pair) {
      const i = pair[0];
      pair[1].dataset.at = [store.start[i], store.start[i] + Array.from(store.text[i]).length, ""].join(" ");
      return pair[1];
    }));
    shown.forEach(function (pair, at) {
      R.records.hash(store.text[pair[0]]).then(function (hash) { subjects[at].hash = hash; }); // long before anybody can answer
    });
  }

  R.judged = { refresh: refresh, attachAll: attachAll };
})();
