/* The live layer of the map. folium's page makes the map and hands it to startDesk; from then on everything that moves
   comes from the desk over Qt's web channel, as JSON, and the page is never loaded again.

   The desk sends:   look   colours, credits
                     cases  every other open case
                     focus  the open case: place, accuracy, heading, approach
                     move   in | out | approach | around | all
   The page answers: ready(), painted(number of the message), selected(case) */
"use strict";

const CLOSEST = 18, WIDEST = 4, AROUND_ZOOM = 12, NAMES_FROM = [5, 7.5, 9.5, 11];
const RING_STEPS = { fillOpacity: 0.18, weight: 1.5 };

function startDesk(map) {
  map.setMinZoom(WIDEST).setMaxZoom(CLOSEST);
  map.attributionControl.setPrefix(false);
  L.control.scale({ imperial: false, position: "topleft" }).addTo(map);
  const ground = new Ground(map);
  const layer = new LiveLayer(map, ground);
  const tiles = new Tiles(map, ground);
  window.desk = { map, ground, layer, tiles };
  const drawn = fetch("background.json").then((answer) => answer.json()).then((found) => ground.fill(found));
  new QWebChannel(qt.webChannelTransport, (channel) => {
    const bridge = channel.objects.bridge;
    const after = (act) => (text) => {
      const message = JSON.parse(text);
      act(message);
      whenPainted(() => bridge.painted(message.number));
    };
    layer.select = (id) => bridge.selected(id);
    bridge.look.connect(after((message) => { layer.look(message); tiles.look(message); }));
    bridge.cases.connect(after((message) => layer.cases(message.cases)));
    bridge.focus.connect(after((message) => layer.focus(message)));
    bridge.move.connect(after((message) => layer.move(message.where)));
    drawn.catch(() => undefined).then(() => bridge.ready());
  });
}

/* Two frames later the picture is on the screen. */
function whenPainted(act) {
  requestAnimationFrame(() => requestAnimationFrame(act));
}

/* The map of the centre, if it has one, between land and borders. The desk fetches each tile; a tile that does not come
   leaves the ground to be seen. While any is there, it says the names of places itself. */
class Tiles {
  constructor(map, ground) {
    this.map = map;
    this.ground = ground;
    this.layer = null;
    this.shown = new Set();
  }

  look(message) {
    this.map.getPane("tilePane").style.filter = message.colours.tiles;
    if (!message.has_tiles || this.layer !== null) return;
    this.layer = L.tileLayer("tiles/{z}/{x}/{y}", { maxZoom: CLOSEST, keepBuffer: 1 });
    this.layer.on("tileload", (found) => this.count(() => this.shown.add(found.tile)));
    this.layer.on("tileunload", (gone) => this.count(() => this.shown.delete(gone.tile)));
    this.layer.addTo(this.map);
  }

  count(change) {
    change();
    this.map.getPane("names").style.display = this.shown.size ? "none" : "";
  }
}

/* What does not move: land, borders, names. */
class Ground {
  constructor(map) {
    this.map = map;
    this.colours = {};
    this.shapes = new Map();
    for (const [name, z] of [["land", 150], ["lines", 250], ["names", 350]]) {
      map.createPane(name).style.zIndex = z;
      map.getPane(name).style.pointerEvents = "none";
    }
    this.renderers = { land: L.canvas({ pane: "land", padding: 0.3 }), lines: L.canvas({ pane: "lines", padding: 0.3 }) };
    this.names = new Names(map);
  }

  fill(background) {
    for (const feature of background.features) {
      const kind = feature.properties.kind;
      const pane = kind === "land" || kind === "belgium" ? "land" : "lines";
      const options = { pane, renderer: this.renderers[pane], interactive: false, smoothFactor: 1 };
      const shape = L.geoJSON(feature, { ...options, style: this.style(kind) }).addTo(this.map);
      if (!this.shapes.has(kind)) this.shapes.set(kind, []);
      this.shapes.get(kind).push(shape);
    }
    this.names.fill(background.places);
  }

  look(colours) {
    this.colours = colours;
    for (const [kind, shapes] of this.shapes) shapes.forEach((shape) => shape.setStyle(this.style(kind)));
    this.names.look(colours);
  }

