"use strict";
(() => {
  const by = (id) => document.getElementById(id);
  const data = JSON.parse(by("scene-data").textContent);
  const bytesOf = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const packed = new DataView(bytesOf(data.frames).buffer);
  const effort = bytesOf(data.activation), shown = bytesOf(data.there);
  const player = by("scene-player"), canvas = by("scene-canvas"), told = by("scene-now");
  const play = by("scene-play"), scrub = by("scene-scrub"), speed = by("scene-speed");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const n = data.t.length, nBodies = data.bodies, nMoving = data.moving.length;
  const nArrows = data.arrows.length, nMuscles = data.first.length - 1;
  const perFrame = 7 * nBodies + 3 * nMoving + 6 * nArrows;
  const UNSEEN = -32768, PLACE = 4000, TURN = 32767, ON_BODY = 10000, FORCE = 2000;
  const EYE = 5, START = { yaw: data.yaw, pitch: data.pitch, zoom: 1, middle: data.middle };
  const eye = { ...START };
  const movingAt = new Map(data.moving.map((point, k) => [point, k]));
  const sometimes = new Map(data.sometimes.map((point, k) => [point, k]));
  let now = 0, playing = false, last = 0, hues = null;

  const raw = (f, k) => packed.getInt16(2 * (f * perFrame + k), true);

  function pose(f, share, body) {
    const at = 7 * body, g = Math.min(n - 1, f + 1);
    const p = [0, 1, 2].map((k) =>
      ((1 - share) * raw(f, at + k) + share * raw(g, at + k)) / PLACE);
    const a = [3, 4, 5, 6].map((k) => raw(f, at + k) / TURN);
    const b = [3, 4, 5, 6].map((k) => raw(g, at + k) / TURN);
    const same = a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3] < 0 ? -1 : 1;
    const q = a.map((one, k) => (1 - share) * one + share * same * b[k]);
    const size = Math.hypot(...q) || 1;
    const [w, x, y, z] = q.map((one) => one / size);
    return { p, r: [
      1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y),
      2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x),
      2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)] };
  }

  const placed = ({ p, r }, x, y, z) => [
    p[0] + r[0] * x + r[1] * y + r[2] * z,
    p[1] + r[3] * x + r[4] * y + r[5] * z,
    p[2] + r[6] * x + r[7] * y + r[8] * z];

  function camera(width, height) {
    const cy = Math.cos(eye.yaw), sy = Math.sin(eye.yaw);
    const cp = Math.cos(eye.pitch), sp = Math.sin(eye.pitch);
    Object.assign(eye, { cy, sy, cp, sp });
    const size = eye.zoom * Math.min(height / 2.2, width / 1.6);
    return (v) => {
      const y = v[1] - eye.middle, deep = v[0] * sy + v[2] * cy;
      const near = y * sp + deep * cp, scale = (size * EYE) / (EYE - near);
      return [width / 2 + scale * (v[0] * cy - v[2] * sy),
        height / 2 - scale * (y * cp - deep * sp), near];
    };
  }

  function rgb(name) {
    const text = getComputedStyle(player).getPropertyValue(name).trim();
    return [1, 3, 5].map((k) => parseInt(text.slice(k, k + 2), 16));
  }

  function colours() {
    const names = ["bone-left", "bone-right", "bone-middle", "rest", "work", "ink", "soft",
      "line", "paper", "force", "knee-force", "ankle-force"];
    hues = Object.fromEntries(names.map((one) => [one, rgb(`--${one}`)]));
  }

  const css = (c, light = 1) => `rgb(${c.map((one) => Math.min(255, Math.round(one * light)))})`;
  const mixed = (a, b, share) => a.map((one, k) => one + share * (b[k] - one));

  function faces(bone, poses, view, into) {
    const { v, sides } = bone, world = [], flat = [];
    for (let k = 0; k < v.length; k += 3) {
      const w = placed(poses[bone.body], v[k] / 1000, v[k + 1] / 1000, v[k + 2] / 1000);
      world.push(w);
      flat.push(view(w));
    }
    const face = (corners) => {
      let area = 0, near = 0;
      corners.forEach((a, k) => {
        const b = corners[(k + 1) % corners.length];
        area += flat[a][0] * flat[b][1] - flat[b][0] * flat[a][1];
        near += flat[a][2];
      });
      if (area <= 0) return;
      const [a, b, c] = corners, d = corners[corners.length - 1];
      const u = [0, 1, 2].map((k) => world[c][k] - world[a][k]);
      const w = [0, 1, 2].map((k) => world[d][k] - world[b][k]);
      const m = [u[1] * w[2] - u[2] * w[1], u[2] * w[0] - u[0] * w[2], u[0] * w[1] - u[1] * w[0]];
      const size = Math.hypot(...m) || 1;
      const deep = m[0] * eye.sy + m[2] * eye.cy;
      const light = -(0.35 * (m[0] * eye.cy - m[2] * eye.sy) + 0.6 * (m[1] * eye.cp - deep * eye.sp)
        + 0.7 * (m[1] * eye.sp + deep * eye.cp)) / size;
      into.push({ near: near / corners.length, at: corners.map((one) => flat[one]),
        fill: css(hues[`bone-${bone.tone}`], 0.66 + 0.42 * light) });
    };
    const rings = v.length / 3 / sides;
    for (let i = 0; i + 1 < rings; i += 1) {
      for (let j = 0; j < sides; j += 1) {
        const k = (j + 1) % sides;
        face([i * sides + j, i * sides + k, (i + 1) * sides + k, (i + 1) * sides + j]);
      }
    }
    const order = [...Array(sides).keys()];
    face(order.map((k) => sides - 1 - k));
    face(order.map((k) => (rings - 1) * sides + k));
  }

  function muscles(f, share, poses, view, into) {
    const g = Math.min(n - 1, f + 1);
    for (let m = 0; m < nMuscles; m += 1) {
      const level = ((1 - share) * effort[f * nMuscles + m] + share * effort[g * nMuscles + m]) / 255;
      let before = null;
      for (let k = data.first[m]; k < data.first[m + 1]; k += 1) {
        const some = sometimes.get(k);
        if (some !== undefined && !shown[f * data.sometimes.length + some]) continue;
        const moves = movingAt.get(k);
        const at = moves === undefined ? data.point.slice(3 * k, 3 * k + 3)
          : [0, 1, 2].map((c) => raw(f, 7 * nBodies + 3 * moves + c));
        const spot = placed(poses[data.pointBody[k]], ...at.map((one) => one / ON_BODY));
        if (before) {
          // A long piece is cut, so that each part is sorted by its own nearness.
          const parts = Math.max(1, Math.ceil(Math.hypot(
            spot[0] - before[0], spot[1] - before[1], spot[2] - before[2]) / 0.09));
          for (let c = 0; c < parts; c += 1) {
            const [a, b] = [c, c + 1].map((one) => view(mixed(before, spot, one / parts)));
            into.push({ near: (a[2] + b[2]) / 2 + 0.03, line: [a, b], level });
          }
        }
        before = spot;
      }
    }
  }

  function force(f, share, number) {
    const at = 7 * nBodies + 3 * nMoving + 6 * number, g = Math.min(n - 1, f + 1);
    const near = share < 0.5 ? f : g;
    if (raw(near, at) === UNSEEN) return null;
    const s = raw(f, at) === UNSEEN ? 1 : raw(g, at) === UNSEEN ? 0 : share;
    const both = [0, 1, 2, 3, 4, 5].map((k) => (1 - s) * raw(f, at + k) + s * raw(g, at + k));
    return { at: both.slice(0, 3).map((one) => one / PLACE),
      bw: both.slice(3).map((one) => one / FORCE) };
  }

  function arrow(pen, one, kind, view, isNamed) {
    const tip = one.at.map((v, k) => v + data.arrowM * one.bw[k]);
    const a = view(one.at), b = view(tip), long = Math.hypot(b[0] - a[0], b[1] - a[1]);
    const size = Math.hypot(...one.bw);
    if (long < 6) return;
    const u = [(b[0] - a[0]) / long, (b[1] - a[1]) / long];
    const head = [b[0] - 10 * u[0], b[1] - 10 * u[1]];
    const line = (width, hue) => {
      pen.lineWidth = width;
      pen.strokeStyle = hue;
      pen.beginPath();
      pen.moveTo(a[0], a[1]);
      pen.lineTo(head[0], head[1]);
      pen.stroke();
    };
    const hue = css(hues[kind === "ground" ? "force" : `${kind}-force`]);
    line(5, css(hues.paper));
    line(2.6, hue);
    pen.fillStyle = hue;
    pen.beginPath();
    pen.moveTo(b[0], b[1]);
    pen.lineTo(head[0] - 5 * u[1], head[1] + 5 * u[0]);
    pen.lineTo(head[0] + 5 * u[1], head[1] - 5 * u[0]);
    pen.fill();
    if (!isNamed || size < 0.45) return;
    const text = `${kind} ${size.toFixed(1)}`;
    pen.font = "600 12px system-ui, sans-serif";
    pen.textAlign = u[0] < 0 ? "right" : "left";
    pen.lineJoin = "round";
    pen.lineWidth = 3.5;
    pen.strokeStyle = css(hues.paper);
    const x = b[0] + (u[0] < 0 ? -5 : 5), y = b[1] - 2;
    pen.strokeText(text, x, y);
    pen.fillText(text, x, y);
  }

  function floor(pen, f, share, view) {
    const g = Math.min(n - 1, f + 1);
    const way = [0, 1].map((k) => (1 - share) * data.way[f][k] + share * data.way[g][k]);
    const off = way.map((one) => ((one % 0.5) + 0.5) % 0.5);
    pen.strokeStyle = css(hues.line);
    pen.lineWidth = 1;
    pen.beginPath();
    for (let x = -2 - off[0]; x <= 2; x += 0.5) {
      if (x < -1.8) continue;
      const a = view([x, 0, -1]), b = view([x, 0, 1]);
      pen.moveTo(a[0], a[1]);
      pen.lineTo(b[0], b[1]);
    }
    for (let z = -1; z <= 1; z += 0.5) {
      const a = view([-1.8, 0, z]), b = view([2, 0, z]);
      pen.moveTo(a[0], a[1]);
      pen.lineTo(b[0], b[1]);
    }
    pen.stroke();
  }

  function draw() {
    const width = canvas.clientWidth, height = canvas.clientHeight;
    if (!width) return;
    const ratio = Math.min(3, window.devicePixelRatio || 1);
    if (canvas.width !== Math.round(width * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    if (!hues) colours();
    const pen = canvas.getContext("2d"), view = camera(width, height);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.lineCap = "round";
    const [f, share] = frameAt(now), poses = [], pieces = [];
    for (let b = 0; b < nBodies; b += 1) poses.push(pose(f, share, b));
    floor(pen, f, share, view);
    if (by("scene-bones").checked) data.bones.forEach((one) => faces(one, poses, view, pieces));
    if (by("scene-muscles").checked) muscles(f, share, poses, view, pieces);
    pieces.sort((a, b) => a.near - b.near);
    for (const one of pieces) {
      pen.beginPath();
      if (one.line) {
        pen.strokeStyle = css(mixed(hues.rest, hues.work, one.level ** 0.7));
        pen.lineWidth = 1.1 + 4.4 * one.level;
        pen.moveTo(one.line[0][0], one.line[0][1]);
        pen.lineTo(one.line[1][0], one.line[1][1]);
        pen.stroke();
      } else {
        one.at.forEach((p, k) => (k ? pen.lineTo(p[0], p[1]) : pen.moveTo(p[0], p[1])));
        pen.closePath();
        pen.fillStyle = one.fill;
        pen.strokeStyle = one.fill;
        pen.lineWidth = 0.7;
        pen.fill();
        pen.stroke();
      }
    }
    if (by("scene-forces").checked) {
      const now_ = data.arrows.map((_, i) => force(f, share, i));
      const down = new Set(data.arrows.filter(([kind], i) => kind === "ground" && now_[i])
        .map(([, side]) => side));
      data.arrows.forEach(([kind, side], i) => {
        if (now_[i]) arrow(pen, now_[i], kind, view, down.has(side));
      });
    }
    labels(pen, poses, view);
  }

  function labels(pen, poses, view) {
    pen.font = "600 13px system-ui, sans-serif";
    pen.textAlign = "center";
    pen.lineWidth = 3.5;
    pen.lineJoin = "round";
    for (const [side, body] of data.feet) {
      const at = view([poses[body].p[0] + 0.03, -0.07, poses[body].p[2]]);
      pen.strokeStyle = css(hues.paper);
      pen.strokeText(side, at[0], at[1]);
      pen.fillStyle = css(hues.ink);
      pen.fillText(side, at[0], at[1]);
    }
  }

  function frameAt(time) {
    let f = 0, top = n - 1;
    while (top - f > 1) {
      const half = (f + top) >> 1;
      if (data.t[half] <= time) f = half;
      else top = half;
    }
    if (n > 1 && time >= data.t[n - 1]) return [n - 1, 0];
    if (n < 2 || data.part[f] !== data.part[f + 1]) return [f, 0];
    const share = (time - data.t[f]) / (data.t[f + 1] - data.t[f]);
    return [f, Math.max(0, Math.min(1, share))];
  }

  function say() {
    const [f, share] = frameAt(now), sides = { left: {}, right: {} };
    data.arrows.forEach(([kind, side], i) => {
      const one = force(f, share, i);
      if (one) sides[side][kind] = Math.hypot(...one.bw).toFixed(1);
    });
    const words = Object.entries(sides).map(([side, own]) => {
      const parts = ["ground", "ankle", "knee"].filter((kind) => own[kind])
        .map((kind) => `${kind} ${own[kind]}`);
      const down = own.ground ? "down" : "in the air";
      return `${side} foot ${down}${parts.length ? ` (${parts.join(", ")})` : ""}`;
    });
    const text = `${now.toFixed(2)} s; ${words.join("; ")}`;
    told.textContent = text;
    scrub.setAttribute("aria-valuetext", text);
    scrub.value = Math.round(1000 * (now - data.t[0]));
  }

  function show(time) {
    now = Math.max(data.t[0], Math.min(data.t[n - 1], time));
    draw();
    say();
  }

  function stop() {
    playing = false;
    play.textContent = "Play";
  }

  function run(stamp) {
    if (!playing) return;
    const gone = last ? Math.min(0.1, (stamp - last) / 1000) * Number(speed.value) : 0;
    last = stamp;
    let next = now + gone;
    const [f] = frameAt(next);
    if (f < n - 1 && data.part[f] !== data.part[f + 1] && next > data.t[f]) next = data.t[f + 1];
    if (next >= data.t[n - 1]) {
      if (calm.matches) {
        show(data.t[n - 1]);
        stop();
        return;
      }
      next = data.t[0];
    }
    show(next);
    requestAnimationFrame(run);
  }

  function toggle() {
    if (playing) {
      stop();
      return;
    }
    if (now >= data.t[n - 1]) now = data.t[0];
    playing = true;
    last = 0;
    play.textContent = "Pause";
    requestAnimationFrame(run);
  }

  function turn(yaw, pitch) {
    eye.yaw += yaw;
    eye.pitch = Math.max(-0.3, Math.min(1.5, eye.pitch + pitch));
    draw();
  }

  function zoom(by_) {
    eye.zoom = Math.max(0.6, Math.min(4, eye.zoom * by_));
    draw();
  }

  function step(way) {
    stop();
    const [f] = frameAt(now + 1e-6);
    show(data.t[Math.max(0, Math.min(n - 1, f + way))]);
  }

  let from = null;
  canvas.addEventListener("pointerdown", (event) => {
    from = [event.clientX, event.clientY];
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!from) return;
    turn(-(event.clientX - from[0]) * 0.01, (event.clientY - from[1]) * 0.008);
    from = [event.clientX, event.clientY];
  });
  for (const name of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(name, () => { from = null; });
  }
  canvas.addEventListener("keydown", (event) => {
    const keys = {
      ArrowLeft: () => turn(0.12, 0), ArrowRight: () => turn(-0.12, 0),
      ArrowUp: () => turn(0, 0.1), ArrowDown: () => turn(0, -0.1),
      "+": () => zoom(1.15), "=": () => zoom(1.15), "-": () => zoom(1 / 1.15),
      ",": () => step(-1), ".": () => step(1), " ": toggle,
      Home: () => { Object.assign(eye, START); draw(); },
    };
    if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    keys[event.key]();
  });
  play.addEventListener("click", toggle);
  by("scene-back").addEventListener("click", () => step(-1));
  by("scene-on").addEventListener("click", () => step(1));
  by("scene-nearer").addEventListener("click", () => zoom(1.2));
  by("scene-farther").addEventListener("click", () => zoom(1 / 1.2));
  scrub.addEventListener("input", () => {
    stop();
    show(data.t[0] + Number(scrub.value) / 1000);
  });
  for (const one of document.querySelectorAll("[data-yaw]")) {
    one.addEventListener("click", () => {
      eye.yaw = (Number(one.dataset.yaw) * Math.PI) / 180;
      eye.pitch = 0.1;
      draw();
    });
  }
  for (const one of document.querySelectorAll("[data-zoom]")) {
    one.addEventListener("click", () => {
      eye.zoom = Number(one.dataset.zoom);
      eye.middle = Number(one.dataset.middle);
      draw();
    });
  }
  for (const name of ["bones", "muscles", "forces"]) {
    by(`scene-${name}`).addEventListener("change", draw);
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    hues = null;
    draw();
  });
  scrub.max = Math.round(1000 * (data.t[n - 1] - data.t[0]));
  document.documentElement.classList.add("can-move");
  player.hidden = false;
  new ResizeObserver(draw).observe(canvas);
  show(data.start);
})();
