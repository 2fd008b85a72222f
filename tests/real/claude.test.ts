import { realStories } from './stories.js';

realStories('claude');
