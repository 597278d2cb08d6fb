(function () {
  const picture = document.currentScript.closest("svg");
  const panels = [...picture.querySelectorAll(".panel")];
  const boxes = [...picture.querySelectorAll(".opens")];
  const panelOf = box => panels.find(p => p.dataset.panel === box.dataset.opens);
  const depth = panel => Number(panel.dataset.depth);

  function show(box) {
    const panel = panelOf(box);
    const again = box.classList.contains("open");
    panels.filter(p => depth(p) >= depth(panel)).forEach(p => p.classList.remove("open"));
    const shown = b => b.closest(".panel").classList.contains("open");
    boxes.filter(b => depth(panelOf(b)) >= depth(panel)).forEach(b => b.classList.remove("open"));
    if (!again && shown(box)) {
      box.classList.add("open");
      panel.classList.add("open");
    }
    boxes.forEach(b => b.setAttribute("aria-expanded", b.classList.contains("open")));
  }

  boxes.forEach(box => {
    box.addEventListener("click", () => show(box));
    box.addEventListener("keydown", event => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        show(box);
      }
    });
  });
})();
