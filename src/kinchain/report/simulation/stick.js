"use strict";
(function () {
  const data = JSON.parse(document.getElementById("sim-frames").textContent);
  const box = document.getElementById("sim-player");
  if (!box || !box.querySelector("canvas").getContext) { return; }
  document.documentElement.classList.add("can-move");
  box.hidden = false;
  const play = document.getElementById("sim-play");
  const scrub = document.getElementById("sim-scrub");
  const pace = document.getElementById("sim-pace");
  const now = document.getElementById("sim-now");
  const views = Array.from(box.querySelectorAll("canvas"));
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const n = data.n;
  let at = 0, running = false, last = 0;

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function between(rows, t) {
    const a = Math.floor(t) % n, b = (a + 1) % n, f = t - Math.floor(t);
    return rows[a].map(function (v, k) { return v + f * (rows[b][k] - v); });
  }

  function draw(canvas, one, t) {
    const wide = canvas.clientWidth, ratio = window.devicePixelRatio || 1;
    const high = canvas.clientHeight;
    if (canvas.width !== Math.round(wide * ratio) || canvas.height !== Math.round(high * ratio)) {
      canvas.width = Math.round(wide * ratio); canvas.height = Math.round(high * ratio);
    }
    const g = canvas.getContext("2d");
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.clearRect(0, 0, wide, high);
    const scale = Math.min(wide / data.wide, (high - 18) / data.high);
    const floor = high - 12;
    function x(v) { return wide / 2 + scale * v; }
    function y(v) { return floor - scale * v; }
    g.lineCap = "round"; g.lineJoin = "round";
    g.strokeStyle = colour("--soft"); g.lineWidth = 1.5;
    g.beginPath(); g.moveTo(0, floor); g.lineTo(wide, floor); g.stroke();
    const a = Math.floor(t) % n, f = t - Math.floor(t);
    const next = a + 1 < n ? one.way[a + 1] : one.stride;
    const gone = one.way[a] + f * (next - one.way[a]);
    g.beginPath();
    for (let k = -6; k <= 6; k += 1) {
      const mark = (k + 1) * 25 - (gone % 25);
      g.moveTo(x(mark), floor); g.lineTo(x(mark) - 4, floor + 7);
    }
    g.stroke();
    const hip = between(one.trunk, t);
    ["left", "right"].forEach(function (side) {
      const leg = between(one.legs[side], t);
      g.strokeStyle = colour("--" + side); g.lineWidth = side === "right" ? 5 : 4;
      g.setLineDash(side === "left" ? [9, 6] : []);
      g.beginPath();
      g.moveTo(x(hip[0]), y(hip[1])); g.lineTo(x(leg[0]), y(leg[1]));
      data.lines.forEach(function (pair) {
        g.moveTo(x(leg[2 * pair[0]]), y(leg[2 * pair[0] + 1]));
        g.lineTo(x(leg[2 * pair[1]]), y(leg[2 * pair[1] + 1]));
      });
      g.stroke(); g.setLineDash([]);
    });
    const trunk = between(one.trunk, t);
    const dx = trunk[2] - trunk[0], dy = trunk[3] - trunk[1], long = Math.hypot(dx, dy) || 1;
    g.strokeStyle = colour("--ink"); g.lineWidth = 5;
    g.beginPath(); g.moveTo(x(trunk[0]), y(trunk[1])); g.lineTo(x(trunk[2]), y(trunk[3])); g.stroke();
    g.lineWidth = 3; g.beginPath();
    g.arc(x(trunk[2] + 1.1 * data.head * dx / long), y(trunk[3] + 1.1 * data.head * dy / long),
          scale * data.head, 0, 2 * Math.PI);
    g.stroke();
    ["left", "right"].forEach(function (side) {
      const p = between(one.arrows[side], t);
      if (p[3] - p[1] < 2) { return; }
      const tx = x(p[2]), ty = y(p[3]), fx = x(p[0]), fy = y(p[1]);
      const angle = Math.atan2(ty - fy, tx - fx);
      g.strokeStyle = g.fillStyle = colour("--force"); g.lineWidth = 3;
      g.beginPath(); g.moveTo(fx, fy); g.lineTo(tx, ty); g.stroke();
      g.beginPath(); g.moveTo(tx, ty);
      g.lineTo(tx - 10 * Math.cos(angle - 0.4), ty - 10 * Math.sin(angle - 0.4));
      g.lineTo(tx - 10 * Math.cos(angle + 0.4), ty - 10 * Math.sin(angle + 0.4));
      g.fill();
    });
  }

  function show() {
    views.forEach(function (canvas, k) { draw(canvas, data.figures[k], at); });
    const percent = Math.round(100 * at / n) % 100;
    scrub.value = String(Math.round(at) % n);
    now.textContent = percent + " % of the stride; the right foot lands at 0 %";
  }

  function tick(time) {
    if (!running) { return; }
    const passed = last ? Math.min(0.1, (time - last) / 1000) : 0;
    last = time;
    at = (at + n * passed * Number(pace.value) / data.stride_s) % n;
    show();
    window.requestAnimationFrame(tick);
  }

  function run(on) {
    running = on; last = 0;
    play.textContent = on ? "Pause" : "Play";
    if (on) { window.requestAnimationFrame(tick); }
  }

  play.addEventListener("click", function () { run(!running); });
  scrub.addEventListener("input", function () { run(false); at = Number(scrub.value); show(); });
  window.addEventListener("resize", show);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  at = 0.14 * n;
  show();
  if (!still.matches) { run(true); }
}());
