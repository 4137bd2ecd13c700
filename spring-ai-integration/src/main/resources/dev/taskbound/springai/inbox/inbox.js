'use strict';
/* Everything that came from outside is put in with textContent: never as markup. */

const base = document.body.dataset.base;
const POLL = 3000;
const POLL_AFTER_FAILURE = 15000;
const byId = id => document.getElementById(id);
const groups = new Map();
const calls = new Map();
let csrf = null;
let clockOffset = 0;
let timer = null;
let loaded = false;
let over = false;

function parts(template) {
  const root = byId(template).content.firstElementChild.cloneNode(true);
  const named = { root };
  for (const element of root.querySelectorAll('[data-is]')) named[element.dataset.is] = element;
  return named;
}

function make(tag, text, className) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (className) element.className = className;
  return element;
}

function outside(text) {
  const element = make('bdi', text);
  element.dir = 'auto';
  return element;
}

function say(text) {
  byId('status').textContent = text;
}

function problem(text, link) {
  const place = byId('problem');
  if (place.dataset.text === text) return;
  place.dataset.text = text;
  place.replaceChildren(text);
  if (link) {
    const again = make('a', 'Sign in again');
    again.href = base;
    place.append(' ', again);
  }
}

async function ask(path, options) {
  const answer = await fetch(location.origin + base + path, {
    credentials: 'same-origin', cache: 'no-store', redirect: 'manual', ...options,
    headers: { Accept: 'application/json', 'X-Requested-With': 'XMLHttpRequest', ...(options && options.headers) },
  });
  if (answer.type === 'opaqueredirect' || answer.status === 401 || answer.status === 403) {
    over = true;
    throw new Error('signed out');
  }
  if (!answer.ok) throw new Error('status ' + answer.status);
  return answer.json();
}

function failed() {
  if (over) problem('You are signed out, or may no longer see this page. What you typed is still here.', true);
  else problem('The application does not answer. What you see may be out of date; this page keeps trying.');
}

async function poll() {
  clearTimeout(timer);
  let next = POLL;
  try {
    const state = await ask('/calls');
    csrf = state.csrf;
    clockOffset = state.now - Date.now();
    problem('');
    show(state);
  } catch (e) {
    next = POLL_AFTER_FAILURE;
    failed();
  }
  clearTimeout(timer);
  if (!over) timer = setTimeout(() => (document.hidden ? null : poll()), next);
}

function show(state) {
  byId('who').textContent = state.you === '' ? '' : 'You are ' + state.you + '.';
  const waiting = new Set();
  let fresh = 0;
  for (const group of state.groups) {
    const section = groups.get(group.key) || addGroup(group);
    for (const call of group.calls) {
      waiting.add(call.id);
      if (!calls.has(call.id)) {
        addCall(section, call);
        fresh++;
      } else {
        showAsks(calls.get(call.id), call);
      }
    }
  }
  let left = 0;
  for (const card of [...calls.values()]) {
    if (!waiting.has(card.call.id) && !card.isGone && !card.busy) {
      leave(card, 'This call no longer waits: somebody else decided, it expired, or its task is over.');
      left++;
    }
  }
  byId('more').hidden = state.total <= waiting.size;
  byId('more').textContent = (state.total - waiting.size) + ' more calls wait. They appear as these are decided.';
  if (loaded && (fresh || left)) {
    say((fresh ? fresh + (fresh === 1 ? ' new call waits. ' : ' new calls wait. ') : '')
      + (left ? left + (left === 1 ? ' call no longer waits.' : ' calls no longer wait.') : ''));
  }
  loaded = true;
  tidy();
}

function addGroup(group) {
  const section = parts('group-template');
  section.key = group.key;
  section.tool.textContent = group.tool;
  section.root.setAttribute('aria-label', group.tool);
  section.all.addEventListener('click', () => {
    for (const card of cardsOf(section)) card.tick.checked = true;
    count(section);
  });
  section.approve.addEventListener('click', () => decideTicked(section, 'approve'));
  section.deny.addEventListener('click', () => decideTicked(section, 'deny'));
  section.calls.addEventListener('change', () => count(section));
  groups.set(group.key, section);
  byId('groups').append(section.root);
  return section;
}

