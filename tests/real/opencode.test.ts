import { realStories } from './stories.js';

realStories('opencode');
