
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("frames").textContent);
  const raw = atob(data.mm);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i += 1) bytes[i] = raw.charCodeAt(i);
  const view = new DataView(bytes.buffer);
  const UNSEEN = -32768;
  const perFrame = 3 * (data.points + 2 * data.arrows);
  const n = data.t.length;
  const by = (id) => document.getElementById(id);
  const player = by("player"), play = by("play"), scrub = by("scrub"), now = by("now");
  const speed = by("speed");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let frame = 0, playing = false, last = 0, clock = 0;

  const at = (f, index) => {
    const values = [0, 1, 2].map((k) => view.getInt16(2 * (f * perFrame + 3 * index + k), true));
    return values.includes(UNSEEN) ? null : values.map((v) => v / 1000);
  };

  const views = [
    { canvas: by("side"), across: (p) => p[0], low: Math.min(data.low[0], -0.6),
      high: Math.max(data.high[0], 0.6), moves: true },
    { canvas: by("front"), across: (p) => -p[2], low: Math.min(-data.high[2], -0.4),
      high: Math.max(-data.low[2], 0.4), moves: false },
  ];

  if (data.flat) {
    views.pop();
    by("front").parentElement.hidden = true;
  }

  const colour = (name) => getComputedStyle(player).getPropertyValue(name).trim();

  function draw(one) {
    const { canvas } = one;
    const ratio = window.devicePixelRatio || 1;
    const width = canvas.clientWidth, height = canvas.clientHeight;
    if (!width) return;
    if (canvas.width !== Math.round(width * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    const floor = height - 24;
    const tall = Math.max(data.high[1] - Math.min(0, data.low[1]), 0.5);
    const scale = Math.min((width - 20) / (one.high - one.low), (floor - 12) / (tall * 1.04));
    const middle = width / 2 - (scale * (one.low + one.high)) / 2;
    const place = (p) => [middle + scale * one.across(p), floor - scale * p[1]];
    pen.lineCap = "round";
    pen.strokeStyle = colour("--soft");
    pen.fillStyle = colour("--soft");
    pen.lineWidth = 1;
    pen.beginPath();
    pen.moveTo(0, floor);
    pen.lineTo(width, floor);
    pen.stroke();
    pen.font = "11px sans-serif";
    pen.textAlign = "center";
    if (one.moves) {
      const way = data.way[frame];
      for (let metre = Math.floor(2 * (way - 3)) / 2; metre < way + 3; metre += 0.5) {
        const x = middle + scale * (metre - way);
        pen.beginPath();
        pen.moveTo(x, floor);
        pen.lineTo(x, floor + (metre % 1 ? 4 : 8));
        pen.stroke();
        if (!(metre % 1)) pen.fillText(`${metre} m`, x, floor + 20);
      }
    } else {
      pen.fillText("right", middle - scale * 0.25, floor + 20);
      pen.fillText("left", middle + scale * 0.25, floor + 20);
    }
    const dots = [];
    for (let i = 0; i < data.points; i += 1) dots.push(at(frame, i));
    const hues = { l: colour("--left"), r: colour("--right"), m: colour("--ink") };
    for (const [a, b, side] of data.lines) {
      if (!dots[a] || !dots[b]) continue;
      pen.strokeStyle = hues[side];
      pen.lineWidth = side === "m" ? 2.5 : 3.5;
      pen.setLineDash(side === "l" ? [7, 5] : []);
      pen.beginPath();
      pen.moveTo(...place(dots[a]));
      pen.lineTo(...place(dots[b]));
      pen.stroke();
    }
    pen.setLineDash([]);
    pen.fillStyle = colour("--ink");
    for (const dot of dots) {
      if (!dot) continue;
      pen.beginPath();
      pen.arc(...place(dot), 2.2, 0, 7);
      pen.fill();
    }
    pen.strokeStyle = colour("--force");
    pen.fillStyle = colour("--force");
    for (let i = 0; i < data.arrows; i += 1) {
      const foot = at(frame, data.points + 2 * i), tip = at(frame, data.points + 2 * i + 1);
      if (foot && tip) arrow(pen, place(foot), place(tip));
    }
  }

  function arrow(pen, from, to) {
    const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
    pen.lineWidth = 2;
    pen.beginPath();
    pen.moveTo(...from);
    pen.lineTo(...to);
    pen.stroke();
    pen.beginPath();
    pen.moveTo(...to);
    for (const turn of [2.75, -2.75]) {
      pen.lineTo(to[0] + 8 * Math.cos(angle + turn), to[1] + 8 * Math.sin(angle + turn));
    }
    pen.fill();
  }

  function say() {
    const states = { 0: "in the air", 1: "on the ground" };
    const feet = ["left", "right"].map((side, k) => {
      const state = states[data.down[k][frame]];
      return state ? `, ${side} foot ${state}` : "";
    }).join("");
    const walk = data.part[n - 1] > data.part[0] ? `walk ${data.part[frame] + 1}, ` : "";
    const text = `${walk}${data.t[frame].toFixed(2)} s${feet}`;
    now.textContent = text;
    scrub.setAttribute("aria-valuetext", text);
    scrub.value = frame;
  }

  function show(f) {
    frame = Math.max(0, Math.min(n - 1, f));
    views.forEach(draw);
    say();
  }

  function run(time) {
    if (!playing) return;
    if (last) clock += ((time - last) / 1000) * Number(speed.value);
    last = time;
    let next = frame;
    while (next < n - 1 && data.t[next + 1] - data.t[frame] <= clock) next += 1;
    if (next < n - 1 && data.part[next + 1] !== data.part[next]) {
      next += 1;
      clock = 0;
    }
    if (next !== frame) {
      clock = Math.max(0, clock - (data.t[next] - data.t[frame]));
      show(next);
    }
    if (frame >= n - 1) {
      if (calm.matches) stop();
      else show(0);
    }
    requestAnimationFrame(run);
  }

  function stop() {
    playing = false;
    play.textContent = "Play";
  }

  play.addEventListener("click", () => {
    if (playing) {
      stop();
      return;
    }
    if (frame >= n - 1) show(0);
    playing = true;
    last = 0;
    clock = 0;
    play.textContent = "Pause";
    requestAnimationFrame(run);
  });
  scrub.addEventListener("input", () => { stop(); show(Number(scrub.value)); });
  by("back").addEventListener("click", () => { stop(); show(frame - 1); });
  by("on").addEventListener("click", () => { stop(); show(frame + 1); });
  window.addEventListener("resize", () => views.forEach(draw));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => views.forEach(draw));
  scrub.max = n - 1;
  player.hidden = false;
  show(0);
})();
