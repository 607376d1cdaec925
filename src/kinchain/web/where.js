(function () {
  "use strict";
  var boxes = Array.prototype.slice.call(document.querySelectorAll(".spot input"));
  var said = document.querySelector("[data-tapped]");
  function same(one) {
    return boxes.filter(function (other) { return other.value === one.value; });
  }
  function tell() {
    var names = [];
    boxes.forEach(function (one) {
      if (one.checked && names.indexOf(one.dataset.words) < 0) names.push(one.dataset.words);
    });
    said.textContent = names.length ? said.dataset.lead + " " + names.join("; ") + "." : said.dataset.none;
  }
  boxes.forEach(function (one) {
    if (one.checked) same(one).forEach(function (other) { other.checked = true; });
    one.addEventListener("change", function () {
      same(one).forEach(function (other) { other.checked = one.checked; });
      tell();
    });
  });
  if (said) {
    said.hidden = false;
    tell();
  }
})();
