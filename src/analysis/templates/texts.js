// What is said: English as it stands here, or what the page says instead, with its own words at {places}.
const texts = JSON.parse(document.getElementById("texts")?.textContent ?? "{}");
const _ = (text, places = {}) => (texts[text] ?? text).replace(/\{(\w+)\}/g, (place, name) => places[name] ?? place);
const language = document.documentElement.lang;
