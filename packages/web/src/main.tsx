import './browser/polyfill.js';
import './page.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { browserClock, everySecond } from './browser/clock.js';
import { keepSession } from './keep-session.js';
import { enterPage, openPage, PageContext } from './page.js';
import { createRefresher } from './refresh.js';
import { browserLocale } from './words/index.js';

const kept = localStorage.getItem('locale');
const page = openPage(browserClock, kept === 'zh' || kept === 'en' ? kept : browserLocale(navigator.languages));
const root = document.getElementById('page');
if (root !== null)
  createRoot(root).render(
    <PageContext value={page}>
      <App />
    </PageContext>,
  );
keepSession(page);
everySecond(createRefresher(page));
void enterPage(page).then(() => page.connection.run(new AbortController().signal));
