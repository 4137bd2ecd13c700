'use strict';
/* Brings news every two seconds; the server has escaped them. */
const news = document.getElementById('news');
setInterval(async () => {
  if (document.hidden) return;
  try {
    const answer = await fetch(news.dataset.from, { redirect: 'error', cache: 'no-store' });
    const html = answer.ok ? await answer.text() : news.innerHTML;
    if (html !== news.dataset.last && !news.contains(document.activeElement)) {
      news.innerHTML = html;
      news.dataset.last = html;
    }
  } catch (e) {
    /* Signed out, or the application is gone: what is there stays. */
  }
}, 2000);
