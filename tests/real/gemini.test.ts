import { namedFileStories } from './named-files.js';
import { realStories } from './stories.js';

realStories('gemini', namedFileStories);
