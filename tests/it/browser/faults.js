const faults = [];
const wide = document.documentElement.scrollWidth;
if (wide > innerWidth) faults.push(`${wide} wide in ${innerWidth}`);
for (const control of document.querySelectorAll('a, button, input, summary')) {
  const label = control.labels?.[0]?.textContent ?? '';
  const name = control.getAttribute('aria-label') || label || control.textContent;
  if (!name.trim()) faults.push('without a name: ' + control.outerHTML);
}
for (const [selector, count] of [['main', 1], ['header', 1], ['footer', 1], ['h1', 1]])
  if (document.querySelectorAll(selector).length !== count) faults.push(`not ${count} ${selector}`);
if (!document.documentElement.lang) faults.push('no language');
let level = 0;
for (const heading of document.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
  const next = Number(heading.tagName[1]);
  if (next > level + 1) faults.push(`h${next} after h${level}: ${heading.textContent}`);
  level = next;
}
const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
if (new Set(ids).size !== ids.length) faults.push('an id stands twice');
// Contrast by WCAG 2.2, 1.4.3.
const light = (colour) => {
  const [r, g, b] = colour.match(/[\d.]+/g).slice(0, 3).map((part) => {
    const value = part / 255;
    return value <= .04045 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4;
  });
  return .2126 * r + .7152 * g + .0722 * b;
};
const paper = (element) => {
  for (let at = element; at; at = at.parentElement) {
    const colour = getComputedStyle(at).backgroundColor;
    if (colour !== 'rgba(0, 0, 0, 0)') return colour;
  }
  return 'rgb(255, 255, 255)';
};
for (const element of document.querySelectorAll('body *')) {
  const text = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  if (!text || !element.checkVisibility() || ['STYLE', 'SCRIPT'].includes(element.tagName)) continue;
  const [a, b] = [light(getComputedStyle(element).color), light(paper(element))].sort((x, y) => y - x);
  if ((a + .05) / (b + .05) < 4.5) faults.push(`contrast ${(a + .05) / (b + .05)}: ${element.outerHTML.slice(0, 200)}`);
}
return [...new Set(faults)].slice(0, 20);
