// The texts that stand out less than WCAG 2.2 asks (1.4.3, level AA: 4.5 to 1, or 3 to 1 for large text), in any tab, or on a page without.
() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (colour) => {
    const [r, g, b] = rgba(colour).slice(0, 3).map((each) => {
      const part = each / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    if (element instanceof SVGTextElement) {
      const { left, top, width, height } = element.getBoundingClientRect();
      const under = document.elementsFromPoint(left + width / 2, top + height / 2).find((each) => each instanceof SVGRectElement);
      if (under) return getComputedStyle(under).fill;
    }
    for (let at = element; at; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (rgba(backgroundColor)[3] === 255) return backgroundColor;
    }
    throw new Error("nothing is painted behind");
  };
  const seen = new Set();
  const faint = [];
  let judged = 0;
  for (const details of document.querySelectorAll("details")) details.open = true;
  const tabs = [...document.querySelectorAll("nav [role=tab]")];
  for (const tab of tabs.length ? tabs : [null]) {
    tab?.click();
    const panel = tab ? document.getElementById(tab.getAttribute("aria-controls")) : document.body;
    for (const element of [...panel.querySelectorAll("*"), ...document.querySelectorAll("header *, nav *, footer *")]) {
      const text = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data.trim()).join("");
      if (!text || element.closest("script, style, title, .hidden") || !element.checkVisibility()) continue;
      const style = getComputedStyle(element);
      const kind = `${element.tagName}.${element.getAttribute("class")} in ${element.parentElement.getAttribute("class")}`;
      if (seen.has(kind + text)) continue;
      seen.add(kind + text);
      if (element instanceof SVGTextElement) element.scrollIntoView({ block: "center" });
      const colours = [element instanceof SVGTextElement ? style.fill : style.color, behind(element)].map(luminance);
      const ratio = (Math.max(...colours) + 0.05) / (Math.min(...colours) + 0.05);
      const size = parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      judged += 1;
      if (ratio < (large ? 3 : 4.5)) faint.push(`${kind}: ${text.slice(0, 40)}: ${ratio.toFixed(2)}`);
    }
  }
  return judged > 200 ? faint : [`only ${judged} texts were judged`];
}
