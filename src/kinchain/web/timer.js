(function () {
  "use strict";
  function beep() {
    try {
      if (navigator.vibrate) navigator.vibrate(200);
      var sound = new (window.AudioContext || window.webkitAudioContext)();
      var tone = sound.createOscillator();
      tone.frequency.value = 880;
      tone.connect(sound.destination);
      tone.start();
      tone.stop(sound.currentTime + 0.25);
    } catch (error) { return; }
  }
  function work(box) {
    var isCount = box.dataset.timer === "count";
    var most = Number(box.dataset.seconds);
    var face = box.querySelector("[data-face]");
    var told = box.querySelector("[data-told]");
    var tap = box.querySelector("[data-tap]");
    var start = box.querySelector("[data-start]");
    var target = box.dataset.target ? document.getElementById(box.dataset.target) : null;
    var startWords = start ? start.textContent : "";
    var n = 0, begun = 0, beat = 0, saidAt = 0, isOver = false;
    function gone() { return begun ? (Date.now() - begun) / 1000 : 0; }
    function fill(value) { if (target) target.value = value; }
    function draw() {
      var time = most && isCount ? Math.max(0, Math.ceil(most - gone())) + " s" : "";
      if (isCount) face.textContent = time ? time + "  ·  " + n : String(n);
      else face.textContent = (beat || isOver ? Math.min(most, Math.floor(gone() * 10) / 10).toFixed(1) : "0.0") + " s";
    }
    function halt() {
      if (!beat) return;
      clearInterval(beat);
      beat = 0;
      isOver = true;
      start.textContent = startWords;
      if (isCount) {
        fill(n);
        told.textContent = box.dataset.over.replace("{n}", n);
      } else {
        var seconds = Math.min(most, Math.round(gone() * 10) / 10);
        fill(seconds);
        told.textContent = box.dataset.counted.replace("{n}", seconds + " s");
        face.textContent = seconds.toFixed(1) + " s";
      }
    }
    function step() {
      var left = Math.ceil(most - gone());
      draw();
      if (isCount && left > 0 && left % 10 === 0 && left !== saidAt && left < most) {
        saidAt = left;
        told.textContent = box.dataset.left.replace("{n}", left);
      }
      if (gone() >= most) {
        halt();
        beep();
      }
    }
    if (tap) tap.addEventListener("click", function () {
      if (most && (isOver || !beat)) return;
      n += 1;
      draw();
      fill(n);
      if (!most) told.textContent = box.dataset.counted.replace("{n}", n);
    });
    if (start) start.addEventListener("click", function () {
      if (beat) { halt(); return; }
      n = 0;
      isOver = false;
      saidAt = 0;
      told.textContent = "";
      begun = Date.now();
      start.textContent = start.dataset.stop;
      beat = setInterval(step, 100);
      draw();
      if (tap) tap.focus();
      beep();
    });
    box.querySelector("[data-clear]").addEventListener("click", function () {
      if (beat) clearInterval(beat);
      n = 0; begun = 0; beat = 0; isOver = false;
      if (start) start.textContent = startWords;
      told.textContent = "";
      fill("");
      draw();
    });
    box.hidden = false;
    draw();
  }
  Array.prototype.forEach.call(document.querySelectorAll("[data-timer]"), work);
})();
