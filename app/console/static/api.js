// Asks the GraphQL API. The token lives in this module's memory only: a reload forgets it.
let token = '';

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

export async function ask(query, variables = {}) {
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json' };
  if (token) headers.Authorization = `Bearer ${token}`;
  let response;
  try {
    response = await fetch('/graphql', { method: 'POST', headers, credentials: 'omit', body: JSON.stringify({ query, variables }) });
  } catch {
    throw new ApiError({ message: 'The server does not answer. Is it still running?' }, 0);
  }
  const document = await response.json();
  if (document.errors?.length) throw new ApiError(document.errors[0], response.status);
  return document.data;
}
