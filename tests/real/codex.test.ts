import { realStories } from './stories.js';

realStories('codex');