  style(kind) {
    const c = this.colours;
    return {
      land: { stroke: false, fill: true, fillColor: c.land, fillOpacity: 1 },
      belgium: { stroke: true, color: c.belgian_border, weight: 2, fill: true, fillColor: c.belgium, fillOpacity: 1 },
      border: { stroke: true, color: c.border, weight: 1.2, fill: false },
      canton: { stroke: true, color: c.canton, weight: 0.8, fill: false },
    }[kind];
  }
}

/* Names of places, the largest first, none over another. */
class Names {
  constructor(map) {
    this.map = map;
    this.places = [];
    this.colours = {};
    this.canvas = L.DomUtil.create("canvas", "", map.getPane("names"));
    map.on("moveend zoomend resize", () => this.draw());
    map.on("zoomstart", () => (this.canvas.style.visibility = "hidden"));
  }

  fill(places) {
    this.places = places;
    this.draw();
  }

  look(colours) {
    this.colours = colours;
    this.draw();
  }

  draw() {
    const size = this.map.getSize(), zoom = this.map.getZoom(), canvas = this.canvas, sharp = window.devicePixelRatio || 1;
    L.DomUtil.setPosition(canvas, this.map.containerPointToLayerPoint([0, 0]));
    canvas.style.visibility = "visible";
    canvas.width = size.x * sharp;
    canvas.height = size.y * sharp;
    canvas.style.width = `${size.x}px`;
    canvas.style.height = `${size.y}px`;
    const pen = canvas.getContext("2d");
    pen.scale(sharp, sharp);
    pen.lineJoin = "round";
    const taken = [], seen = this.map.getBounds().pad(0.05);
    for (const [name, longitude, latitude, rank] of this.places) {
      if (zoom < NAMES_FROM[rank] || !seen.contains([latitude, longitude])) continue;
      this.write(pen, name, this.map.latLngToContainerPoint([latitude, longitude]), rank, taken);
    }
  }

  write(pen, name, at, rank, taken) {
    pen.font = `${rank === 0 ? 600 : 400} ${rank < 2 ? 12 : 11}px Inter, sans-serif`;
    const box = [at.x - 4, at.y - 8, at.x + 10 + pen.measureText(name).width, at.y + 8];
    if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) return;
    taken.push(box);
    pen.fillStyle = this.colours.name;
    pen.beginPath();
    pen.arc(at.x, at.y, rank < 2 ? 2.5 : 2, 0, 2 * Math.PI);
    pen.fill();
    pen.strokeStyle = this.colours.belgium;
    pen.lineWidth = 3;
    pen.strokeText(name, at.x + 6, at.y + 4);
    pen.fillText(name, at.x + 6, at.y + 4);
  }
}

/* What moves: the open case and the others. */
class LiveLayer {
  constructor(map, ground) {
    this.map = map;
    this.ground = ground;
    this.select = () => undefined;
    this.colours = { priority: {} };
    this.marks = new Map();
    this.parts = L.layerGroup().addTo(map);
    this.open = null;
    this.others = [];
  }

  look(message) {
    this.colours = message.colours;
    for (const [name, colour] of Object.entries(message.colours.page)) {
      document.documentElement.style.setProperty(`--${name}`, colour);
    }
    if (this.credits !== undefined) this.map.attributionControl.removeAttribution(this.credits);
    this.map.attributionControl.addAttribution((this.credits = escaped(message.credits)));
    this.ground.look(message.colours.ground);
    this.cases(this.others);
    this.draw();
  }

  /* Changes only the marks that changed: a mark under the mouse keeps its tooltip. */
  cases(others) {
    this.others = others;
    const wanted = new Map(others.map((one) => [one.case, one]));
    for (const [id, mark] of this.marks) {
      if (!wanted.has(id)) {
        mark.shown.remove();
        this.marks.delete(id);
      }
    }
    for (const one of others) {
      const says = JSON.stringify([one, this.colours.priority[one.priority]]);
      const known = this.marks.get(one.case);
      if (known !== undefined && known.says === says) continue;
      if (known !== undefined) known.shown.remove();
      this.marks.set(one.case, { says, shown: this.mark(one) });
    }
  }

  mark(one) {
    const icon = L.divIcon({ className: "mark", html: badge(one.priority, this.colours.priority[one.priority]), iconSize: [36, 20] });
    const shown = L.marker([one.latitude, one.longitude], { icon, keyboard: false, riseOnHover: true, zIndexOffset: -100 * one.priority });
    shown.bindTooltip(escaped(one.text), { direction: "top", offset: [0, -10] });
    shown.on("click", () => this.select(one.case));
    return shown.addTo(this.map);
  }

