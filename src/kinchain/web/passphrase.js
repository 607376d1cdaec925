// A button to see what is typed into the fields for passphrases; it needs no server.
document.querySelectorAll("input[type=password]").forEach(function (field) {
  var words = field.form.dataset;
  var button = document.createElement("button");
  button.type = "button";
  button.className = "quiet see";
  button.textContent = words.show;
  button.setAttribute("aria-pressed", "false");
  button.setAttribute("aria-controls", field.id);
  button.addEventListener("click", function () {
    var shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.textContent = shown ? words.hide : words.show;
    button.setAttribute("aria-pressed", String(shown));
  });
  var row = document.createElement("div");
  row.className = "row-of";
  field.parentNode.insertBefore(row, field);
  row.append(field, button);
});
