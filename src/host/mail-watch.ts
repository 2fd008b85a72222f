// The messages that screens show: read anew from the post when they have changed and somebody looks, and never by a timer.
import type { Post } from '../core/ports/post.js';
import { type Mail, MOST_MESSAGES } from '../core/view/mail.js';

export interface MailWatchOptions {
  readonly post: Pick<Post, 'list' | 'listen'>;
  readonly onChange: () => void;
}

export class MailWatch {
  readonly #post: MailWatchOptions['post'];
  readonly #stop: () => void;
  #current: Mail | null = null;

  constructor({ post, onChange }: MailWatchOptions) {
    this.#post = post;
    this.#stop = post.listen(() => {
      this.#current = null;
      onChange();
    });
  }

  get current(): Mail {
    this.#current ??= {
      messages: this.#post.list({ party: null, of: 'all', limit: MOST_MESSAGES }),
      unread: this.#post.list({ party: null, of: 'inbox', limit: MOST_MESSAGES }),
    };
    return this.#current;
  }

  dispose(): void {
    this.#stop();
  }
}
