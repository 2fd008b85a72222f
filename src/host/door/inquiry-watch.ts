// Questions of agents end with their answers, whichever way those come: by the dialog, the command line, or a reply to the message.
import type { Post } from '../../core/ports/post.js';
import type { AnswerStore } from '../answers/answer-world.js';

/** Gives the way to stop. */
export function watchInquiries(post: Post, store: AnswerStore): () => void {
  let seen = post.seq;
  return post.listen(() => {
    const news = post.since(seen);
    seen = post.seq;
    for (const { message } of news) {
      const { inReplyTo, text } = message.payload;
      const agent = store.state.agents[message.to_agent];
      if (agent?.inquiry === undefined || agent.inquiry.id !== inReplyTo) continue;
      store.dispatch({ type: 'agent.inquiryOver', agent: agent.id, inquiry: inReplyTo, answer: text });
    }
  });
}
