/** Makes an element; properties that are no attributes of HTML go through `dataset`. */
export function element(name, { text, ...properties } = {}, ...children) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  for (const [key, value] of Object.entries(properties)) {
    if (key === 'data') Object.assign(made.dataset, value);
    else made[key] = value;
  }
  made.append(...children);
  return made;
}

/** A text in a direction of its own, so that it does not mix with what stands beside it. */
export const isolated = (text) => element('bdi', { text, dir: 'auto' });

const CLOCK = new Intl.DateTimeFormat([], { hour: '2-digit', minute: '2-digit' });

export const clock = (time) => CLOCK.format(new Date(time));

/** With seconds, of now. */
export const precisely = () => new Date().toTimeString().slice(0, 8);
