// What the whole page shares: switching views, theme, morphing of panes, keys, menus, notes, downloads, the palette.
// It stands in the page's head and knows no tab's content.
(() => {
const bz = window.bz = {project: '', panes: {}, seen: {}};
const $ = (query, from = document) => from.querySelector(query), $$ = (query, from = document) => [...from.querySelectorAll(query)];
const words = () => { try { return JSON.parse(document.documentElement.dataset.words || '{}'); } catch { return {}; } };
const w = bz.say = text => words()[text] || text;
document.documentElement.lang = 'zh-CN';

// ---- views
const TABS = ['intake', 'draft', 'review', 'chat', 'library', 'eval', 'settings'];
bz.tab = name => {
  if (!TABS.includes(name)) name = 'draft';
  if (document.body.dataset.tab === name && bz.opened) { mark(name); return; }
  document.body.dataset.tab = name;
  history.replaceState(null, '', location.pathname + location.search + '#' + name);
  mark(name);
  const pane = bz.panes[name];
  if (pane) { bz.opened = true; pane.send('open', {}); }
};
const mark = name => $$('[data-tab]').forEach(node => {
  if (node === document.body) return;
  const on = node.dataset.tab === name;
  node.setAttribute('aria-selected', on);
  node.classList.toggle('on', on);
});
bz.current = () => $('#bz-pane-' + document.body.dataset.tab);
bz.theme = dark => {
  document.body.classList.toggle('dark', dark);
  document.documentElement.classList.toggle('dark', dark);
  try { localStorage.setItem('bz.theme', dark ? 'dark' : 'light'); } catch { /* a browser that keeps nothing is fine */ }
};

// ---- morph: make a live tree equal to a new one, keeping focus, scrolling, selection and what is being typed
const sameKind = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.id || '') === (b.id || '');
const attributes = (live, made) => {
  for (const {name} of [...live.attributes]) if (!made.hasAttribute(name) && !(name === 'open' && live.nodeName === 'DETAILS')) live.removeAttribute(name);
  for (const {name, value} of [...made.attributes]) {
    if (live.getAttribute(name) === value) continue;
    live.setAttribute(name, value);
    if (name === 'value' && 'value' in live && live !== document.activeElement) live.value = value;
    if (name === 'checked') live.checked = true;
  }
  if (live.nodeName === 'INPUT' && live.type === 'checkbox' && !made.hasAttribute('checked')) live.checked = false;
};
const children = (live, made) => {
  const named = new Map([...live.children].filter(node => node.id).map(node => [node.id, node]));
  let at = live.firstChild;
  for (const node of [...made.childNodes]) {
    let match = null;
    if (node.id && named.has(node.id)) match = named.get(node.id);
    else if (at && sameKind(at, node)) match = at;
    if (match && match.nodeName === node.nodeName) {
      if (match === at) at = at.nextSibling; else live.insertBefore(match, at);
      one(match, node);
    } else live.insertBefore(node, at);
  }
  // a sentence that is being typed into stays even if its section was rewritten meanwhile: what is typed is told to the server when it is left
  const typed = document.activeElement?.isContentEditable ? document.activeElement : null;
  while (at) { const next = at.nextSibling; if (!typed || !at.contains(typed)) live.removeChild(at); at = next; }
};
const one = (live, made) => {
  if (live.isEqualNode(made)) return;
  if (live.nodeType !== 1) { if (live.nodeValue !== made.nodeValue) live.nodeValue = made.nodeValue; return; }
  // what is being typed stays as it is, attributes and all; it is sent when the sentence is left
  if (live.isContentEditable && live.contains(document.activeElement)) return;
  // an answer that was under way before the edit arrived knows the old words only
  if (live.dataset.edit !== undefined && bz.unsaved.has(live.dataset.id)) return;
  attributes(live, made);
  if (live.dataset.still !== undefined) return;
  if (live.nodeName === 'TEXTAREA') { if (live !== document.activeElement && live.defaultValue !== made.defaultValue) { live.defaultValue = made.defaultValue; live.value = made.value; } return; }
  if (live.nodeName === 'SELECT') { const before = live.value; children(live, made); if (live === document.activeElement) live.value = before; else live.value = made.value; return; }
  children(live, made);
};
bz.show = (pane, text) => {
  let got;
  try { got = JSON.parse(text); } catch { return; }
  const name = pane.dataset.pane;
  if (got.n <= (bz.seen[name] || 0) && got.desk === bz.desk) return;
  if (got.desk !== bz.desk) {
    // a new desk behind this page: what it shows has to be asked for once
    bz.desk = got.desk; bz.seen = {};
    const now = document.body.dataset.tab;
    if (now !== 'draft') setTimeout(() => bz.panes[now]?.send('open', {}));
  }
  bz.seen[name] = got.n;
  const made = document.createElement('div');
  made.innerHTML = got.html;
  if ($('[data-edit]', made)) bz.arrived(made);
  const follow = $('[data-follow]', pane), atEnd = follow && follow.scrollHeight - follow.scrollTop - follow.clientHeight < 80;
  children(pane, made);
  pane.dispatchEvent(new CustomEvent('bz-shown', {bubbles: true}));
  const now = $('[data-follow]', pane);
  if (now && atEnd && now.dataset.follow === 'on') { now.scrollTop = now.scrollHeight; bz.followed ||= Date.now(); }
  // what was written in a blink is read from its beginning
  if (now && now.dataset.follow !== 'on' && bz.followed) { if (Date.now() - bz.followed < 5000) now.scrollTop = 0; bz.followed = 0; }
  mark(document.body.dataset.tab);
  for (const effect of got.effects || []) effects[effect.do] && effects[effect.do](effect);
  ruler(pane);
};

// ---- what Python may ask of the page
const effects = {
  words: e => { document.documentElement.dataset.words = JSON.stringify(e.words); document.documentElement.lang = e.lang; document.title = e.title; },
  toast: e => bz.toast(e.text, e.kind, e.action),
  tab: e => bz.tab(e.tab),
  project: e => {
    bz.project = e.id;
    const url = new URL(location);
    url.searchParams.set('p', e.id);
    history.replaceState(null, '', url);
  },
  download: e => {
    const bytes = Uint8Array.from(atob(e.data), c => c.charCodeAt(0));
    const link = Object.assign(document.createElement('a'), {href: URL.createObjectURL(new Blob([bytes], {type: e.type})), download: e.name});
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  },
  copy: e => bz.copy(e.text),
  reveal: e => requestAnimationFrame(() => bz.reveal(e.query)),
  // what comes at the end of long work takes the focus from nobody who writes by now
  focus: e => requestAnimationFrame(() => { if (!e.idle || !writing(document.activeElement)) $(e.query)?.focus(); }),
};
bz.reveal = query => { const node = $(query); if (node) node.scrollIntoView({block: 'center', behavior: matchMedia('(prefers-reduced-motion:reduce)').matches ? 'auto' : 'smooth'}); };
bz.copy = async text => {
  try { await navigator.clipboard.writeText(text); } catch {
    const area = Object.assign(document.createElement('textarea'), {value: text});
    document.body.append(area); area.select(); document.execCommand('copy'); area.remove();
  }
  bz.toast(w('已复制'), 'ok');
};
bz.toast = (text, kind = 'ok', action = null) => {
  let tray = $('#bz-tray');
  if (!tray) { tray = Object.assign(document.createElement('div'), {id: 'bz-tray'}); tray.setAttribute('role', 'status'); tray.setAttribute('aria-live', 'polite'); document.body.append(tray); }
  const note = Object.assign(document.createElement('div'), {className: 'bz-note ' + kind});
  const said = Object.assign(document.createElement('span'), {className: 'bz-grow', textContent: text});
  note.append(said);
  if (action) {
    const button = Object.assign(document.createElement('button'), {className: 'bz-btn quiet', textContent: action.text});
    // what it takes back or does belongs to the project that was open when it was said
    const project = bz.project;
    button.onclick = () => { bz.panes[action.pane]?.send(action.on, {project, ...action.data}); note.remove(); };
    note.append(button);
  }
  const close = Object.assign(document.createElement('button'), {className: 'bz-btn quiet icon', textContent: '×'});
  close.setAttribute('aria-label', w('关闭'));
  close.onclick = () => note.remove();
  note.append(close);
  tray.append(note);
  while (tray.children.length > 4) tray.firstChild.remove();
  setTimeout(() => note.remove(), kind === 'err' ? 20000 : 8000);
};

// ---- dialogs: only for what can't be taken back, and for the palette and the list of keys
const dialog = (label, fill) => {
  const box = Object.assign(document.createElement('dialog'), {className: 'bz-dialog'});
  box.setAttribute('aria-label', label);
  const back = document.activeElement;
  box.addEventListener('close', () => { box.remove(); back?.focus?.(); });
  box.addEventListener('click', e => { if (e.target === box) box.close(); });
  fill(box);
  document.body.append(box);
  box.showModal();
  return box;
};
bz.confirm = (text, verb, then) => dialog(text, box => {
  const said = Object.assign(document.createElement('p'), {textContent: text});
  const row = Object.assign(document.createElement('div'), {className: 'bz-row end'});
  const no = Object.assign(document.createElement('button'), {className: 'bz-btn', textContent: w('不了')});
  const yes = Object.assign(document.createElement('button'), {className: 'bz-btn bz-red', textContent: verb});
  no.onclick = () => box.close();
  yes.onclick = () => { box.close(); then(); };
  row.append(no, yes); box.append(said, row);
});
// counts, lengths and key caps stand beside a name and are no part of it
const nameOf = node => {
  let said = node.getAttribute('aria-label') || node.dataset.name;
  if (!said) { const bare = node.cloneNode(true); $$('i,kbd,.len,svg', bare).forEach(one => one.remove()); said = bare.textContent || ''; }
  return said.replace(/\s+/g, ' ').trim();
};
const palette = () => dialog(w('命令'), box => {
  const pane = bz.current();
  const all = [...$$('.bz-top [data-tab]'), ...$$('[data-on],[data-sheet]', pane)].filter(node => node.offsetParent && !node.disabled && nameOf(node));
  const field = Object.assign(document.createElement('input'), {className: 'bz-field tall', placeholder: w('要做什么')});
  const list = Object.assign(document.createElement('div'), {className: 'bz-palette', tabIndex: -1});
  let at = 0, shown = [];
  const draw = () => {
    const wanted = field.value.trim();
    const names = new Set();
    shown = all.filter(node => { const name = nameOf(node); if (!name.includes(wanted) || names.has(name)) return false; names.add(name); return true; }).slice(0, 14);
    at = Math.min(at, Math.max(0, shown.length - 1));
    list.replaceChildren(...shown.map((node, i) => {
      const item = Object.assign(document.createElement('button'), {className: 'bz-item' + (i === at ? ' is-on' : ''), textContent: nameOf(node).slice(0, 60)});
      item.onclick = () => { box.close(); node.click(); };
      return item;
    }));
  };
  field.oninput = () => { at = 0; draw(); };
  field.onkeydown = e => {
    if (e.isComposing) return;
    if (e.key === 'ArrowDown') { at++; draw(); e.preventDefault(); }
    if (e.key === 'ArrowUp') { at = Math.max(0, at - 1); draw(); e.preventDefault(); }
    if (e.key === 'Enter' && shown[at]) { box.close(); shown[at].click(); }
  };
  box.classList.add('wide'); box.append(field, list); draw();
});
const allKeys = () => dialog(w('全部按键'), box => {
  const rows = [['Ctrl K', '命令'], ['F6', '换栏'], ['F8 / Shift F8', '下一处、上一处待办或问题'], ['Ctrl ↵', '改写，或写下一节'], ['Esc', '停止，回到正文'], ['↑ ↓', '上一句、下一句'], ['↵', '改这一句，存下'], ['Ctrl Z', '撤销刚才的采纳或忽略'], ['?', '全部按键'],
    ['J K', '清单上下'], ['A I N R', '采纳、忽略一次、不再提示、总是替换'], ['L', '锁定本节'], ['B', '借这句'], ['1 2', '采用第一个、第二个数'], ['[ ]', '换引用'], ['/', '检索']];
  const list = Object.assign(document.createElement('dl'), {className: 'bz-keys'});
  for (const [key, text] of rows) list.append(Object.assign(document.createElement('dt'), {innerHTML: ''}), Object.assign(document.createElement('dd'), {textContent: w(text)}));
  $$('dt', list).forEach((node, i) => rows[i][0].split(' ').forEach(k => node.append(Object.assign(document.createElement('kbd'), {textContent: k}))));
  box.append(Object.assign(document.createElement('h2'), {textContent: w('全部按键')}), list);
});

// ---- the ruler at the page's right edge: a tick for each mark
const ruler = pane => $$('.bz-ruler', pane).forEach(bar => {
  const canvas = bar.parentElement.querySelector('.bz-canvas');
  if (!canvas) return;
  const whole = canvas.scrollHeight || 1, top = canvas.getBoundingClientRect().top - canvas.scrollTop;
  const ticks = $$('.bz-chip,.bz-f,.bz-s.bare,.bz-s.is-stale', canvas).slice(0, 300).map(node => {
    const tick = document.createElement('i');
    tick.className = node.matches('.bz-f.warn,.bare,.is-stale') ? 'warn' : node.matches('.bz-f.info') ? 'info' : 'err';
    tick.style.top = ((node.getBoundingClientRect().top - top) / whole * 100).toFixed(2) + '%';
    tick.onclick = () => node.scrollIntoView({block: 'center'});
    return tick;
  });
  const view = Object.assign(document.createElement('i'), {className: 'view'});
  const place = () => { view.style.top = canvas.scrollTop / whole * 100 + '%'; view.style.height = Math.min(100, canvas.clientHeight / whole * 100) + '%'; };
  bar.replaceChildren(view, ...ticks); place();
  canvas.onscroll = place;
});

// ---- the card that shows what stands behind a figure
let card = null, soon = 0, gone = 0;
const hide = () => { card?.remove(); card = null; };
const peek = node => {
  const text = node.dataset.peek;
  if (!text) return;
  hide();
  card = Object.assign(document.createElement('div'), {className: 'bz-peek', id: 'bz-peek'});
  card.setAttribute('role', 'tooltip');
  text.split('\n').forEach((line, i) => card.append(Object.assign(document.createElement('div'), {textContent: line, className: i ? 'bz-small bz-2nd' : 'bz-b'})));
  document.body.append(card);
  const box = (node.closest('.bz-s') || node).getBoundingClientRect(), own = node.getBoundingClientRect();
  card.style.left = Math.max(8, Math.min(innerWidth - card.offsetWidth - 8, own.left)) + 'px';
  card.style.top = (box.bottom + 6 + card.offsetHeight < innerHeight ? box.bottom + 6 : Math.max(8, box.top - card.offsetHeight - 6)) + 'px';
};
let pointed = '';
document.addEventListener('mousemove', e => { pointed = e.screenX + ',' + e.screenY; }, true);
document.addEventListener('mouseover', e => {
  // text that scrolls under a pointer at rest asks for nothing
  const node = pointed !== e.screenX + ',' + e.screenY && e.target.closest?.('[data-peek]');
  clearTimeout(soon); clearTimeout(gone);
  if (node) soon = setTimeout(() => peek(node), 300); else if (card) gone = setTimeout(hide, 100);
});
document.addEventListener('focusin', e => { if (e.target.matches?.('[data-peek]')) peek(e.target); else hide(); });

// ---- clicks that stay in the page
const MENUS = 'details.bz-menu[open],details.bz-tocbox[open]';
document.addEventListener('click', e => {
  const node = e.target.closest('[data-tab],[data-do],[data-sheet],[data-jump]');
  $$(MENUS).forEach(menu => { if (!menu.contains(e.target)) menu.open = false; });
  if (!node || node === document.body) return;
  if (node.dataset.tab) { e.preventDefault(); bz.tab(node.dataset.tab); }
  if (node.dataset.sheet !== undefined) { const pane = bz.current(); pane.dataset.open = pane.dataset.open === node.dataset.sheet ? '' : node.dataset.sheet; }
  if (node.dataset.jump) { e.preventDefault(); bz.current().querySelector('#' + CSS.escape(node.dataset.jump))?.scrollIntoView({block: 'start'}); node.closest('details')?.removeAttribute('open'); }
  if (node.dataset.do === 'theme') bz.theme(!document.body.classList.contains('dark'));
  if (node.dataset.do === 'palette') palette();
  if (node.dataset.do === 'keys') allKeys();
  if (node.dataset.do === 'view') { const pane = bz.current(); pane.dataset.view = node.dataset.value; $$('[data-do=view]', pane).forEach(b => b.setAttribute('aria-pressed', b === node)); }
});

// ---- keys: an element with data-key is pressed by that key; letters only outside of text fields
const writing = node => node && (node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.nodeName));
document.addEventListener('keydown', e => {
  if (e.isComposing || e.keyCode === 229 || e.defaultPrevented || $('dialog[open]')) return;
  const key = (e.ctrlKey || e.metaKey ? 'Ctrl+' : '') + (e.shiftKey && e.key.length > 1 ? 'Shift+' : '') + (e.key.length === 1 ? e.key.toLowerCase() : e.key);
  if (key === 'Ctrl+k') { e.preventDefault(); palette(); return; }
  if (e.key === 'Escape') {
    hide();
    // what lies on top goes first, and the focus returns to what had opened it
    const open = $$(MENUS);
    open.forEach(menu => { menu.open = false; });
    if (open.length) { $('summary', open[0])?.focus(); return; }
    const pane = bz.current();
    if (pane?.dataset.open) { const sheet = pane.dataset.open; pane.dataset.open = ''; $(`[data-sheet=${sheet}]`, pane)?.focus(); return; }
    if (writing(document.activeElement)) document.activeElement.blur();
  }
  if (e.key === 'F6') {
    e.preventDefault();
    const columns = $$('.bz-col,.bz-left,.bz-mid', bz.current()).filter(node => node.offsetParent);
    const here = columns.findIndex(node => node.contains(document.activeElement));
    const next = columns[(here + (e.shiftKey ? -1 : 1) + columns.length) % columns.length];
    const aim = next && ($('[tabindex],button:not([disabled]),input,select,textarea,a', next));
    aim?.focus();
    return;
  }
  if (e.altKey || (key.length === 1 && writing(document.activeElement))) return;
  if (key === '?') { allKeys(); return; }
  const aim = $$('[data-key]', bz.current() || document).find(node => node.dataset.key === key && node.offsetParent && !node.disabled);
  if (aim) { e.preventDefault(); if (writing(aim)) aim.focus(); else aim.click(); }
});
addEventListener('resize', () => { const pane = bz.current(); if (pane) ruler(pane); });
addEventListener('hashchange', () => bz.tab(location.hash.slice(1)));

const start = () => {
  let dark = matchMedia('(prefers-color-scheme:dark)').matches;
  try { const kept = localStorage.getItem('bz.theme'); if (kept) dark = kept === 'dark'; } catch { /* as the system says */ }
  const asked = new URLSearchParams(location.search).get('__theme');
  if (asked) dark = asked === 'dark';
  bz.theme(dark);
  document.body.dataset.tab = TABS.includes(location.hash.slice(1)) ? location.hash.slice(1) : 'draft';
};
if (document.body) start(); else addEventListener('DOMContentLoaded', start);
})();
