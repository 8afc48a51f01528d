// Asks the GraphQL API, with a token or a signed-in browser's cookie. The token lives in this module's memory only.
let token = '';
let csrf = ''; // of a browser that signed in: its cookie alone may not ask


export class ApiError extends Error {
  constructor(problem, status) {
    super(problem.message);
    this.code = problem.extensions?.code;
    this.requestId = problem.extensions?.requestId;
    this.status = status;
  }
}

export function useToken(text) {
  token = text;
}

/** Reads who is signed in by cookie; tells whether the server has a sign-in at all. */
export async function readSession() {
  const response = await fetch('/auth/session', { credentials: 'same-origin' });
  const session = await response.json();
  csrf = session.csrf ?? '';
  return session.signIn === true;
}

/** Runs one of ../operations by its name: the server knows the texts, also where it answers nothing else. */
export async function ask(documentId, variables = {}) {
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json' };
  if (token) headers.Authorization = `Bearer ${token}`;
  else if (csrf) headers['X-CSRF-Token'] = csrf;
  let response;
  try {
    response = await fetch('/graphql', { method: 'POST', headers, credentials: csrf ? 'same-origin' : 'omit', body: JSON.stringify({ documentId, variables }) });
  } catch {
    throw new ApiError({ message: 'The server does not answer. Is it still running?' }, 0);
  }
  const document = await response.json();
  if (document.errors?.length) throw new ApiError(document.errors[0], response.status);
  return document.data;
}
