/* Rode Draad: the map as a drawing. Points in, a canvas that pans and zooms out; it knows nothing of texts or lists.
   Every group has a colour and a shape, so that colour never speaks alone. Points lie between 0 and 1 from left and from above. */
(function () {
  "use strict";
  const R = window.RodeDraad;
  const CELLS = 64; // the square is divided in so many rows and columns to find the nearest point
  const CLOSEST = 40; // times
  const REACH = 14; // px from a point that still hits it
  const SHAPES = ["circle", "square", "triangle", "diamond", "cross"];

  function path(pen, shape, at, r) {
    pen.beginPath();
    if (shape === "square") { pen.rect(at - r * 0.9, at - r * 0.9, r * 1.8, r * 1.8);
    } else if (shape === "triangle") { corners(pen, [[at, at - r * 1.2], [at + r * 1.15, at + r * 0.85], [at - r * 1.15, at + r * 0.85]]);
    } else if (shape === "diamond") { corners(pen, [[at, at - r * 1.3], [at + r * 1.3, at], [at, at + r * 1.3], [at - r * 1.3, at]]);
    } else if (shape === "cross") {
      const t = r * 0.42;
      const s = r * 1.2;
      corners(pen, [[-t, -s], [t, -s], [t, -t], [s, -t], [s, t], [t, t], [t, s], [-t, s], [-t, t], [-s, t], [-s, -t], [-t, -t]]
        .map(function (c) { return [at + c[0], at + c[1]]; }));
    } else { pen.arc(at, at, r, 0, 2 * Math.PI); }
  }
  function corners(pen, list) {
    list.forEach(function (c, k) { if (k) { pen.lineTo(c[0], c[1]); } else { pen.moveTo(c[0], c[1]); } });
    pen.closePath();
  }
  /* One point of a group, drawn once and stamped many times. */
  function stamp(shape, colour, edge, r, density) {
    const made = document.createElement("canvas");
    made.width = made.height = Math.ceil((2 * r + 6) * density);
    const pen = made.getContext("2d");
    path(pen, shape, made.width / 2, r * density);
    pen.fillStyle = colour;
    pen.fill();
    if (edge) { pen.lineWidth = density; pen.strokeStyle = edge; pen.stroke(); }
    return made;
  }
  function shapeOf(group) { return SHAPES[group % SHAPES.length]; }
  function colourOf(group) {
    return getComputedStyle(document.documentElement).getPropertyValue(group < 0 ? "--map-rest" : "--map-" + (group + 1)).trim();
  }

  function chart(canvas) {
    const pen = canvas.getContext("2d");
    const view = { zoom: 1, x: 0.5, y: 0.5 }; // the middle of the view
    let points = { n: 0, x: [], y: [] };
    let groups = []; // for every point a group 0..9, -1 the rest, -2 not shown
    let grid = [];
    let marks = []; // numbers written at the middle of their group: [text, x, y, group]
    let current = -1;
    let area = [];
    let waiting = false;
    const layer = document.createElement("canvas"); // the points, kept until they look different: pointing at one of 20,000 draws a ring only
    let isStale = true;

    function size() { return Math.min(canvas.clientWidth, canvas.clientHeight) - 24; }
    function toScreen(x, y) {
      const s = size() * view.zoom;
      return [(x - view.x) * s + canvas.clientWidth / 2, (y - view.y) * s + canvas.clientHeight / 2];
    }
    function toMap(px, py) {
      const s = size() * view.zoom;
      return [(px - canvas.clientWidth / 2) / s + view.x, (py - canvas.clientHeight / 2) / s + view.y];
    }
    function ask() {
      isStale = true;
      soon();
    }
    function soon() {
      if (waiting) { return; }
      waiting = true;
      window.requestAnimationFrame(function () { waiting = false; draw(); });
    }
    function radius() { return (points.n > 5000 ? 2.2 : points.n > 800 ? 3.4 : 4.6) * Math.min(2, Math.sqrt(view.zoom)); }
    function draw() {
      const density = window.devicePixelRatio || 1;
      const width = Math.round(canvas.clientWidth * density);
      const height = Math.round(canvas.clientHeight * density);
      if (canvas.width !== width || canvas.height !== height) { canvas.width = width; canvas.height = height; isStale = true; }
      const style = getComputedStyle(document.documentElement);
      const paper = style.getPropertyValue("--panel").trim();
      const ink = style.getPropertyValue("--ink").trim();
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.clearRect(0, 0, width, height);
      if (isStale) { scattered(paper, density); }
      if (width && height) { pen.drawImage(layer, 0, 0); }
      pen.setTransform(density, 0, 0, density, 0, 0);
      written(ink, paper);
      outlined(ink);
    }
    function scattered(paper, density) {
      layer.width = canvas.width; // which also wipes it
      layer.height = canvas.height;
      const on = layer.getContext("2d");
      const r = radius();
      for (let g = -1; g < 10; g += 1) { scatter(on, g, stamp(g < 0 ? "circle" : shapeOf(g), colourOf(g), g < 0 ? "" : paper, g < 0 ? r * 0.7 : r, density), density); }
      isStale = false;
    }
    function scatter(on, group, image, density) {
      const s = size() * view.zoom * density;
      const left = canvas.width / 2 - view.x * s - image.width / 2;
      const top = canvas.height / 2 - view.y * s - image.width / 2;
      for (let i = 0; i < points.n; i += 1) {
        if (groups[i] !== group) { continue; }
        const px = points.x[i] * s + left;
        const py = points.y[i] * s + top;
        if (px > -image.width && py > -image.width && px < canvas.width && py < canvas.height) { on.drawImage(image, Math.round(px), Math.round(py)); }
      }
    }
    function written(ink, paper) {
      pen.font = "600 14px sans-serif";
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      pen.lineJoin = "round";
      marks.forEach(function (mark) {
        const at = toScreen(mark[1], mark[2]);
        pen.lineWidth = 5;
        pen.strokeStyle = paper;
        pen.strokeText(mark[0], at[0], at[1]);
        pen.fillStyle = ink;
        pen.fillText(mark[0], at[0], at[1]);
      });
    }
    function outlined(ink) {
      pen.strokeStyle = ink;
      pen.lineWidth = 2;
      if (current >= 0) {
        const at = toScreen(points.x[current], points.y[current]);
        pen.beginPath();
        pen.arc(at[0], at[1], radius() + 5, 0, 2 * Math.PI);
        pen.stroke();
      }
      if (area.length > 1) {
        pen.setLineDash([5, 4]);
        corners((pen.beginPath(), pen), area.map(function (p) { return toScreen(p[0], p[1]); }));
        pen.stroke();
        pen.setLineDash([]);
      }
    }

    function cell(v) { return Math.max(0, Math.min(CELLS - 1, Math.floor(v * CELLS))); }
    function nearest(px, py) {
      const at = toMap(px, py);
      const reach = REACH / (size() * view.zoom);
      let best = -1;
      let least = reach * reach;
      for (let row = cell(at[1] - reach); row <= cell(at[1] + reach); row += 1) {
        for (let column = cell(at[0] - reach); column <= cell(at[0] + reach); column += 1) {
          (grid[row * CELLS + column] || []).forEach(function (i) {
            const far = Math.pow(points.x[i] - at[0], 2) + Math.pow(points.y[i] - at[1], 2);
            if (groups[i] > -2 && (far < least || (far === least && groups[i] > groups[best]))) { best = i; least = far; }
          });
        }
      }
      return best;
    }
    /* The point to go to from the current one: near, and rather straight ahead than aside. Without a current one, nearest to the middle. */
    function toward(dx, dy) {
      const from = current >= 0 ? [points.x[current], points.y[current]] : [view.x, view.y];
      let best = -1;
      let least = Infinity;
      for (let i = 0; i < points.n; i += 1) {
        if (groups[i] === -2 || i === current) { continue; }
        const x = points.x[i] - from[0];
        const y = points.y[i] - from[1];
        const ahead = x * dx + y * dy;
        const aside = Math.abs(x * dy - y * dx);
        const cost = current < 0 ? x * x + y * y : ahead > 1e-9 && aside <= 2 * ahead ? ahead + 2 * aside : Infinity;
        if (cost < least) { best = i; least = cost; }
      }
      return best;
    }
    function isInView(i) {
      const at = toScreen(points.x[i], points.y[i]);
      return at[0] >= 0 && at[1] >= 0 && at[0] <= canvas.clientWidth && at[1] <= canvas.clientHeight;
    }
    function isInArea(i) { // ray casting: a point is inside when a line from it crosses the border an odd number of times
      let inside = false;
      for (let a = 0, b = area.length - 1; a < area.length; b = a, a += 1) {
        const p = area[a];
        const q = area[b];
        if ((p[1] > points.y[i]) !== (q[1] > points.y[i]) && points.x[i] < (q[0] - p[0]) * (points.y[i] - p[1]) / (q[1] - p[1]) + p[0]) { inside = !inside; }
      }
      return inside;
    }

    return {
      ask: ask, nearest: nearest, toward: toward, isInView: isInView, isInArea: isInArea, toMap: toMap, toScreen: toScreen, view: view,
      setPoints: function (given) {
        points = given;
        grid = [];
        for (let i = 0; i < points.n; i += 1) {
          const at = cell(points.y[i]) * CELLS + cell(points.x[i]);
          (grid[at] = grid[at] || []).push(i);
        }
      },
      setGroups: function (given, names) { groups = given; marks = names; ask(); },
      setCurrent: function (i) { current = i; soon(); },
      current: function () { return current; },
      setArea: function (given) { area = given; soon(); },
      zoom: function (times, px, py) {
        const before = px === undefined ? [view.x, view.y] : toMap(px, py);
        const zoom = Math.max(1, Math.min(CLOSEST, view.zoom * times));
        const real = view.zoom / zoom;
        view.x = before[0] + (view.x - before[0]) * real;
        view.y = before[1] + (view.y - before[1]) * real;
        view.zoom = zoom;
        ask();
      },
      pan: function (dx, dy) { // px
        const s = size() * view.zoom;
        view.x = Math.max(0, Math.min(1, view.x - dx / s));
        view.y = Math.max(0, Math.min(1, view.y - dy / s));
        ask();
      },
      whole: function () { view.zoom = 1; view.x = view.y = 0.5; ask(); },
      go: function (zoom, x, y) { // the view of an address, which anybody may have typed
        view.zoom = Math.max(1, Math.min(CLOSEST, zoom));
        view.x = Math.max(0, Math.min(1, x));
        view.y = Math.max(0, Math.min(1, y));
        ask();
      },
      centre: function (i) { view.x = points.x[i]; view.y = points.y[i]; ask(); }
    };
  }

  R.chart = { make: chart, stamp: stamp, shapeOf: shapeOf, colourOf: colourOf };
})();