const cardsOf = section => [...calls.values()].filter(card => card.section === section && !card.isGone);

function count(section) {
  const cards = cardsOf(section);
  section.count.textContent = cards.filter(card => card.tick.checked).length + ' of ' + cards.length + ' ticked';
}

function addCall(section, call) {
  const card = parts('call-template');
  Object.assign(card, { call, section, isGone: false, busy: false });
  card.text.append(outside(call.text));
  card.text.id = 'call-' + call.id;
  card.root.setAttribute('aria-labelledby', card.text.id);
  for (const button of [card.approve, card.deny]) button.setAttribute('aria-describedby', card.text.id);
  showFacts(card, call);
  if (call.purpose !== null) {
    card.purpose.append(outside(call.purpose));
    card.purposeBox.hidden = false;
  }
  showArguments(card, call);
  card.rememberBox.hidden = !call.remember;
  const unchanged = call.unchanged.length ? outside(call.unchanged.join(', ')) : 'every argument';
  card.rememberText.append(unchanged, ' stays the same');
  card.approve.addEventListener('click', () => decide([card], 'approve', card.reason, card.remember.checked));
  card.deny.addEventListener('click', () => decide([card], 'deny', card.reason, false));
  card.dismiss.addEventListener('click', () => remove(card));
  calls.set(call.id, card);
  section.calls.append(card.root);
  showExpiry(card);
}

function fact(list, name, ...values) {
  const pair = make('div');
  const value = make('dd');
  value.append(...values);
  pair.append(make('dt', name), value);
  list.append(pair);
  return value;
}

function showFacts(card, call) {
  fact(card.facts, 'For', call.subject === null ? 'nobody in particular' : outside(call.subject),
    call.tenant === '' ? '' : ' at ', call.tenant === '' ? '' : outside(call.tenant));
  fact(card.facts, 'Intent', outside(call.intent));
  fact(card.facts, 'Agent', outside(call.agent));
  const action = make('span', call.action, 'action');
  action.classList.toggle('grave', call.action === 'admin');
  fact(card.facts, 'Touches', call.destination === null ? 'no other system' : outside(call.destination), ' ', action);
  if (call.labels.length) fact(card.facts, 'Data labelled', outside(call.labels.join(', ')));
  card.held = fact(card.facts, 'Held because');
  card.held.parentElement.className = 'wide';
  showAsks(card, call);
}

function showAsks(card, call) {
  const now = JSON.stringify(call.asks);
  if (card.asks === now) return;
  card.asks = now;
  card.held.replaceChildren(...call.asks.map(each => {
    const line = make('div');
    const rule = make('span', undefined, 'rule');
    rule.append(outside(each.rule));
    line.append(each.principal ? 'the person it is for' : outside(each.by),
      each.decided ? ' has agreed, as asked by ' : ' has to agree, asked by ', rule);
    return line;
  }));
}

function showArguments(card, call) {
  card.arguments.hidden = call.arguments.length === 0;
  for (const each of call.arguments) {
    const row = make('tr');
    const name = make('th');
    name.scope = 'row';
    name.append(outside(each.name));
    if (each.control) name.append(make('span', 'decides who gets what', 'tag'));
    const value = make('td', undefined, 'value');
    value.append(outside(each.value));
    if (each.cut) value.append(make('span', 'Cut: the whole value has ' + each.length + ' characters.', 'tag'));
    const from = make('td', undefined, each.control && !each.origins.length ? 'from unknown' : 'from');
    from.append(each.origins.length ? outside(each.origins.join('; ')) : 'not known');
    row.append(name, value, from);
    card.rows.append(row);
  }
  if (call.warnings.length) {
    card.warning.textContent = call.warnings.join(' ');
    card.warning.hidden = false;
  }
}

function showExpiry(card) {
  const left = Math.max(0, Math.round((card.call.expiresAt - Date.now() - clockOffset) / 1000));
  const unit = (n, name) => n + ' ' + name + (n === 1 ? '' : 's');
  const words = left >= 7200 ? unit(Math.round(left / 3600), 'hour')
    : left >= 120 ? unit(Math.round(left / 60), 'minute') : unit(left, 'second');
  const at = new Date(card.call.expiresAt).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  const text = left === 0 ? 'Expired' : 'Expires in ' + words + ', at ' + at;
  if (card.expiry.textContent !== text) card.expiry.textContent = text;
  card.expiry.parentElement.classList.toggle('soon', left < 60);
}

