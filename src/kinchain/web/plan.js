(function () {
  "use strict";
  var form = document.querySelector("[data-ticks]");
  if (!form || !window.fetch) return;
  var saved = document.querySelector("[data-saved]");
  var save = form.querySelector("[data-save]");
  var waiting = Promise.resolve();
  save.hidden = true;
  function send() {
    return fetch("/plan", { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" })
      .then(function (answer) {
        if (answer.type !== "opaqueredirect") throw new Error();
        saved.hidden = false;
        save.hidden = true;
      })
      .catch(function () {
        saved.hidden = true;
        save.hidden = false;
      });
  }
  form.addEventListener("change", function (event) {
    var row = event.target.closest("fieldset");
    var count = row.querySelector("[data-count]");
    count.textContent = count.dataset.words.replace("{n}", row.querySelectorAll("input:checked").length);
    saved.hidden = true;
    waiting = waiting.then(send);
  });
})();
