// One pane: clicks, choices, typing, uploads and drops on elements with data-on / data-upload become the event "act" for Python.
// What comes back is markup that is laid over the pane without touching what has the focus. Nothing here knows a tab.
// The pane moves out of Gradio's container, whose own styles for buttons, fields and pictures would win over the page's.
const pane = element.querySelector('.bz-pane'), bz = window.bz;
document.querySelectorAll('body > #' + pane.id).forEach(old => old.remove());
document.body.append(pane);
const fieldsNear = node => {
  const form = node.closest('[data-form]') || pane, values = {};
  form.querySelectorAll('input[name],select[name],textarea[name]').forEach(i => {
    if (i.type === 'checkbox') { (values[i.name] ||= []); if (i.checked) values[i.name].push(i.value); }
    else if (i.type === 'radio') { if (i.checked) values[i.name] = i.value; }
    else if (i.type !== 'file') values[i.name] = i.value;
  });
  return values;
};
const send = (name, more) => trigger('act', {do: name, project: bz.project, tab: document.body.dataset.tab, ...more});
bz.panes[pane.dataset.pane] = {send};
const fire = (name, node, more) => {
  const {on, change, enter, upload: _, drop, key, peek, ...data} = node.dataset;
  // a file that is being sent goes first: what is pressed after it counts on it
  const project = bz.project;
  const go = () => { const fields = fieldsNear(node); coming.then(() => send(name, {project, data: {...data, ...more}, fields})); };
  if (node.dataset.confirm) bz.confirm(node.dataset.confirm, node.dataset.verb || node.innerText.trim(), go); else go();
};
let coming = Promise.resolve();
const bring = (name, files, node) => { const project = bz.project; coming = coming.then(() => bringNow(name, files, node, project)).catch(error => bz.toast(String(error), 'err')); return coming; };
const bringNow = async (name, files, node, project) => {
  files = [...files];
  const zone = node.closest('[data-most]') || node;
  const most = +(zone.dataset.most || 50), size = +(zone.dataset.size || 20e6);
  if (!files.length) return;
  const done = [], bad = [];
  pane.classList.add('is-uploading');
  for (const file of files.slice(0, most + 1)) {
    if (file.size > size) { bad.push(file.name); continue; }
    try { const {path} = await upload(file); done.push({path, name: file.name}); } catch { bad.push(file.name); }
  }
  pane.classList.remove('is-uploading');
  send(name, {project, data: {...node.dataset}, fields: fieldsNear(node), files: done, refused: bad});
};
pane.addEventListener('click', e => {
  const node = e.target.closest('[data-on],[data-copy]');
  if (!node || !pane.contains(node) || node.disabled || node.matches('select,input')) return;
  if (node.dataset.copy !== undefined) { bz.copy(node.dataset.copy); return; }
  if (!getSelection().isCollapsed && node.matches('.bz-s')) return;
  if (node.tagName === 'A') e.preventDefault();
  if (node.matches('.bz-s')) { pane.querySelectorAll('.bz-s.is-on').forEach(s => s.classList.remove('is-on')); node.classList.add('is-on'); if (innerWidth < 720) pane.dataset.open = 'inspect'; }
  node.closest('details.bz-menu')?.removeAttribute('open');
  fire(node.dataset.on, node);
  if (node.dataset.clears) { const typed = (node.closest('[data-form]') || pane).querySelector(`[name=${node.dataset.clears}]`); if (typed) typed.value = ''; }
});
// a sentence is edited in place: double-click or Enter opens it, leaving it saves; Escape takes it back
const edit = node => {
  if (node.dataset.locked !== undefined || node.isContentEditable) return;
  node.dataset.before = node.innerText;
  node.contentEditable = 'plaintext-only';
  if (!node.isContentEditable) node.contentEditable = 'true';
  node.focus();
};
const close = node => {
  if (!node.isContentEditable) return;
  const before = node.dataset.before, now = node.innerText.replace(/\s*\n\s*/g, '');
  node.removeAttribute('contenteditable');
  delete node.dataset.before;
  if (now === before) return;
  const message = {data: {id: node.dataset.id, before}, fields: {text: now}};
  bz.keep(node, pane.dataset.pane, message);
  send('edit', message);
};
pane.addEventListener('dblclick', e => { const node = e.target.closest('.bz-s[data-edit]'); if (node) edit(node); });
pane.addEventListener('focusout', e => { const node = e.target.closest?.('.bz-s[data-edit]'); if (node && !node.contains(e.relatedTarget)) close(node); });
pane.addEventListener('keydown', e => {
  if (e.isComposing || e.keyCode === 229) return;
  const sentence = e.target.closest('.bz-s[data-edit]');
  if (sentence && sentence.isContentEditable) {
    if (e.key === 'Escape') { sentence.innerText = sentence.dataset.before; close(sentence); e.stopPropagation(); }
    if (e.key === 'Enter') { e.preventDefault(); sentence.blur(); }
    return;
  }
  if (sentence && e.key === 'Enter' && sentence.classList.contains('is-on')) { e.preventDefault(); edit(sentence); return; }
  const node = e.target.closest('[data-on]');
  if ((e.key === 'Enter' || e.key === ' ') && node && e.target === node && !node.matches('button,input,select,textarea,a')) { e.preventDefault(); node.click(); }
  const chooser = e.target.closest('.bz-upload');
  if ((e.key === 'Enter' || e.key === ' ') && chooser && e.target === chooser) { e.preventDefault(); chooser.querySelector('input').click(); }
  const enter = e.target.closest('[data-enter]');
  if (e.key === 'Enter' && enter && !e.shiftKey) {
    e.preventDefault();
    fire(enter.dataset.enter, enter);
    if (enter.dataset.clear !== undefined) enter.value = '';
  }
});
pane.addEventListener('change', e => {
  const node = e.target;
  if (node.dataset.upload) { bring(node.dataset.upload, node.files, node).then(() => { node.value = ''; }); return; }
  if (node.dataset.change) fire(node.dataset.change, node, {changed: node.name});
});
pane.addEventListener('dragstart', e => { const node = e.target.closest('[data-drag]'); if (node) e.dataTransfer.setData('text/bz', node.dataset.drag); });
pane.addEventListener('dragover', e => { const zone = e.target.closest('[data-drop],[data-into]'); if (zone) { e.preventDefault(); zone.classList.add('is-over'); } });
pane.addEventListener('dragleave', e => { const zone = e.target.closest('[data-drop],[data-into]'); if (zone) zone.classList.remove('is-over'); });
pane.addEventListener('drop', e => {
  const zone = e.target.closest('[data-drop],[data-into]');
  if (!zone) return;
  e.preventDefault(); zone.classList.remove('is-over');
  const moved = e.dataTransfer.getData('text/bz');
  if (zone.dataset.into && moved) send('move', {data: {id: moved, to: zone.dataset.into}});
  else if (zone.dataset.drop) bring(zone.dataset.drop, e.dataTransfer.files, zone);
});
pane.addEventListener('paste', e => {
  const zone = pane.querySelector('[data-paste]');
  if (!zone || e.target.closest('input,textarea,[contenteditable]')) return;
  const text = e.clipboardData.getData('text/plain');
  if (text.trim()) send(zone.dataset.paste, {data: {}, fields: {text}});
});
document.addEventListener('paste', e => {
  if (e.target !== document.body || document.body.dataset.tab !== pane.dataset.pane) return;
  const zone = pane.querySelector('[data-paste]'), text = e.clipboardData?.getData('text/plain') || '';
  if (zone && text.trim()) send(zone.dataset.paste, {data: {}, fields: {text}});
});
const show = () => { if (props.value) bz.show(pane, props.value); };
watch('value', show);
show();
