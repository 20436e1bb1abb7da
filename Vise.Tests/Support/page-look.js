// What PageLook.cs asks of an open page. Each answers with a list of faults in words; an empty one is good.
(() => {
  const shown = (el) => el.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
  const name = (el) => `<${el.localName}${el.id ? ` #${el.id}` : ""}${el.className && typeof el.className === "string" ? ` .${el.className.trim().replaceAll(/\s+/g, ".")}` : ""}> "${(el.textContent || el.value || "").trim().replaceAll(/\s+/g, " ").slice(0, 40)}"`;
  const hiddenForEyes = (el) => Boolean(el.closest(".visually-hidden, .skip:not(:focus)"));

  // a text's own lines, as drawn
  function* texts() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const el = node.parentElement;
      if (!node.data.trim() || el.closest("script, style, noscript, template, svg, option") || hiddenForEyes(el) || !shown(el)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) if (box.width > 1 && box.height > 1) yield { el, box };
    }
  }

  function fits() {
    const faults = [];
    const wide = document.documentElement.scrollWidth;
    if (wide > innerWidth + 1) {
      const culprits = [...document.body.querySelectorAll("*")].filter((el) => !hiddenForEyes(el) && shown(el) && el.getBoundingClientRect().right > innerWidth + 1);
      faults.push(`the page is ${wide} wide: ${culprits.filter((el) => !culprits.some((other) => other !== el && el.contains(other))).slice(0, 3).map(name).join(", ")}`);
    }
    for (const el of document.body.querySelectorAll("*")) {
      if (hiddenForEyes(el) || !shown(el) || el.clientWidth < 3 || el.closest("svg")) continue;
      const style = getComputedStyle(el);
      const cutsX = /hidden|clip/.test(style.overflowX) && el.scrollWidth > el.clientWidth + 1;
      const cutsY = /hidden|clip/.test(style.overflowY) && el.scrollHeight > el.clientHeight + 2;
      if ((cutsX || cutsY) && el.textContent.trim()) faults.push(`cut off: ${name(el)}`);
      if (style.display !== "inline" && style.transitionDuration.split(",").some((time) => parseFloat(time) > 0.01)) faults.push(`moves in ${style.transitionDuration}: ${name(el)}`);
    }
    const lines = [...texts()];
    for (const { el, box } of lines) {
      const holder = el.closest(".button, button, .chip, .bare, summary, label, dd, dt, li, td, th, .form-card, .child-card, .answers, .notice, section");
      if (holder && box.right > holder.getBoundingClientRect().right + 1.5 && getComputedStyle(holder).display !== "inline") faults.push(`sticks out of ${name(holder)}`);
    }
    for (let one = 0; one < lines.length; one++) {
      for (let two = one + 1; two < lines.length; two++) {
        const [a, b] = [lines[one].box, lines[two].box];
        if (lines[one].el === lines[two].el) continue;
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 4 && down > 0.45 * Math.min(a.height, b.height)) faults.push(`lies over each other: ${name(lines[one].el)} and ${name(lines[two].el)}`);
      }
    }
    return [...new Set(faults)];
  }

  function motion() {
    const faults = document.getAnimations().filter((moving) => moving.effect.getComputedTiming().duration > 10).map((moving) => `moves: ${name(moving.effect.target)}`);
    for (const el of [document.documentElement, document.body]) if (getComputedStyle(el).scrollBehavior === "smooth") faults.push("scrolls smoothly");
    return faults;
  }

  // every stop of the Tab key, in reading order; of a group of radios the one that is chosen, or the first
  function stops() {
    const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]")]
      .filter((el) => el.tabIndex >= 0 && !el.disabled && shown(el));
    return all.filter((el) => {
      if (el.type !== "radio") return true;
      const group = all.filter((other) => other.type === "radio" && other.name === el.name && other.form === el.form);
      return el === (group.find((other) => other.checked) ?? group[0]);
    });
  }

  let walked = [];
  function beforeWalk() {
    walked = [];
    document.addEventListener("focusin", (event) => walked.push(event.target), true);
    document.activeElement?.blur();
    document.getSelection().removeAllRanges();
    const start = document.createElement("span");
    start.tabIndex = -1;
    document.body.prepend(start);
    start.focus();
    start.remove();
    walked = [];
    return stops().length;
  }

  const ringed = (el) => {
    const style = getComputedStyle(el);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  };

  function afterWalk() {
    const faults = [];
    const asked = stops();
    const missed = asked.filter((el) => !walked.includes(el));
    for (const el of missed) faults.push(`Tab does not reach ${name(el)}`);
    for (const el of asked) if (el.tabIndex > 0) faults.push(`has an order of its own: ${name(el)}`);
    const order = walked.filter((el) => asked.includes(el)).map((el) => asked.indexOf(el));
    for (let at = 1; at < asked.length && at < order.length; at++) {
      if (order[at] < order[at - 1] && order[at] !== 0) { faults.push(`Tab goes back to ${name(asked[order[at]])}`); break; }
    }
    const bars = [...document.body.querySelectorAll("*")].filter((el) => /fixed|sticky/.test(getComputedStyle(el).position) && shown(el));
    for (const el of asked) {
      el.focus();
      if (document.activeElement !== el) { faults.push(`takes no focus: ${name(el)}`); continue; }
      const box = el.getBoundingClientRect();
      if (!ringed(el) && !ringed(el.closest("label")?.querySelector(".button") ?? el)) faults.push(`shows no ring: ${name(el)}`);
      if (box.width < 2 || box.height < 2) faults.push(`has the focus unseen: ${name(el)}`);
      for (const bar of bars) {
        const over = bar.getBoundingClientRect();
        if (!bar.contains(el) && box.top >= over.top && box.bottom <= over.bottom && box.left >= over.left && box.right <= over.right) faults.push(`is covered by ${name(bar)}: ${name(el)}`);
      }
    }
    document.activeElement?.blur();
    scrollTo(0, 0);
    return faults;
  }

  // after a form came back: the summary has the focus and is an alert, each field says what is wrong with it
  function errors() {
    const place = document.querySelector("#error-summary, #refused");
    if (!place) return ["no summary of what is wrong"];
    const faults = [];
    if (!place.contains(document.activeElement) && !document.activeElement?.matches("[aria-invalid=true]")) faults.push(`the focus is on ${name(document.activeElement ?? document.body)}, not on what is wrong`);
    if (place.getAttribute("role") !== "alert") faults.push("what is wrong is not announced");
    for (const link of place.querySelectorAll("a[href*='#']")) {
      const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      const field = target?.closest(".field");
      if (!field) { faults.push(`leads nowhere: ${name(link)}`); continue; }
      const group = field.matches("fieldset") ? [field, target] : [target];
      const message = field.querySelector(".field-error:not([hidden])");
      if (!message?.textContent.trim()) faults.push(`has no message in its place: ${name(target)}`);
      if (!group.some((el) => el.getAttribute("aria-invalid") === "true")) faults.push(`is not marked as invalid: ${name(target)}`);
      if (!group.some((el) => el.getAttribute("aria-describedby")?.split(" ").includes(message?.id))) faults.push(`is not described by its error: ${name(target)}`);
    }
    return faults;
  }

  window.look = { fits, motion, beforeWalk, afterWalk, errors };
})();
