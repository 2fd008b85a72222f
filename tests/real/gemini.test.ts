import { realStories } from './stories.js';

realStories('gemini');
