// Asks who is asking and why, and then opens GraphiQL with both on every request. Token and queries stay in memory.
"use strict";

const at = (id) => document.getElementById(id);

const EXAMPLE = `# Ctrl-Space completes, Ctrl-Enter asks. The documentation is behind the book on the left.
query Found {
  search(text: "smith*", first: 5) {
    totalCount
    edges { node { id kind caption } because }
  }
}
`;

const forgetful = () => {
  const kept = new Map();
  return {
    get length() { return kept.size; },
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
    clear: () => kept.clear(),
  };
};

const reason = () =>
  [at("code").value, at("case").value && `case=${at("case").value}`, at("collar").value && `for=${at("collar").value}`]
    .filter(Boolean)
    .join("; ");

const signedIn = () => ({ Authorization: `Bearer ${at("token").value.trim()}`, "Pole-Reason": reason() });

const ask = async (operation) => {
  const words = at("words").value;
  const response = await fetch("/graphql", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", ...signedIn() },
    body: JSON.stringify({ ...operation, ...(words && { extensions: { reason: words } }) }),
  });
  return response.json();
};

const option = (value, label) => Object.assign(document.createElement("option"), { value, textContent: label });

const fetchToken = async () => {
  const response = await fetch(`/dev/token?viewer=${encodeURIComponent(at("viewer").value)}`);
  at("token").value = await response.text();
};

const prepare = async () => {
  const about = await (await fetch("/graphiql/about")).json();
  for (const [code, label] of Object.entries(about.reasons)) at("code").append(option(code, `${code}: ${label}`));
  if (!about.banner) return;
  at("banner").textContent = about.banner;
  at("banner").hidden = false;
  for (const [name, title] of Object.entries(about.viewers)) at("viewer").append(option(name, title));
  at("development").hidden = false;
  at("code").value = "DEMO";
  at("viewer").addEventListener("change", fetchToken);
  await fetchToken();
};

const open = async (event) => {
  event.preventDefault();
  const entry = await fetch("/graphiql/entry", { method: "POST", headers: signedIn(), body: at("words").value });
  if (!entry.ok) {
    at("problem").textContent = (await entry.json()).errors[0].message;
    return;
  }
  at("entry").hidden = true;
  const element = React.createElement(GraphiQL, { fetcher: ask, defaultQuery: EXAMPLE, storage: forgetful() });
  ReactDOM.createRoot(at("graphiql")).render(element);
};

at("form").addEventListener("submit", open);
prepare();