function tidy() {
  for (const [key, section] of groups) {
    const all = [...calls.values()].filter(card => card.section === section);
    if (all.length === 0) {
      section.root.remove();
      groups.delete(key);
      continue;
    }
    const cards = cardsOf(section);
    const keep = section.together.contains(document.activeElement) || section.reason.value !== '';
    section.together.hidden = cards.length < 2 && !keep;
    section.meta.textContent = cards.length < 2 ? '' : cards.length + ' calls of the same tool, held by the same rule for the same group';
    for (const card of all) card.tickBox.hidden = section.together.hidden || card.isGone;
    count(section);
  }
  const open = [...calls.values()].filter(card => !card.isGone).length;
  document.title = (open ? '(' + open + ') ' : '') + 'Calls that wait for you';
  byId('empty').hidden = calls.size > 0;
}

/* Nothing that somebody is reading with the keyboard, or has typed, is taken away from under them. */
function leave(card, why) {
  card.isGone = true;
  card.tick.checked = false;
  if (!card.root.contains(document.activeElement) && card.reason.value === '') {
    remove(card);
    return;
  }
  card.goneText.textContent = why;
  card.gone.hidden = false;
  for (const button of [card.approve, card.deny]) button.setAttribute('aria-disabled', 'true');
}

function remove(card) {
  const order = [...document.querySelectorAll('.call')];
  const hadFocus = card.root.contains(document.activeElement);
  const next = order[order.indexOf(card.root) + 1] || order[order.indexOf(card.root) - 1];
  card.root.remove();
  calls.delete(card.call.id);
  tidy();
  if (hadFocus) (next ? next.querySelector('h3') : byId('calls')).focus();
}

function decideTicked(section, answer) {
  const ticked = cardsOf(section).filter(card => card.tick.checked);
  if (ticked.length === 0) say('No call is ticked.');
  else decide(ticked, answer, section.reason, false);
}

const EFFECTS = {
  APPROVED: 'Approved.',
  OTHERS_TO_BE_HEARD: 'Approved. Another group is still to be heard.',
  DECLINED: 'Denied. That is final for this task.',
  NOT_FOUND: 'This call is not there any more, or not for you to decide.',
  NOT_AS_SHOWN: 'Not decided: the call is not the one that was shown here.',
  TOO_LATE: 'Too late: it was decided already, has expired, or its task is over.',
  UNAVAILABLE: 'Not decided: the decision could not be recorded. Try again.',
};

async function decide(cards, answer, reason, remember) {
  const free = cards.filter(card => !card.busy && !card.isGone);
  if (free.length === 0 || csrf === null) return;
  for (const card of free) card.busy = true;
  try {
    const choices = free.map(card => ({ id: card.call.id, digest: card.call.digest }));
    const done = await ask('/decide', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', [csrf.header]: csrf.token },
      body: JSON.stringify({ answer, reason: reason.value, remember, choices }),
    });
    reason.value = '';
    say(done.results.map(each => EFFECTS[each.effect]).filter((text, at, all) => all.indexOf(text) === at)
      .map(text => (free.length === 1 ? '' : done.results.filter(r => EFFECTS[r.effect] === text).length + ' × ') + text).join(' '));
    for (const each of done.results) settle(calls.get(each.id), each.effect);
  } catch (e) {
    failed();
  } finally {
    for (const card of free) card.busy = false;
  }
}

function settle(card, effect) {
  if (!card || effect === 'UNAVAILABLE') return;
  card.isGone = true;
  if (['APPROVED', 'DECLINED', 'OTHERS_TO_BE_HEARD'].includes(effect)) remove(card);
  else leave(card, EFFECTS[effect]);
}

setInterval(() => { for (const card of calls.values()) if (!card.isGone) showExpiry(card); }, 1000);
document.addEventListener('visibilitychange', () => { if (!document.hidden && !over) poll(); });
poll();
