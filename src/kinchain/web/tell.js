(function () {
  "use strict";
  var words = document.getElementById("words");
  var form = document.getElementById("tell");
  var box = document.querySelector("[data-listen]");
  if (!words || !box || !window.fetch || !window.AbortController) return;
  var into = box.querySelector("[data-heard]");
  var LEAST = 15, REST_MS = 1000;
  var timer = 0, asked = "", running = null, alarm = "";
  function show(html) {
    var made = new DOMParser().parseFromString(html, "text/html").body;
    var found = made.querySelector("[data-alarm]");
    var level = found ? found.dataset.alarm + found.textContent : "";
    if (found && level === alarm) found.removeAttribute("role");
    alarm = level;
    into.replaceChildren.apply(into, Array.prototype.slice.call(made.childNodes));
    box.removeAttribute("data-empty");
  }
  function ask() {
    var text = words.value.trim();
    if (text === asked) return;
    if (text.length < LEAST) {
      if (running) running.abort();
      into.replaceChildren();
      box.setAttribute("data-empty", "");
      asked = "";
      alarm = "";
      return;
    }
    asked = text;
    if (running) running.abort();
    running = new AbortController();
    var body = new URLSearchParams({ token: form.elements.token.value, words: text });
    fetch("/tell/heard", { method: "POST", body: body, signal: running.signal })
      .then(function (answer) {
        if (!answer.ok) throw new Error();
        return answer.text();
      })
      .then(show)
      .catch(function () { asked = ""; });
  }
  words.addEventListener("input", function () {
    clearTimeout(timer);
    timer = setTimeout(ask, REST_MS);
  });
  box.hidden = false;
  ask();
})();
