// The search: every word must be in a section, as it is written; a heading counts more than a text. Without an index of words it finds
// Chinese, which has no spaces, and parts of names alike.
'use strict';
(() => {
  const FOUND_MAX = 20;
  const AROUND = 60;
  const input = document.getElementById('search');
  const list = document.getElementById('found');
  const { root, languages } = document.body.dataset;
  let sections = [];
  let loading = null;

  globalThis.swicSections = (more) => {
    sections = sections.concat(more);
  };

  function load() {
    const names = ['both', ...languages.split(' ')];
    loading ??= Promise.all(
      names.map(
        (name) =>
          new Promise((resolve) => {
            const script = document.createElement('script');
            script.src = `${root}assets/search-${name}.js`;
            script.onload = script.onerror = resolve;
            document.head.append(script);
          }),
      ),
    );
    return loading;
  }

  function search(words) {
    return sections
      .map((section) => ({ section, score: scoreOf(section, words) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score)
      .slice(0, FOUND_MAX);
  }

  function scoreOf([, title, heading, text], words) {
    let score = 0;
    for (const word of words) {
      const own =
        (has(heading, word) ? 20 : 0) +
        (has(title, word) ? 10 : 0) +
        Math.min(5, text.toLowerCase().split(word).length - 1);
      if (own === 0) return 0;
      score += own;
    }
    return score;
  }

  const has = (text, word) => text.toLowerCase().includes(word);

  function show(words) {
    const found = words.length === 0 ? [] : search(words);
    list.replaceChildren(...found.map(({ section }) => itemOf(section, words)));
    if (found.length === 0 && words.length > 0) {
      const none = document.createElement('li');
      none.textContent = input.dataset.none;
      list.append(none);
    }
    list.hidden = words.length === 0;
  }

  function itemOf([target, title, heading, text], words) {
    const item = document.createElement('li');
    const link = document.createElement('a');
    link.href = root + target;
    const name = document.createElement('strong');
    name.textContent = heading === '' || heading === title ? title : `${title} › ${heading}`;
    const piece = document.createElement('span');
    const at = Math.max(0, text.toLowerCase().indexOf(words[0]));
    piece.textContent = text.slice(Math.max(0, at - AROUND), at + AROUND * 2);
    link.append(name, piece);
    item.append(link);
    return item;
  }

  input.addEventListener('focus', load);
  input.addEventListener('input', async () => {
    await load();
    show(input.value.toLowerCase().split(/\s+/).filter(Boolean));
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      input.value = '';
      show([]);
    } else if (event.key === 'Enter') list.querySelector('a')?.click();
    else if (event.key === 'ArrowDown') {
      event.preventDefault();
      list.querySelector('a')?.focus();
    }
  });
  list.addEventListener('click', () => {
    list.hidden = true;
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.target === input) return;
    event.preventDefault();
    input.focus();
  });
})();
