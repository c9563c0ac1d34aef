"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  root.classList.add("js");

  // Tabs: one is chosen, arrows go round. What is hidden is found by the browser's own search, and by nothing else.
  const tabOf = (panel) => document.getElementById(panel.getAttribute("aria-labelledby"));
  const choose = (tab) => {
    for (const other of all("[role=tab]", tab.closest("[role=tablist]"))) {
      const chosen = other === tab;
      const panel = document.getElementById(other.getAttribute("aria-controls"));
      other.setAttribute("aria-selected", String(chosen));
      panel.hidden = chosen ? false : "until-found";
      panel.ariaHidden = chosen ? null : "true";
      other.tabIndex = panel.tabIndex = chosen ? 0 : -1;
    }
  };
  const steps = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };
  for (const list of all("[role=tablist]")) {
    const tabs = all("[role=tab]", list);
    choose(tabs[0]);
    list.addEventListener("click", ({ target }) => {
      const tab = target.closest("[role=tab]");
      if (!tab) return;
      choose(tab);
      if (list.closest("nav") && scrollY > list.offsetTop) document.getElementById("main").scrollIntoView();
      history.replaceState(null, "", `#${tab.getAttribute("aria-controls")}`);
    });
    list.addEventListener("keydown", (event) => {
      const step = steps[event.key];
      if (step === undefined) return;
      event.preventDefault();
      const at = tabs.indexOf(document.activeElement) + step;
      const tab = tabs[Number.isFinite(at) ? (at + tabs.length) % tabs.length : at < 0 ? 0 : tabs.length - 1];
      tab.click();
      tab.focus();
    });
  }
  for (const panel of all("[role=tabpanel]")) panel.addEventListener("beforematch", () => choose(tabOf(panel)));

  // Filters: an item is shown when it is of every chosen kind and has every word.
  for (const form of all("[data-filters]")) {
    const list = document.getElementById(form.dataset.filters);
    const groups = [list, ...all("[data-group]", list)].filter((each) => "group" in each.dataset);
    const known = groups.map((group) => [group.querySelector("[data-count]"), all("[data-item]", group)]);
    const said = known.map(([count]) => count.textContent);
    const texts = new Map();
    const textOf = (item) => {
      if (!texts.has(item)) texts.set(item, item.textContent.toLowerCase());
      return texts.get(item);
    };
    const apply = () => {
      const chosen = [...new FormData(form)].filter(([name, value]) => name !== "words" && value);
      const words = form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
      known.forEach(([count, items], number) => {
        let shown = 0;
        for (const item of items) {
          const fits = chosen.every(([name, value]) => item.dataset[name] === value) && words.every((word) => textOf(item).includes(word));
          item.hidden = !fits;
          shown += fits;
        }
        count.textContent = shown === items.length ? said[number] : `${shown} of ${said[number]}`;
      });
    };
    form.addEventListener("input", apply);
    form.addEventListener("reset", () => setTimeout(apply));
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  // Links into the page: whatever hides the target is opened.
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let at = target; at; at = at.parentElement) {
      if (at.matches("[role=tabpanel]")) choose(tabOf(at));
      if (at.matches("[data-item][hidden]")) {
        at.hidden = false;
        document.querySelector(`[data-filters="${at.closest("[id$=-list]").id}"]`).reset();
      }
    }
    for (const details of all(":scope > details", target).slice(0, 1)) details.open = true;
    target.scrollIntoView();
    target.focus({ preventScroll: true });
  };
  addEventListener("hashchange", reveal);
  if (location.hash) reveal();

  // Light and dark: the system's choice until a person makes one.
  const toggle = document.getElementById("theme");
  const kept = (theme) => {
    try {
      return theme ? localStorage.setItem("theme", theme) : localStorage.getItem("theme");
    } catch {
      return null; // a file that a browser gives no storage
    }
  };
  const paint = (theme) => {
    if (theme) root.dataset.theme = theme;
    const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    toggle.setAttribute("aria-pressed", String((root.dataset.theme ?? system) === "dark"));
  };
  toggle.addEventListener("click", () => {
    const theme = toggle.getAttribute("aria-pressed") === "true" ? "light" : "dark";
    kept(theme);
    paint(theme);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => paint(null));
  paint(kept());
})();
