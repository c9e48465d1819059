// What has been typed and isn't with the server yet: it stays on the screen, outlives the reload that Gradio makes when a lost line
// comes back, and is handed in again. Knows edited sentences and text areas, no tab.
(() => {
const bz = window.bz, KEPT = 'bz.typed', PATIENCE = 20000;
const plain = text => text.replace(/\s+/g, '');
const project = () => new URLSearchParams(location.search).get('p') || '';
const sentence = (id, from = document) => from.querySelector(`[data-edit][data-id="${CSS.escape(id)}"]`);
const read = () => { try { return JSON.parse(sessionStorage.getItem(KEPT)) || {}; } catch { return {}; } };
const write = kept => { try { sessionStorage.setItem(KEPT, JSON.stringify(kept)); } catch { /* a browser that keeps nothing is fine */ } };

// ---- edits that were sent, until an answer shows them; `old`: what answers still say that knew nothing of the edit
bz.unsaved = new Map();
const save = (areas = []) => write({project: project(), areas, edits: [...bz.unsaved.values()].map(({old, pane, message}) => ({old: [...old], pane, message}))});
bz.keep = (node, pane, message) => {
  const id = node.dataset.id, old = bz.unsaved.get(id)?.old || new Set();
  old.add(plain(message.data.before));
  old.delete(plain(message.fields.text));
  const edit = {old, pane, message};
  bz.unsaved.set(id, edit);
  save();
  setTimeout(() => {
    if (bz.unsaved.get(id) !== edit) return;
    bz.toast(bz.say('有一句还没存上。'), 'err', {text: bz.say('再存一次'), pane, on: 'edit', data: message});
  }, PATIENCE);
};
bz.arrived = made => {
  for (const [id, edit] of bz.unsaved) {
    const node = sentence(id, made);
    if (!node || !edit.old.has(plain(node.textContent))) bz.unsaved.delete(id);
  }
  save();
};

// ---- through a reload
addEventListener('pagehide', () => {
  const open = document.activeElement;
  if (open?.isContentEditable && open.dataset.before !== undefined && open.innerText !== open.dataset.before) {
    const message = {data: {id: open.dataset.id, before: open.dataset.before}, fields: {text: open.innerText.replace(/\s*\n\s*/g, '')}};
    bz.unsaved.set(open.dataset.id, {old: new Set([plain(open.dataset.before)]), pane: open.closest('[data-pane]').dataset.pane, message});
  }
  const areas = [...document.querySelectorAll('[data-pane] textarea[name],[data-pane] .bz-ask input[name]')]
    .filter(area => area.value.trim() && area.value !== area.defaultValue)
    .map(area => ({pane: area.closest('[data-pane]').dataset.pane, name: area.name, value: area.value}));
  save(areas);
});
let left = read();
if (left.project !== project()) left = {};
const again = ({old, pane, message}) => {
  const node = sentence(message.data.id), text = message.fields.text;
  if (node && plain(node.textContent) === plain(text)) return;
  if (!node || !old.includes(plain(node.textContent))) { bz.toast(bz.say('您改的一句没有存上，要用请从这里复制：') + text, 'err'); return; }
  node.textContent = text;
  bz.keep(node, pane, message);
  bz.panes[pane].send('edit', message);
};
document.addEventListener('bz-shown', e => {
  const pane = e.target, name = pane.dataset.pane;
  if (left.edits?.length && pane.querySelector('[data-edit]')) {
    const edits = left.edits;
    left.edits = [];
    // the desk behind the page is new as well: what is sent before it has been asked for once would be the first it hears
    setTimeout(() => edits.forEach(again), 300);
  }
  left.areas = (left.areas || []).filter(area => {
    const field = area.pane === name && pane.querySelector(`[name="${CSS.escape(area.name)}"]`);
    if (field && !field.value) field.value = area.value;
    return !field;
  });
});
})();