  focus(message) {
    const before = this.open;
    this.open = message.case;
    this.draw();
    if (this.open === null) {
      if (before !== null) this.move("all");
    } else if (before === null || before.case !== this.open.case) {
      this.move("around");
    }
  }

  draw() {
    this.parts.clearLayers();
    if (this.open === null) return;
    const { latitude, longitude, ring_m, heading_deg, track, label, is_doubtful, priority } = this.open;
    const colours = this.colours, place = [latitude, longitude];
    const add = (shape) => shape.addTo(this.parts);
    if (track.length > 1) {
      add(L.polyline(track, { color: colours.halo, weight: 6, opacity: 0.9, interactive: false }));
      add(L.polyline(track, { color: colours.track, weight: 3, interactive: false }));
      track.forEach((fix) => add(L.circleMarker(fix, { radius: 3, weight: 1, color: colours.halo, fillColor: colours.track, fillOpacity: 1, interactive: false })));
    }
    if (ring_m !== null) {
      const dashes = is_doubtful ? "5 4" : null;
      add(L.circle(place, { radius: ring_m, color: colours.ring, fillColor: colours.ring, dashArray: dashes, interactive: false, ...RING_STEPS }));
    }
    const html = spot(heading_deg, is_doubtful, colours, colours.priority[priority]);
    const icon = L.divIcon({ className: "case", html, iconSize: [48, 48] });
    const shown = add(L.marker(place, { icon, interactive: false, keyboard: false, zIndexOffset: 1000 }));
    if (label) shown.bindTooltip(escaped(label), { permanent: true, direction: "right", offset: [26, 0], className: "case" });
  }

  move(where) {
    const map = this.map, quick = { animate: false };
    if (where === "in") map.zoomIn(1, quick);
    else if (where === "out") map.zoomOut(1, quick);
    else if (where === "all") {
      const all = this.others.map((one) => [one.latitude, one.longitude]);
      if (this.open !== null) all.push([this.open.latitude, this.open.longitude]);
      if (all.length) map.fitBounds(L.latLngBounds(all), { ...quick, maxZoom: AROUND_ZOOM, padding: [30, 30] });
      else map.setView([50.64, 4.67], 7, quick);
    } else if (this.open !== null) {
      const place = L.latLng(this.open.latitude, this.open.longitude);
      if (where === "around") map.setView(place, AROUND_ZOOM, quick);
      else {
        const bounds = L.latLngBounds([...this.open.track, place]).extend(place.toBounds(2 * (this.open.ring_m || 50)));
        map.fitBounds(bounds, { ...quick, maxZoom: 17, padding: [24, 24] });
      }
    }
  }
}

/* The badge of the desk: colour, shape and digit together. */
function badge(priority, [back, front]) {
  const shape = {
    1: '<path d="M11 5.2 15.4 13.8H6.6Z"/>',
    2: '<path d="M11 5.2 15.6 10 11 14.8 6.4 10Z"/>',
    3: '<circle cx="11" cy="10" r="4"/>',
  }[priority];
  return `<svg width="36" height="20" fill="${front}"><rect x="0.75" y="0.75" width="34.5" height="18.5" rx="4" fill="${back}" stroke="${front}" stroke-width="1.5"/>${shape}<text x="25" y="14.4" text-anchor="middle" font-size="12.5" font-weight="700">${priority}</text></svg>`;
}

/* The place of the open case: a target, and the way the car was heading. */
function spot(heading_deg, is_doubtful, colours, [back]) {
  const wedge = heading_deg === null ? "" :
    `<path d="M24 1 31 13 24 10 17 13Z" fill="${colours.track}" stroke="${colours.halo}" stroke-width="1.5" transform="rotate(${heading_deg} 24 24)"/>`;
  const centre = is_doubtful ? "" : `<circle cx="24" cy="24" r="4.5" fill="${back}"/>`;
  const dashes = is_doubtful ? 'stroke-dasharray="4 3"' : "";
  return `<svg width="48" height="48">${wedge}<circle cx="24" cy="24" r="9.5" fill="none" stroke="${colours.halo}" stroke-width="6"/><circle cx="24" cy="24" r="9.5" fill="none" stroke="${back}" stroke-width="3" ${dashes}/>${centre}</svg>`;
}

function escaped(text) {
  const holder = document.createElement("span");
  holder.textContent = text;
  return holder.innerHTML;
}
