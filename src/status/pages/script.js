// Keeps the status page as it is now: what the server says has changed is fetched, and the page made to say the same.
// Without it the page is complete all the same, as of its loading.
"use strict";
(() => {
  const main = document.getElementById("main");
  const heard = document.getElementById("heard");
  const live = document.getElementById("live");
  const asOf = document.getElementById("as-of");
  let events = null;
  let busy = false;
  let again = false;

  const say = (text) => { live.textContent = text; };

  // What has not changed stays: a button that is being pressed, the focus, a selection.
  const become = (old, other) => {
    if (old.isEqualNode(other)) { return; }
    if (old.nodeName !== other.nodeName) { old.replaceWith(other); return; }
    if (old.nodeType !== Node.ELEMENT_NODE) { old.nodeValue = other.nodeValue; return; }
    for (const name of old.getAttributeNames()) {
      if (!other.hasAttribute(name)) { old.removeAttribute(name); }
    }
    for (const name of other.getAttributeNames()) { old.setAttribute(name, other.getAttribute(name)); }
    children(old, other);
  };

  const children = (old, other) => {
    const olds = [...old.childNodes];
    const others = [...other.childNodes];
    others.forEach((node, at) => at < olds.length ? become(olds[at], node) : old.append(node));
    olds.slice(others.length).forEach((node) => node.remove());
  };

  const refresh = async () => {
    if (busy) { again = true; return; }
    busy = true;
    try {
      const answer = await fetch("/part", { headers: { "Accept": "text/html" } });
      if (answer.status === 401) { location.reload(); return; }
      if (!answer.ok) { return; }
      const part = new DOMParser().parseFromString(await answer.text(), "text/html");
      children(main, part.body);
      const told = answer.headers.get("X-As-Of");
      if (told) { asOf.textContent = told; asOf.dateTime = told; }
    } catch {
      say("The connection is lost; it is tried again.");
    } finally {
      busy = false;
      if (again) { again = false; refresh(); }
    }
  };

  const listen = () => {
    events = new EventSource("/events");
    events.addEventListener("open", () => { say("Updated by itself."); });
    events.addEventListener("told", refresh);
    events.addEventListener("error", () => {
      say("The connection is lost; it is tried again.");
      if (events && events.readyState === EventSource.CLOSED) { setTimeout(wake, 10000); }
    });
  };

  const wake = () => {
    if (events) { events.close(); }
    listen();
  };

  // Who does not look needs no connection.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      if (events) { events.close(); events = null; }
    } else if (!events) {
      listen();
    }
  });

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.action.endsWith("/collect")) { return; }
    event.preventDefault();
    const name = form.elements.source.value;
    heard.textContent = name + ": asking …";
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        headers: { "Accept": "application/json" },
        body: new URLSearchParams(new FormData(form)),
      });
      const said = await answer.json();
      heard.textContent = name + ": " + said.said;
    } catch {
      heard.textContent = name + ": the connection was lost; reload the page.";
    }
  });

  if (!document.hidden) { listen(); }
})();
