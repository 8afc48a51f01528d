// The GraphQL explorer: GraphiQL with the query builder, a token box, and nothing kept beyond the page's life.
import { explorerPlugin } from '@graphiql/plugin-explorer';
import { GraphiQL } from 'graphiql';
import React, { useEffect, useMemo, useState } from 'react';
import { createRoot } from 'react-dom/client';

import 'graphiql/graphiql.css';
import '@graphiql/plugin-explorer/dist/style.css';
import './explorer.css';
import { EXAMPLE, tabsAbout } from './starters.js';
import { MemoryStorage } from './storage.js';

const ENDPOINT = '/graphql';
const storage = new MemoryStorage();
const plugins = [explorerPlugin({ showAttribution: false })];

function ask(token, body) {
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json' };
  if (token) headers.Authorization = `Bearer ${token}`;
  return fetch(ENDPOINT, { method: 'POST', headers, body: JSON.stringify(body), credentials: 'omit' });
}

// For a moment after a change of tabs GraphiQL still names the operation of the tab before.
function ofThisTab({ operationName, ...params }) {
  return operationName && params.query.includes(operationName) ? { ...params, operationName } : params;
}

async function whoAmI(token) {
  const answer = await ask(token, { query: '{ viewer { name role } }' });
  const document = await answer.json();
  if (!answer.ok || !document.data) throw new Error(document.errors?.[0]?.message ?? `HTTP ${answer.status}`);
  return document.data.viewer;
}

async function signedIn(token) {
  const viewer = await whoAmI(token);
  const example = await ask(token, { query: EXAMPLE }).then((answer) => answer.json(), () => null);
  return { token, viewer, tabs: tabsAbout(example) };
}

function SignIn({ onSignedIn, problem }) {
  const [text, setText] = useState('');
  const [error, setError] = useState(problem);
  const submit = async (event) => {
    event.preventDefault();
    try {
      onSignedIn(await signedIn(text.trim()));
    } catch (failure) {
      setError(failure.message);
    }
  };
  return (
    <main className="sign-in"><form onSubmit={submit}>
      <h1>Ringleader explorer</h1>
      <label htmlFor="token">Access token</label>
      <input id="token" type="password" autoComplete="off" value={text} onChange={(e) => setText(e.target.value)} autoFocus />
      <button type="submit">Sign in</button>
      <p role="alert">{error}</p>
      <p>Made by <code>ringleader token create</code>. It is kept in this page's memory only.</p>
    </form></main>
  );
}

function Explorer() {
  const [session, setSession] = useState(null);
  const [asked, setAsked] = useState(false);
  useEffect(() => {
    signedIn('').then(setSession, () => {}).finally(() => setAsked(true));
  }, []);
  const fetcher = useMemo(() => async (params) => (await ask(session?.token, ofThisTab(params))).json(), [session]);
  if (!asked) return null;
  if (!session) return <SignIn problem="" onSignedIn={setSession} />;
  return (
    <GraphiQL fetcher={fetcher} plugins={plugins} storage={storage} defaultTabs={session.tabs} shouldPersistHeaders={false}
      isHeadersEditorEnabled={false} forcedTheme={undefined}>
      <GraphiQL.Logo>
        <a className="home" href="/">Ringleader</a> <small>{session.viewer.name} ({session.viewer.role})</small>
      </GraphiQL.Logo>
    </GraphiQL>
  );
}

createRoot(document.getElementById('explorer')).render(<Explorer />);
