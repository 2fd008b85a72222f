// What the host refuses, as an error of A2A. Only words that it has made plain itself go out.
import { A2AError, RequestMalformedError, TaskNotFoundError, UnsupportedOperationError } from '@a2a-js/sdk/errors';
import { errorLine, type OrchError } from '../../core/model/error.js';
import { plainLines } from '../../core/model/plain-text.js';
import { withoutPaths } from './without-paths.js';

export function failure(error: OrchError): A2AError {
  const message = withoutPaths(plainLines(errorLine(error), 2000));
  switch (error.kind) {
    case 'usage':
    case 'config':
    case 'repository':
      return new RequestMalformedError(message);
    case 'not-found':
      return new TaskNotFoundError(message);
    case 'conflict':
    case 'needs-person':
    case 'denied':
      return new UnsupportedOperationError(message);
    default:
      return new A2AError(message);
  }
}
